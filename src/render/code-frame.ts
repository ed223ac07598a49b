/** The source line a diagnostic is about, with a caret under the place, cut to what can be seen at once. */
import type { DiagnosticPlace } from '../model/diagnostic.ts';
import { safe } from './safe.ts';
import type { Styles } from './style.ts';
import { displayWidth, elide, takeEnd, takeStart } from './width.ts';

/** Columns of source that are shown, and how many of them may stand before the caret where the line is longer. */
const WIDTH = 100;
const WIDTH_BEFORE = 60;
/** No character takes more columns than this, so that much text, and no more of a huge line, needs looking at. */
const TAB = '    ';

/** Two lines: the source and the caret; none where the diagnostic carries no source. */
export function codeFrame(place: DiagnosticPlace, style: Styles): string[] {
  const { sourceLine, line, column, length = 1 } = place;
  if (sourceLine === undefined || line === undefined || column === undefined) return [];
  const start = column - 1;
  const end = start + Math.max(1, length);
  const before = lastColumns(sourceLine.slice(Math.max(0, start - WIDTH), start), start > WIDTH);
  const marked = elide(
    shown(sourceLine.slice(start, Math.min(end, start + 2 * WIDTH))),
    WIDTH - WIDTH_BEFORE,
  );
  const room = WIDTH - displayWidth(before) - displayWidth(marked);
  const after = firstColumns(sourceLine.slice(end, end + WIDTH + 1), room);
  const number = `  ${line} | `;
  const gutter = `${' '.repeat(number.length - 2)}| `;
  // A problem at the end of the line has nothing to mark, and is marked where the next character would stand.
  const caret = '^'.repeat(Math.max(1, displayWidth(marked)));
  return [
    `${style.dim(number)}${before}${marked}${after}`,
    `${style.dim(gutter)}${' '.repeat(displayWidth(before))}${style.red(caret)}`,
  ];
}

function lastColumns(source: string, isCut: boolean): string {
  const text = shown(source);
  return isCut || displayWidth(text) > WIDTH_BEFORE ? `…${takeEnd(text, WIDTH_BEFORE - 1)}` : text;
}

function firstColumns(source: string, room: number): string {
  const text = shown(source);
  return displayWidth(text) > room ? `${takeStart(text, room - 1)}…` : text;
}

/** Tabs as blanks of a fixed number, so that what stands after them does not depend on where the line begins. */
function shown(source: string): string {
  return source.split('\t').map(safe).join(TAB);
}
