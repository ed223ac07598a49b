/** Text from outside in Markdown and HTML: it stays text, whatever it holds. Both make it {@link safe} first. */
import { safe } from './safe.ts';

/**
 * A code span, in a line or in the cell of a table. In one, GitHub makes no link, mention, image, emoji or tag of
 * anything, which escaping character by character does not give: mentions are looked for after it.
 */
export function codeSpan(text: string): string {
  // A table is cut at its bars before anything else is looked at, code spans too (GFM, section 4.10).
  const shown = safe(text).replaceAll('|', '\\u{7c}');
  const ticks = fence(shown, 1);
  // A blank at each end is taken off again where both are there (CommonMark 6.1); an empty span is none.
  return `${ticks} ${shown === '' ? '-' : shown} ${ticks}`;
}

/** A code block; the lines are made safe one by one. */
export function fenced(language: string, lines: readonly string[]): string[] {
  const ticks = fence(lines.join('\n'), 3);
  return [`${ticks}${language}`, ...lines.map((line) => line.split('\t').map(safe).join('\t')), ticks];
}

/** For the content of an element and for attributes in quotes. */
export function htmlText(text: string): string {
  return safe(text).replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** One backtick more than any run of them in the text. */
export function fence(text: string, least: number): string {
  const longest = (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
  return '`'.repeat(Math.max(least, longest + 1));
}
