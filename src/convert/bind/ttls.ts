/** Which TTL a record has that says none: `$TTL` (RFC 2308 §4), else that of the record before it (RFC 1035 §5.1). */

/** RFC 2181 §8. */
export const GREATEST_TTL = 2_147_483_647;

export class Ttls {
  /** Both outlive an included file, as in named. */
  #last: number | undefined;
  #default: number | undefined;

  /** `$TTL`. */
  set(seconds: number): void {
    this.#default = seconds;
    this.#last = seconds;
  }

  /** A record's, by what it says itself; undefined where nothing sets one. */
  next(own: number | undefined): number | undefined {
    this.#last = own ?? this.#default ?? this.#last;
    return this.#last;
  }

  /** The SOA: where nothing has set a TTL so far, named takes the negative one for the default. */
  nextSoa(own: number | undefined, minimum: number | undefined): void {
    if (own === undefined && this.#last === undefined) this.#default = minimum;
    this.next(own);
  }

  /** What the record before was given in the end. */
  correct(seconds: number): void {
    this.#last = seconds;
  }
}
