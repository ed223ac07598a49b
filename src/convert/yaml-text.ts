/** Writes a text as a YAML scalar on one line: plain where every reader of YAML gives it back as that text, else in double quotes. */

/** Begins and goes on with what no indicator of YAML is; sharper than YAML 1.2 section 7.3.3, which needs context. */
const PLAIN = /^(?:[A-Za-z0-9_.~/+=$^();\\\xa1-\uffff]|:(?=[A-Za-z0-9_:]))[ -~\xa1-\uffff]*$/;

/** What ends a plain text, or a key in it. */
const ENDS = /: | #|:$|^ | $/;

/**
 * What YAML 1.1 or the core schema of 1.2 take for a number, a date, a boolean, null or a merge: dnssync reads texts as
 * they stand, an editor or a script may not. Addresses (192.0.2.1) are numbers to none of them.
 */
const NO_TEXT =
  /^(?:[-+]?(?:0[xo][\da-f_]+|[\d_]*(?:\.[\d_]*)?(?:e[-+]?\d+)?|\.inf|\.nan)|[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?|\d{4}-\d\d?-\d\d?.*|~|null|true|false|yes|no|on|off|y|n|=|<<)$/i;

/** What cannot be seen in an editor, or turns the text around it; tabs and halves of characters among it. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]|(?! )\p{Z}/gu;
const HIDES = new RegExp(HIDDEN.source, 'u');

/** What GitHub's runner takes for a command of ours where a file is printed in a log (render/safe.ts). */
const COMMAND = '##[';

export function yamlText(text: string): string {
  const isPlain =
    PLAIN.test(text) &&
    !ENDS.test(text) &&
    !NO_TEXT.test(text) &&
    !HIDES.test(text) &&
    !text.includes(COMMAND);
  return isPlain
    ? text
    : `"${text.replace(/["\\]/g, '\\$&').replace(HIDDEN, escapeOf).replaceAll(COMMAND, '##\\x5b')}"`;
}

/** YAML 1.2 section 5.7. */
function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code === 0x09) return '\\t';
  const digits = code.toString(16);
  if (code <= 0xff) return `\\x${digits.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${digits.padStart(4, '0')}` : `\\U${digits.padStart(8, '0')}`;
}
