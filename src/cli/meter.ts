/** Counts what goes on and tells how far it is: rate, waits and the time left, from what the last seconds have shown. */
import type { ProgressView } from '../render/progress.ts';

/** The rate is that of so many seconds: long enough to hold the waits of a throttle, short enough to follow it. */
const WINDOW = 15;
/** Before so many seconds nothing is foretold. */
const LEAST = 1;

interface Sample {
  readonly at: number;
  readonly finished: number;
  readonly calls: number;
}

export class Meter {
  readonly #now: () => number;
  #what = '';
  #finished = 0;
  #total = 0;
  #calls = 0;
  #waits = 0;
  #held: { readonly until: number; readonly why: string } | undefined;
  #samples: Sample[] = [];

  /** @param now seconds, from a clock that never steps */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** So many of so many; the stage is over with the last. */
  count(what: string, finished: number, total: number): void {
    this.#what = what;
    this.#finished = finished;
    this.#total = total;
    this.#sample();
  }

  /** A stage is over; what comes is the next one's. */
  begin(): void {
    this.#finished = this.#total = this.#calls = this.#waits = 0;
    this.#held = undefined;
    this.#samples = [];
  }

  called(): void {
    this.#calls++;
    this.#sample();
  }

  held(seconds: number, why: string): void {
    this.#waits++;
    this.#sample();
    this.#held = { until: this.#now() + seconds, why };
  }

  /** Undefined while nothing can be counted. */
  view(): ProgressView | undefined {
    const now = this.#now();
    if (this.#total === 0 && (this.#held?.until ?? now) <= now) return undefined;
    const [first] = this.#samples;
    const passed = first === undefined ? 0 : now - first.at;
    const isKnown = first !== undefined && passed >= LEAST && this.#finished > first.finished;
    const perSecond = isKnown ? (this.#finished - first.finished) / passed : 0;
    const rate = isKnown ? (this.#calls - first.calls) / passed : 0;
    const held = this.#held;
    return {
      what: this.#what,
      finished: this.#finished,
      total: this.#total,
      calls: this.#calls,
      waits: this.#waits,
      ...(rate > 0 ? { rate } : {}),
      ...(perSecond > 0 ? { secondsLeft: (this.#total - this.#finished) / perSecond } : {}),
      ...(held !== undefined && held.until > now
        ? { held: { seconds: held.until - now, why: held.why } }
        : {}),
    };
  }

  /** A sample a second; the oldest one is as old as the window, or as the stage. */
  #sample(): void {
    const at = this.#now();
    const last = this.#samples.at(-1);
    if (last !== undefined && at - last.at < 1) return;
    this.#samples.push({ at, finished: this.#finished, calls: this.#calls });
    while ((this.#samples[1]?.at ?? at) < at - WINDOW) this.#samples.shift();
  }
}
