/** Puts parts into flow collections and takes them out, on one line or on lines of their own. */
import type { Span } from '../load/source.ts';
import type { Layout } from './layout.ts';
import type { TextEdit } from './text-edit.ts';

/** @param after the index of the part that the new one follows; -1 for the first place */
export function insertIntoFlow(
  layout: Layout,
  collection: Span,
  parts: readonly Span[],
  after: number,
  text: string,
): TextEdit[] {
  const [first] = parts;
  if (first === undefined) {
    const isMap = layout.text[collection.start] === '{';
    return [{ ...collection, text: isMap ? `{ ${text} }` : `[${text}]` }];
  }
  const before = parts[after];
  if (before === undefined) return [{ start: first.start, end: first.start, text: `${text}, ` }];
  const { end } = before;
  if (hasOwnLine(layout, collection, parts, after)) {
    const comma = commaAfter(layout, before);
    const isLast = after === parts.length - 1;
    if (comma !== undefined || isLast) {
      const indent = layout.text.slice(layout.lineStart(before.start), before.start);
      const lastLine = layout.nextLine(end);
      const line = `${indent}${text}${isLast && comma === undefined ? '' : ','}${layout.eol}`;
      const added = { start: lastLine, end: lastLine, text: line };
      return comma === undefined ? [{ start: end, end, text: ',' }, added] : [added];
    }
  }
  return [{ start: end, end, text: `, ${text}` }];
}

/** Takes out one of several parts, with its comma and, where it has lines of its own, with these. */
export function removeFromFlow(
  layout: Layout,
  collection: Span,
  parts: readonly Span[],
  index: number,
): TextEdit[] {
  const [part, next, before] = [parts[index], parts[index + 1], parts[index - 1]];
  if (part === undefined) return [];
  const comma = commaAfter(layout, part);
  const commaBefore = before === undefined ? undefined : commaAfter(layout, before);
  const dangling =
    next === undefined && comma === undefined && commaBefore !== undefined
      ? [{ start: commaBefore, end: commaBefore + 1, text: '' }]
      : [];
  if (hasOwnLine(layout, collection, parts, index) && (comma !== undefined || next === undefined)) {
    return [...dangling, { start: layout.lineStart(part.start), end: layout.nextLine(part.end), text: '' }];
  }
  if (next !== undefined) {
    const end = Math.min(next.start, comma === undefined ? part.end : blanksFrom(layout.text, comma + 1));
    return [{ start: part.start, end, text: '' }];
  }
  const isOneLine = before !== undefined && !layout.text.slice(before.end, part.start).includes('\n');
  if (isOneLine) return [{ start: before.end, end: part.end, text: '' }];
  return [...dangling, { start: part.start, end: part.end, text: '' }];
}

/** Whether a part stands on lines that it shares with nothing but its comma and a comment. */
function hasOwnLine(layout: Layout, collection: Span, parts: readonly Span[], index: number): boolean {
  const part = parts[index];
  if (part === undefined || !layout.beginsLine(part.start)) return false;
  const line = layout.nextLine(part.end);
  return line <= (parts[index + 1]?.start ?? collection.end - 1);
}

/** The offset of the comma that follows a part on its line. */
function commaAfter(layout: Layout, part: Span): number | undefined {
  const at = blanksFrom(layout.text, part.end);
  return layout.text[at] === ',' ? at : undefined;
}

function blanksFrom(text: string, offset: number): number {
  let at = offset;
  while (text[at] === ' ' || text[at] === '\t') at++;
  return at;
}
