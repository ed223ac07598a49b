/** How many terminal columns a text takes, and cutting and padding by that measure. */

/** East Asian Wide and Fullwidth (UAX #11) in blocks, and what is drawn as an emoji by default. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}\p{Emoji_Presentation}]/u;
/** Marks are drawn over the character before them. */
const MARK = /[\p{Mn}\p{Me}]/u;
const ASCII = /^[\x20-\x7e]*$/;

/** Columns of a text that has passed {@link safe} and carries no colour. */
export function displayWidth(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

export function padTo(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

/** As much of the beginning as fits. */
export function takeStart(text: string, width: number): string {
  let used = 0;
  let end = 0;
  for (const character of text) {
    used += characterWidth(character);
    if (used > width) break;
    end += character.length;
  }
  return text.slice(0, end);
}

/** As much of the end as fits. */
export function takeEnd(text: string, width: number): string {
  let used = 0;
  let start = text.length;
  while (start > 0) {
    const low = text.charCodeAt(start - 1);
    const length = low >= 0xdc00 && low <= 0xdfff && start > 1 ? 2 : 1;
    used += characterWidth(text.slice(start - length, start));
    if (used > width) break;
    start -= length;
  }
  return text.slice(start);
}

/** The text, its middle left out where it is wider than `width`: what tells long values apart stands at their ends. */
export function elide(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const end = Math.floor((width - 1) / 3);
  return `${takeStart(text, width - 1 - end)}…${takeEnd(text, end)}`;
}

function characterWidth(character: string): number {
  return WIDE.test(character) ? 2 : MARK.test(character) ? 0 : 1;
}
