/** Text of anybody's as a comment of one line, which it cannot end. */
import type { LeftOut } from './imported.ts';

/** Printable ASCII; all else is written as `\u{1f600}`. */
export function comment(mark: '#' | ';', text: string): string {
  const line = text.replace(/[^ -~]/gu, (found) => `\\u{${(found.codePointAt(0) ?? 0).toString(16)}}`);
  return `${mark} ${line}`.trimEnd();
}

/** A line for each thing that the text below it does not say. */
export function leftOutComments(mark: '#' | ';', leftOut: readonly LeftOut[]): readonly string[] {
  return leftOut.map(({ what, why }) => comment(mark, `Left out: ${what} (${why})`));
}
