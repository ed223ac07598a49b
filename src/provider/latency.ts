/** How long the service takes to answer, from its latest answers. */

/** So many answers are remembered: what was long ago tells less than what is now. */
const KEPT = 64;

export class Latency {
  readonly #latest: number[] = [];
  #next = 0;

  answered(seconds: number): void {
    this.#latest[this.#next] = seconds;
    this.#next = (this.#next + 1) % KEPT;
  }

  /** The middle one, the quicker of two: the first answer of a connection holds its beginning too. */
  get seconds(): number | undefined {
    return [...this.#latest].sort((a, b) => a - b)[(this.#latest.length - 1) >> 1];
  }
}
