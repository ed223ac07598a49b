/** Thrown inside the editor where it cannot tell what a person would write; its callers turn it into a value. */
import type { Span } from '../load/source.ts';

export class Unclear extends Error {
  readonly at: Span;

  /** @param message says what stands in the way, and what to write by hand */
  constructor(message: string, at: Span) {
    super(message);
    this.at = at;
  }
}
