/** The one place that makes text from outside (values, names, error words, paths) harmless for a terminal and a log. */

/**
 * What a reader cannot see or a terminal acts on: controls (C0, DEL, C1), format characters (bidi, zero width, tags),
 * blanks other than the space, lone surrogates and what Unicode says to draw as nothing. Trojan Source, CVE-2021-42574.
 */
export const HARMFUL = String.raw`[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]|(?! )\p{Z}`;

/**
 * GitHub's runner runs `##[add-mask]…` wherever it stands in a line of a log (ActionCommand.cs), so that a value could
 * hide the rest of a plan.
 */
const RUNNER_COMMAND = '##[';

/** A backslash counts only where what follows would make it read as an escape of ours. */
const ESCAPED = new RegExp(String.raw`\\(?=x[0-9a-f]{2}|u\{[0-9a-f]{1,6}\})|(?<=##)\[|${HARMFUL}`, 'gu');

/** Nearly all text is this, and plans have hundreds of thousands of texts. */
const PLAIN = /^[ -[\]-~]*$/;

const NOT_ASCII = /[^\n -~]+/g;
const HARMFUL_ANYWHERE = new RegExp(HARMFUL, 'gu');

/**
 * The text with everything harmful written as `\x1b` or `\u{202e}`. All else stays as it is, backslashes too, so that
 * a value can be copied; reading the escapes back gives exactly the text that went in.
 */
export function safe(text: string): string {
  return PLAIN.test(text) && !text.includes(RUNNER_COMMAND) ? text : text.replace(ESCAPED, visible);
}

/** JSON, indented, with what {@link safe} would escape written as `\u202e`: the same JSON, harmless on a terminal. */
export function safeJson(value: unknown): string {
  // JSON.stringify leaves no control outside of strings but the line feeds of its layout, and no command at all.
  return JSON.stringify(value, null, 2)
    .replaceAll(RUNNER_COMMAND, '##\\u005b')
    .replace(NOT_ASCII, (text) =>
      text.replace(HARMFUL_ANYWHERE, (character) => character.split('').map(jsonEscape).join('')),
    );
}

export function visible(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code <= 0xff ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}

function jsonEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
