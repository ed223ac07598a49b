/** Django REST Framework's throttle: so many calls in any one second, counted for the account as a whole. */

const window = 1000;

export class Throttle {
  /** Times of the admitted calls of the last second, oldest first. */
  #admitted: number[] = [];

  /**
   * Admits one call or says how long to wait. A refused call does not count against the limit.
   * @param limit calls per second; 0 admits all
   * @param now milliseconds
   * @returns whole seconds to wait, at least 1; undefined when admitted
   */
  admit(limit: number, now: number): number | undefined {
    if (limit === 0) return undefined;
    this.#admitted = this.#admitted.filter((time) => time > now - window);
    const oldest = this.#admitted[0];
    if (oldest === undefined || this.#admitted.length < limit) {
      this.#admitted.push(now);
      return undefined;
    }
    return Math.max(1, Math.ceil((oldest + window - now) / 1000));
  }
}
