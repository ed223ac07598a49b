/** Writes a line of the user's file anew with one part of it set right, for messages that show the exact line to write. */
import type { Source, Span } from './source.ts';

/** Longer lines are cut short in messages. */
const LONGEST = 500;

/** The line a span begins in, without its indentation, with the span (as far as it is on that line) replaced. */
export function rewriteLine(source: Source, span: Span, replacement: string): string {
  const line = source.lineAt(span.start);
  const column = source.position(span.start).column - 1;
  const rest = line.slice(column + (span.end - span.start));
  const rewritten = `${line.slice(0, column)}${replacement}${rest}`.trim();
  return rewritten.length > LONGEST ? `${rewritten.slice(0, LONGEST)} …` : rewritten;
}

/** The text as a quoted YAML scalar, in the style that leaves most of it as it is. */
export function quoteText(text: string): string {
  return /["\\]/.test(text) ? `'${text.replaceAll("'", "''")}'` : `"${text}"`;
}
