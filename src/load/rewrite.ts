/** Writes a line of the user's file anew with one part of it set right, for messages that show the exact line to write. */
import type { Source, Span } from './source.ts';

/** Longer lines are cut short in messages, on both sides of what was set right. */
const LONGEST = 500;
const MOST_BESIDE = 200;

/**
 * The line a span begins in, without its indentation, with the span (as far as it is on that line) replaced. In
 * constant time for a long line: it may hold a hundred thousand spans.
 */
export function rewriteLine(source: Source, span: Span, replacement: string): string {
  const line = source.lineAt(span.start);
  const column = source.position(span.start).column - 1;
  const after = column + (span.end - span.start);
  if (line.length <= LONGEST) return `${line.slice(0, column)}${replacement}${line.slice(after)}`.trim();
  const before = cutStart(line, column - MOST_BESIDE, column).trimStart();
  const middle = cutEnd(replacement, 0, LONGEST);
  return `${before}${middle}${cutEnd(line, after, after + MOST_BESIDE)}`.trim();
}

/** The text between two offsets, with a sign that it goes on before. */
function cutStart(text: string, start: number, end: number): string {
  return start > 0 ? `… ${text.slice(start, end)}` : text.slice(0, end);
}

function cutEnd(text: string, start: number, end: number): string {
  return end < text.length ? `${text.slice(start, end)} …` : text.slice(start, end);
}

/** The text as a quoted YAML scalar, in the style that leaves most of it as it is. */
export function quoteText(text: string): string {
  return /["\\]/.test(text) ? `'${text.replaceAll("'", "''")}'` : `"${text}"`;
}
