/** The uuids of what is made: at random, or such that the same calls make the same ones. */
import { createHash, randomBytes } from 'node:crypto';

export class Uuids {
  #seed: number | undefined;
  /** How often the same thing was made. */
  readonly #occurrences = new Map<string, number>();

  /** From now on uuids follow from the seed and from what is made, in whatever order it is made. */
  follow(seed: number): void {
    this.#seed = seed;
    this.#occurrences.clear();
  }

  /** The same things are given the same uuids again. */
  restart(): void {
    this.#occurrences.clear();
  }

  /**
   * Opaque on purpose: the vendor's examples are not RFC 9562 either.
   * @param content what is made, as text
   * @param isTaken whether there is such a uuid already
   */
  next(kind: 'zone' | 'rec', content: string, isTaken: (uuid: string) => boolean): string {
    if (this.#seed === undefined) return `${kind}-${randomBytes(8).toString('hex')}`;
    for (;;) {
      const occurrence = this.#occurrences.get(content) ?? 0;
      this.#occurrences.set(content, occurrence + 1);
      const hash = createHash('sha256').update(`${this.#seed}\n${occurrence}\n${content}`).digest('hex');
      const uuid = `${kind}-${hash.slice(0, 16)}`;
      if (!isTaken(uuid)) return uuid;
    }
  }
}
