/** Learns how many calls a second the service takes, once it has refused one, and spaces them just below that. */

/** Growth with each call that waited for its turn, in calls a second: 5 % a second (adding this each 1/rate seconds). */
const RISE = 0.05;
/** The same near the rate that was refused last, where every probe costs a refusal and its wait. */
const SLOW_RISE = 0.001;
/** Below this rate growth is in proportion, so that refusals stay rare among few calls. */
const PROPORTIONAL_BELOW = 10;

export class Pace {
  /** Calls a second; undefined while nothing was refused. */
  #rate: number | undefined;
  /** The rate at the last refusal. */
  #ceiling = Number.POSITIVE_INFINITY;
  #nextAt = Number.NEGATIVE_INFINITY;
  /** What the service took since then. */
  #taken = 0;
  #since: number;
  #refused = false;

  constructor(now: number) {
    this.#since = now;
  }

  /** Whether calls are spaced already. */
  get isLearned(): boolean {
    return this.#rate !== undefined;
  }

  /** The earliest time for the next call. */
  get nextAt(): number {
    return this.#nextAt;
  }

  /** The service took a call, whatever it answered. */
  taken(): void {
    this.#taken++;
  }

  /** The service refused a call for being one too many; told once for calls that were refused together. */
  refused(): void {
    this.#refused = true;
  }

  /** A call goes out now. */
  started(now: number): void {
    if (this.#refused) this.#learn(now);
    if (this.#rate === undefined) return;
    const interval = 1 / this.#rate;
    const waited = now < this.#nextAt + interval;
    // A late timer is made up for, but never by more than half an interval: calls must not bunch.
    this.#nextAt = Math.max(this.#nextAt, now - interval / 2) + interval;
    if (waited) this.#rise();
  }

  /**
   * Judged when the wait is over, since the time that calls must rest is part of what they may take: ten calls and
   * a second of rest are ten calls a second, however fast the ten went out.
   */
  #learn(now: number): void {
    this.#refused = false;
    if (this.#taken > 0) {
      const seen = this.#taken / (now - this.#since);
      if (this.#rate === undefined) this.#rate = seen;
      else {
        this.#ceiling = this.#rate;
        this.#rate = Math.min(0.9 * this.#rate, Math.max(0.7 * this.#rate, seen));
      }
    }
    this.#nextAt = now;
    this.#since = now;
    this.#taken = 0;
  }

  #rise(): void {
    if (this.#rate === undefined) return;
    const rise = this.#rate < 0.95 * this.#ceiling ? RISE : SLOW_RISE;
    this.#rate += rise * Math.min(1, this.#rate / PROPORTIONAL_BELOW);
    // Well past what was refused: the limit is another one now.
    if (this.#rate > 1.05 * this.#ceiling) this.#ceiling = Number.POSITIVE_INFINITY;
  }
}
