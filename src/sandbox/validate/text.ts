/** A text parameter as Django REST Framework's CharField takes it: required, trimmed, not blank. */
import type { Reading } from './reading.ts';

export function readText(given: unknown): Reading<string> {
  if (given === undefined) return { wrong: 'This field is required.' };
  if (given === null) return { wrong: 'This field may not be null.' };
  if (typeof given !== 'string') return { wrong: 'Not a valid string.' };
  // Before trimming, which would hide a final line feed. In a zone file a line feed starts a line of its own.
  const bad = /[\x00-\x08\x0a-\x1f\x7f\p{Cs}]/u.exec(given)?.[0];
  if (bad !== undefined) {
    const code = (bad.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return { wrong: `The character U+${code} is not allowed.` };
  }
  const trimmed = given.trim();
  return trimmed === '' ? { wrong: 'This field may not be blank.' } : { kept: trimmed };
}
