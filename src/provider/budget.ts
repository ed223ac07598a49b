/** Limits repeats over the whole run, so that a service in trouble is not met with six times the load. */

/** What the budget allows after a failure. */
export type Allowance =
  | 'retry'
  /** Nothing gets through: all calls rest, then a few go out to see. */
  | 'pause'
  /** Pauses did not help. */
  | 'give-up';

const FULL = 300;
/** What is there after a pause: enough to see whether it helped. */
const AFTER_PAUSE = 100;
const MOST_PAUSES = 3;

/**
 * botocore's standard quota: a repeat costs, a success gives back what its own repeats cost, or one where it had none.
 * A quarter of all calls failing never empties it; a service that is down stops being asked after 30 repeats,
 * and after ten more in each of three pauses (reliability section 3.4).
 */
export class RetryBudget {
  #tokens = FULL;
  #pauses = 0;
  #pausedAt = Number.NEGATIVE_INFINITY;

  /**
   * Asks for one repeat of a call that went out at `sentAt`. Calls that were under way when a pause began wait
   * with the others and are no reason for another.
   */
  spend(cost: number, sentAt: number, now: number): Allowance {
    if (this.#tokens >= cost) {
      this.#tokens -= cost;
      return 'retry';
    }
    if (sentAt <= this.#pausedAt) return 'retry';
    if (this.#pauses === MOST_PAUSES) return 'give-up';
    this.#pauses++;
    this.#pausedAt = now;
    this.#tokens = AFTER_PAUSE;
    return 'pause';
  }

  /** A call succeeded; `spent` is what its repeats cost. */
  earn(spent: number): void {
    this.#tokens = Math.min(FULL, this.#tokens + Math.max(1, spent));
    this.#pauses = 0;
  }
}
