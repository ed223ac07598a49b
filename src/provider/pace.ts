/** Learns how many calls a second the service takes, once it has refused one, and spaces them just below that. */

/** Growth with each call that waited for its turn, in calls a second: 5 % a second (adding this each 1/rate seconds). */
const RISE = 0.05;
/** The same near the rate that was refused last, where every probe costs a refusal and its wait. */
const SLOW_RISE = 0.001;
/** Below this rate growth is in proportion, so that refusals stay rare among few calls. */
const PROPORTIONAL_BELOW = 10;
/** What limits are counted by: a second, a minute, an hour (as Django REST Framework's are). */
const SECOND = 1;
const PERIODS = [SECOND, 60, 3600];
/** A refusal within so many seconds of the last one shows that the rate is far too high, not a little. */
const QUICKLY = 3;
/** Fewer calls than these say nothing of the limit at the first refusal: others may have used it up before. */
const FEW = 4;
/** After so many seconds without any call (somebody is asked a question) what went before tells nothing. */
const IDLE = 1;

export class Pace {
  /** Calls a second; undefined while nothing was refused. */
  #rate: number | undefined;
  /** The rate at the last refusal. */
  #ceiling = Number.POSITIVE_INFINITY;
  #nextAt = Number.NEGATIVE_INFINITY;
  #refusal: { readonly at: number; readonly asked: number | undefined } | undefined;
  /** What the service took, and since when: from one wait that ended to the next, or to now. */
  #taken = 0;
  #since = Number.NEGATIVE_INFINITY;
  /** When the last wait ended, until a call is taken after it. */
  #waitedUntil: number | undefined;
  #lastActive = Number.NEGATIVE_INFINITY;
  /** Whether a refusal came that was too early to learn from. */
  #wasEarly = false;

  /** Calls a second that are let out; undefined while nothing was refused. */
  get rate(): number | undefined {
    return this.#rate;
  }

  /** The earliest time for the next call. */
  get nextAt(): number {
    return this.#nextAt;
  }

  /** The service took a call, whatever it answered. */
  taken(now: number): void {
    if (this.#waitedUntil !== undefined) this.#beginAnew(this.#waitedUntil);
    this.#taken++;
    this.#lastActive = now;
  }

  /**
   * The service refused a call for being one too many; told once for calls that were refused together.
   *
   * @param asked the seconds that it asks to wait
   */
  refused(now: number, asked: number | undefined): void {
    this.#refusal = { at: now, asked };
    this.#lastActive = now;
    // Without a word on the wait a whole period is waited for once: short of that a refusal would say nothing new.
    if (this.#rate === undefined && asked === undefined && now - this.#since < SECOND)
      this.#nextAt = now + SECOND;
  }

  /** A call goes out now. */
  started(now: number): void {
    if (this.#refusal !== undefined) this.#learn(now, this.#refusal.at, this.#refusal.asked);
    else if (now - this.#lastActive > IDLE) this.#beginAnew(now);
    this.#lastActive = now;
    if (this.#rate === undefined) return;
    const interval = 1 / this.#rate;
    const waited = now < this.#nextAt + interval;
    // A late timer is made up for, but never by more than half an interval: calls must not bunch.
    this.#nextAt = Math.max(this.#nextAt, now - interval / 2) + interval;
    if (waited) this.#rise(this.#rate);
  }

  #learn(now: number, refusedAt: number, asked: number | undefined): void {
    const elapsed = refusedAt - this.#since;
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
    this.#nextAt = now;
    this.#refusal = undefined;
    this.#waitedUntil = now;
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
      this.#ceiling = this.#taken / period;
      this.#rate = 0.95 * this.#ceiling;
    }
  }

  #beginAnew(now: number): void {
    this.#since = now;
    this.#taken = 0;
    this.#waitedUntil = undefined;
  }

  #rise(rate: number): void {
    const rise = rate < 0.95 * this.#ceiling ? RISE : SLOW_RISE;
    this.#rate = rate + rise * Math.min(1, rate / PROPORTIONAL_BELOW);
    // Well past what was refused: the limit is another one now.
    if (this.#rate > 1.05 * this.#ceiling) this.#ceiling = Number.POSITIVE_INFINITY;
  }
}
