/** Learns how many calls a second the service takes, once it has refused one, and spaces them just below that. */
import { LastSecond } from './last-second.ts';

/** Growth with each call that waited for its turn, in calls a second: 5 % a second (adding this each 1/rate seconds). */
const RISE = 0.05;
/** The same near the rate that was refused last, where every probe costs a refusal and its wait. */
const SLOW_RISE = 0.001;
/** Below this rate that is in proportion, so that refusals stay rare among few calls. */
const PROPORTIONAL_BELOW = 10;
/** Refusals that our own calls do not explain slow no further than this, where the service was seen to take twice as much. */
const UNEXPLAINED_LEAST = 2;
/** What limits are counted by: a second, a minute, an hour (as Django REST Framework's are). */
const SECOND = 1;
const PERIODS = [SECOND, 60, 3600];
/** A refusal within so many seconds of the last one shows that the rate is far too high, not a little. */
const QUICKLY = 3;
/** Fewer calls than these say nothing of the limit at the first refusal: others may have used it up before. */
const FEW = 4;
/** After so many seconds without any call (somebody is asked a question) what went before tells nothing. */
const IDLE = 1;

interface Refusal {
  readonly at: number;
  /** The seconds that the service asked to wait. */
  readonly asked: number | undefined;
  /** Whether our own calls can have met a limit by the second. */
  readonly isExplained: boolean;
}

export class Pace {
  /** Calls a second; undefined while nothing was refused. */
  #rate: number | undefined;
  /** The rate at the last refusal. */
  #ceiling = Number.POSITIVE_INFINITY;
  #nextAt = Number.NEGATIVE_INFINITY;
  #refusal: Refusal | undefined;
  readonly #lastSecond = new LastSecond();
  /** What the service took, and since when: from one wait that ended to the next, or to now. */
  #taken = 0;
  #since = Number.NEGATIVE_INFINITY;
  /** When the last wait ended, until a call is taken after it. */
  #waitedUntil: number | undefined;
  #lastActive = Number.NEGATIVE_INFINITY;
  /** Whether a refusal came that was too early to learn from. */
  #wasEarly = false;
  /** Whether the limit seems to be one by the second, not by the minute or longer. */
  #isBySecond = false;

  /** Calls a second that are let out; undefined while nothing was refused. */
  get rate(): number | undefined {
    return this.#rate;
  }

  /** The earliest time for the next call. */
  get nextAt(): number {
    return this.#nextAt;
  }

  /** The service took a call, whatever it answered. */
  taken(now: number, sentAt: number): void {
    this.#lastSecond.taken(now, sentAt);
    if (this.#waitedUntil !== undefined) this.#beginAnew(this.#waitedUntil);
    this.#taken++;
    this.#lastActive = now;
  }

  /**
   * The service refused a call for being one too many; told once for calls that were refused together.
   *
   * @param asked the seconds that it asks to wait
   */
  refused(now: number, sentAt: number, asked: number | undefined): void {
    const isLong = asked !== undefined && asked > SECOND;
    this.#refusal = { at: now, asked, isExplained: isLong || this.#lastSecond.explains(now, sentAt) };
    this.#lastActive = now;
    // Without a word on the wait a whole period is waited for once: short of that a refusal would say nothing new.
    if (this.#rate === undefined && asked === undefined && now - this.#since < SECOND)
      this.#nextAt = now + SECOND;
  }

  /** A call goes out now. */
  started(now: number): void {
    if (this.#refusal !== undefined) this.#learn(now, this.#refusal);
    else if (now - this.#lastActive > IDLE) this.#beginAnew(now);
    this.#lastActive = now;
    this.#lastSecond.sent(now);
    if (this.#rate === undefined) return;
    const interval = 1 / this.#rate;
    const waited = now < this.#nextAt + interval;
    // A late timer is made up for, but never by more than half an interval: calls must not bunch.
    this.#nextAt = Math.max(this.#nextAt, now - interval / 2) + interval;
    if (waited) this.#rise(this.#rate);
  }

  #learn(now: number, { at, asked, isExplained }: Refusal): void {
    const elapsed = at - this.#since;
    if (this.#rate === undefined) {
      if (this.#taken >= FEW || this.#wasEarly) {
        if (this.#taken > 0) this.#estimate(elapsed, asked, now - this.#since);
      } else this.#wasEarly = true;
    } else if (this.#waitedUntil !== undefined) {
      // Nothing was taken since the last wait: that was too short, which says little of the rate that followed it.
      this.#rate = Math.min(this.#rate, Math.max(0.7 * this.#rate, this.#taken / (now - this.#since)));
    } else {
      this.#ceiling = this.#rate;
      this.#rate *= elapsed < QUICKLY ? 0.7 : 0.9;
    }
    if (this.#isBySecond && !isExplained) this.#doubt();
    this.#nextAt = now;
    this.#refusal = undefined;
    this.#waitedUntil = now;
  }

  /** What was taken for a limit by the second is none, or is shared: it is looked for anew, and from no standstill. */
  #doubt(): void {
    this.#ceiling = Number.POSITIVE_INFINITY;
    this.#rate = Math.max(this.#rate ?? 0, Math.min(UNEXPLAINED_LEAST, this.#lastSecond.proven / 2));
  }

  /**
   * The first guess. The time that calls must rest is part of what they may take: ten calls and a second of rest are
   * ten calls a second, however fast the ten went out. A wait in whole seconds is rounded up, so where one of the usual
   * periods fits it, that is the one. Without a word on the wait, what was met within a second is taken for a limit of
   * a second: how long we guessed to wait says nothing.
   */
  #estimate(elapsed: number, asked: number | undefined, withWait: number): void {
    const longest = elapsed + (asked ?? 0);
    const period =
      asked === undefined
        ? PERIODS.find((p) => p === SECOND && elapsed < p)
        : PERIODS.find((p) => longest - 1 < p && p <= longest);
    if (period === undefined) {
      this.#rate = this.#taken / withWait;
    } else {
      this.#isBySecond = period === SECOND;
      const most = this.#isBySecond ? Math.max(this.#taken, this.#lastSecond.proven) : this.#taken;
      this.#ceiling = most / period;
      this.#rate = 0.95 * this.#ceiling;
    }
  }

  #beginAnew(now: number): void {
    this.#since = now;
    this.#taken = 0;
    this.#waitedUntil = undefined;
  }

  #rise(rate: number): void {
    const isNear = rate >= 0.95 * this.#ceiling;
    this.#rate = rate + (isNear ? SLOW_RISE * Math.min(1, rate / PROPORTIONAL_BELOW) : RISE);
    // Well past what was refused: the limit is another one now.
    if (this.#rate > 1.05 * this.#ceiling) this.#ceiling = Number.POSITIVE_INFINITY;
  }
}
