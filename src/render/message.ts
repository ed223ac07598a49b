/** A sentence from outside (an error's words, a finding) as it may be printed: harmless, and no longer than can be read. */
import { safe } from './safe.ts';
import { elide } from './width.ts';

const LONGEST_MESSAGE = 600;

export function messageText(message: string): string {
  return elide(safe(message), LONGEST_MESSAGE);
}
