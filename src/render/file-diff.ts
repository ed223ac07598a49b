/** What changes in a file of the user's, as git would show it. */
import { FILE_HEADERS_ONLY, formatPatch, structuredPatch } from 'diff';
import { safe } from './safe.ts';
import { styles } from './style.ts';

/** Beyond that the comparison costs more than it tells: the square of the edits (Myers). */
const MOST_EDITS = 4000;

/** A unified diff; of a file that is nearly all new no more than how long it was and will be. */
export function renderFileDiff(
  file: string,
  before: string,
  after: string,
  { color }: { readonly color: boolean },
): string {
  const style = styles(color);
  const patch = structuredPatch(`a/${file}`, `b/${file}`, before, after, undefined, undefined, {
    context: 3,
    maxEditLength: MOST_EDITS,
    stripTrailingCr: false,
  });
  if (patch === undefined) {
    const count = (text: string): number => text.split('\n').length - 1;
    return `--- a/${safe(file)}\n+++ b/${safe(file)}\n${count(before)} lines become ${count(after)}; too many differ to show them.\n`;
  }
  const lines = formatPatch(patch, FILE_HEADERS_ONLY).split('\n');
  // The carriage return of a line end would be shown as an escape on each line.
  const shown = lines.map((line) => safe(line.replace(/\r$/, '')));
  if (!color) return shown.join('\n');
  return shown
    .map((line) => {
      if (/^(?:---|\+\+\+) /.test(line)) return style.bold(line);
      if (line.startsWith('@')) return style.cyan(line);
      return line.startsWith('-') ? style.red(line) : line.startsWith('+') ? style.green(line) : line;
    })
    .join('\n');
}
