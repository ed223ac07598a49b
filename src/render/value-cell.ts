/** The value column of a change: what stands, stood, or becomes what. */
import type { Change } from '../model/plan.ts';
import { dataText } from './data-text.ts';
import { shownData } from './shown-data.ts';
import type { Styles } from './style.ts';
import { diffText, elideSegments, type Segment } from './text-diff.ts';
import { displayWidth, elide } from './width.ts';

/** Text with its colour and the columns it takes without. */
export interface Cell {
  readonly text: string;
  readonly width: number;
}

/** Up to here two values are read side by side; longer ones hide their difference and are shown as one text. */
const SIDE_BY_SIDE = 48;

/** As `git diff --word-diff` writes them, so that they can be read without colour too. */
const MARKS = { same: ['', ''], removed: ['[-', '-]'], added: ['{+', '+}'] } as const;
/** What the marks of a segment take. */
export const MARK_WIDTH = 4;

/** At most about `limit` columns wide; what changed is always among what is shown. */
export function valueCell(change: Change, limit: number, style: Styles): Cell {
  if (change.action === 'create') return plain(elide(shownData(change.after), limit), style.green);
  if (change.action === 'delete') return plain(elide(shownData(change.before), limit), style.red);
  const before = dataText(change.before);
  const data = dataText(change.after);
  const after = shownData(change.after);
  if (before === data) return plain(elide(after, limit), (text) => text);
  const most = Math.min(after === data ? SIDE_BY_SIDE : Number.POSITIVE_INFINITY, limit);
  const sideBySide = displayWidth(before) + displayWidth(after) + 3 <= most;
  if (!sideBySide && change.before.type === change.after.type) {
    const segments = diffText(before, data);
    const changed = segments.filter(({ kind }) => kind !== 'same').length;
    if (changed < segments.length)
      return marked(elideSegments(segments, limit - changed * MARK_WIDTH), style);
  }
  const half = Math.floor((limit - 3) / 2);
  const [left, right] = sideBySide ? [before, after] : [elide(before, half), elide(after, half)];
  return {
    text: `${style.red(left)} ${style.dim('→')} ${style.green(right)}`,
    width: displayWidth(left) + 3 + displayWidth(right),
  };
}

/** Segments in one text, each with its mark. */
export function marked(segments: readonly Segment[], style: Styles): Cell {
  const colors = { same: (text: string) => text, removed: style.red, added: style.green };
  let text = '';
  let width = 0;
  for (const segment of segments) {
    const [open, close] = MARKS[segment.kind];
    const shown = `${open}${segment.text}${close}`;
    text += colors[segment.kind](shown);
    width += displayWidth(shown);
  }
  return { text, width };
}

function plain(text: string, color: (text: string) => string): Cell {
  return { text: color(text), width: displayWidth(text) };
}
