/** The source line a diagnostic is about, with a caret under the place, cut to what can be seen at once. */
import type { DiagnosticPlace } from '../model/diagnostic.ts';
import { safe } from './safe.ts';
import { displayWidth, elide, takeEnd, takeStart } from './width.ts';

/** Columns of source that are shown at most, also on a wide terminal, and at least, also on none worth the name. */
const WIDEST = 100;
const NARROWEST = 20;
/** The share of them that may stand before the caret where the line is longer. */
const SHARE_BEFORE = 0.6;
/** No character takes more columns than this, so that much text, and no more of a huge line, needs looking at. */
const TAB = '    ';

interface FrameStyle {
  readonly dim: (text: string) => string;
  /** For the caret, in the colour of the severity. */
  readonly mark: (text: string) => string;
}

/**
 * Two lines: the source and the caret; none where the diagnostic carries no source.
 *
 * @param columns of the terminal, which the lines do not exceed; undefined elsewhere
 */
export function codeFrame(
  place: DiagnosticPlace,
  style: FrameStyle,
  columns = Number.POSITIVE_INFINITY,
): string[] {
  const { sourceLine, line, column, length = 1 } = place;
  if (sourceLine === undefined || line === undefined || column === undefined) return [];
  const number = `  ${line} | `;
  const gutter = `${' '.repeat(number.length - 2)}| `;
  // One column stays free for the caret behind the end of a line.
  const width = Math.max(NARROWEST, Math.min(WIDEST, columns - number.length - 1));
  const widthBefore = Math.floor(width * SHARE_BEFORE);
  const start = column - 1;
  const end = start + Math.max(1, length);
  const before = lastColumns(sourceLine.slice(Math.max(0, start - width), start), start > width, widthBefore);
  const roomMarked = width - displayWidth(before) - (end < sourceLine.length ? 1 : 0);
  const marked = elide(shown(endsOf(sourceLine.slice(start, end), width)), roomMarked);
  const room = width - displayWidth(before) - displayWidth(marked);
  const after = firstColumns(sourceLine.slice(end, end + width + 1), room);
  // A problem at the end of the line has nothing to mark, and is marked where the next character would stand.
  const caret = '^'.repeat(Math.max(1, displayWidth(marked)));
  return [
    // What is harmless in parts may be a command of GitHub's runner once they are joined.
    `${style.dim(number)}${`${before}${marked}${after}`.replaceAll('##[', '##\\x5b')}`,
    `${style.dim(gutter)}${' '.repeat(displayWidth(before))}${style.mark(caret)}`,
  ];
}

function lastColumns(source: string, isCut: boolean, room: number): string {
  const text = shown(source);
  return isCut || displayWidth(text) > room ? `…${takeEnd(text, room - 1)}` : text;
}

function firstColumns(source: string, room: number): string {
  const text = shown(source);
  return displayWidth(text) > room ? `${takeStart(text, room - 1)}…` : text;
}

/** All of a huge text that can be seen once its middle is left out. */
function endsOf(text: string, width: number): string {
  return text.length > 2 * width ? text.slice(0, width) + text.slice(-width) : text;
}

/** Tabs as blanks of a fixed number, so that what stands after them does not depend on where the line begins. */
function shown(source: string): string {
  return source.split('\t').map(safe).join(TAB);
}
