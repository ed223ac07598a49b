/** A text that no message, log or dump may show. */
import { inspect } from 'node:util';

/** What is left of it where a long text was cut in the middle; shorter pieces tell little and occur by chance. */
const SHORTEST_PIECE = 12;

export class Secret {
  readonly #text: string;
  /** The whole, or as much of its beginning or its end as stands there, in any case: names are shown in lower case. */
  readonly #pieces: RegExp;

  /** @param text of characters that mean nothing to a regular expression: letters, digits, `_`, `-` */
  constructor(text: string) {
    this.#text = text;
    const head = text.slice(0, SHORTEST_PIECE);
    const tail = text.slice(-SHORTEST_PIECE);
    const after = [...text.slice(SHORTEST_PIECE)].reduceRight((rest, letter) => `(?:${letter}${rest})?`, '');
    this.#pieces = new RegExp(`${head}${after}|${tail}`, 'gi');
  }

  /** The text itself, for the one place that sends it. */
  reveal(): string {
    return this.#text;
  }

  /** The same message without the secret, for texts that came from outside and may repeat it. */
  redact(message: string): string {
    return message.replace(this.#pieces, '***');
  }

  toString(): string {
    return '***';
  }

  toJSON(): string {
    return '***';
  }

  [inspect.custom](): string {
    return '***';
  }
}
