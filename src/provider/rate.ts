/** Lets calls out: as many at once as the service bears, as close together as it takes them, none while it asks for quiet. */
import { DnssyncError, isDnssyncError } from '../errors.ts';
import type { Clock } from './clock.ts';
import { Gate } from './gate.ts';
import { Pace } from './pace.ts';
import { Queue } from './queue.ts';

export interface RateOptions {
  readonly clock: Clock;
  /** Most calls under way at once. */
  readonly concurrency: number;
  /** A longer wait than this is not waited for. */
  readonly maxWaitSeconds: number;
  /** All calls are held for so many seconds. */
  readonly onHold: (seconds: number, why: string) => void;
}

/** A call that is under way. */
export interface Ticket {
  readonly sentAt: number;
}

/** How a call came back, as far as the rate goes. */
export type Return =
  /** With an answer. */
  | { readonly kind: 'taken' }
  /** Without one, or with an error of the service. */
  | { readonly kind: 'lost' }
  /** 429, or 503 (`overload`), with the seconds it asks to wait. */
  | { readonly kind: 'refused'; readonly overload: boolean; readonly asked: number | undefined };

interface Waiter {
  readonly stop: AbortSignal | undefined;
  readonly admit: (ticket: Ticket) => void;
  readonly reject: (error: DnssyncError) => void;
}

const START = 4;
/** So many answers for each call at once, then more at once: a burst that meets a throttle should be small. */
const WINDOW = 2;

/**
 * First come, first served. The number of calls at once doubles from {@link START} until something is refused; each
 * refusal halves it, and it grows by one from then on. From the first 429 on calls are spaced as well (reliability 3.5).
 */
export class RateLimiter {
  readonly #options: RateOptions;
  readonly #gate: Gate;
  readonly #pace = new Pace();
  readonly #queue = new Queue<Waiter>();
  readonly #watched = new WeakSet<AbortSignal>();
  #active = 0;
  #atOnce: number;
  #answers = 0;
  #wasRefused = false;
  #closed: DnssyncError | undefined;
  #wake: AbortController | undefined;

  constructor(options: RateOptions) {
    this.#options = options;
    this.#gate = new Gate(options.clock);
    this.#atOnce = Math.min(START, options.concurrency);
  }

  /**
   * Resolves when a call may go out, which must then come back by {@link leave}. Rejects, without any call made,
   * once `stop` is aborted, after {@link close}, and where the service asks for a longer wait than is allowed.
   *
   * @param again a repeat goes before all first attempts: what was begun is brought to its end
   */
  enter(stop?: AbortSignal, again = false): Promise<Ticket> {
    return new Promise((admit, reject) => {
      if (stop?.aborted) return reject(stoppedBy(stop));
      if (stop !== undefined) this.#watch(stop);
      const waiter = { stop, admit, reject };
      if (again) this.#queue.pushFirst(waiter);
      else this.#queue.push(waiter);
      this.#pump();
    });
  }

  /** Calls a second that are let out; undefined while nothing was refused. */
  get rate(): number | undefined {
    return this.#pace.rate;
  }

  leave(ticket: Ticket, how: Return): void {
    this.#active--;
    const now = this.#options.clock.now();
    if (how.kind !== 'refused') {
      this.#pace.taken(now, ticket.sentAt);
      if (how.kind === 'taken') this.#succeeded(ticket);
    } else if (how.overload) {
      // No limit was met: how much the service takes at other times is not told by this.
      this.hold(ticket, how.asked, 'the service is overloaded (503)');
    } else if (this.hold(ticket, how.asked, 'the service throttles (429)')) {
      this.#pace.refused(now, ticket.sentAt, how.asked);
    }
    this.#pump();
  }

  /**
   * Holds all calls for so many seconds (our own guess where undefined) and lets fewer out at once afterwards.
   * Returns whether that is news, not one more of calls that failed together.
   */
  hold(ticket: Ticket, seconds: number | undefined, why: string): boolean {
    const isNews = this.#gate.close(seconds, ticket.sentAt);
    if (isNews) {
      this.#atOnce = Math.max(1, Math.floor(this.#atOnce / 2));
      this.#wasRefused = true;
      this.#answers = 0;
      const wait = this.#gate.opensAt - this.#options.clock.now();
      if (wait <= this.#options.maxWaitSeconds) this.#options.onHold(wait, why);
    }
    return isNews;
  }

  /** From now on no call goes out, and every one that waits or comes is told why. */
  close(error: DnssyncError): void {
    this.#closed ??= error;
    this.#pump();
  }

  #succeeded({ sentAt }: Ticket): void {
    this.#gate.passed(sentAt);
    this.#answers++;
    if (this.#answers < WINDOW * this.#atOnce) return;
    this.#answers = 0;
    const more = this.#wasRefused ? this.#atOnce + 1 : this.#atOnce * 2;
    this.#atOnce = Math.min(more, this.#options.concurrency);
  }

  #pump(): void {
    for (let waiter = this.#queue.first; waiter !== undefined; waiter = this.#queue.first) {
      const now = this.#options.clock.now();
      const error = this.#closed ?? this.#tooLong(now);
      if (error !== undefined) {
        this.#queue.drop();
        waiter.reject(error);
        continue;
      }
      if (this.#active >= this.#atOnce) return;
      const at = Math.max(this.#gate.opensAt, this.#pace.nextAt);
      if (at > now) {
        this.#wakeAt(at);
        return;
      }
      this.#queue.drop();
      this.#active++;
      this.#pace.started(now);
      waiter.admit({ sentAt: now });
    }
    // A timer that nobody waits for would keep the process alive.
    this.#wake?.abort();
  }

  #tooLong(now: number): DnssyncError | undefined {
    const wait = this.#gate.opensAt - now;
    const most = this.#options.maxWaitSeconds;
    if (wait <= most) return undefined;
    return new DnssyncError(
      `the service asks to wait ${Math.ceil(wait)} s, more than the ${most} s allowed`,
      {
        code: 'throttled',
        hint: 'run again later, or allow more with --max-wait',
      },
    );
  }

  #wakeAt(at: number): void {
    // The time only ever moves on: who is woken early waits again.
    if (this.#wake !== undefined) return;
    this.#wake = new AbortController();
    void this.#options.clock.sleep(at - this.#options.clock.now(), this.#wake.signal).then(() => {
      this.#wake = undefined;
      this.#pump();
    });
  }

  /** One listener a signal, however many calls wait. */
  #watch(stop: AbortSignal): void {
    if (this.#watched.has(stop)) return;
    this.#watched.add(stop);
    stop.addEventListener('abort', () => this.#rejectStopped(stop), { once: true });
  }

  #rejectStopped(stop: AbortSignal): void {
    for (const waiter of this.#queue.take((other) => other.stop === stop)) waiter.reject(stoppedBy(stop));
    this.#pump();
  }
}

/** The error of a call that is not made because of a stop. */
function stoppedBy(stop: AbortSignal): DnssyncError {
  const reason: unknown = stop.reason;
  return new DnssyncError(isDnssyncError(reason) ? reason.message : 'stopped', { code: 'stopped' });
}
