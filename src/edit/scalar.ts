/** Writes a text as a YAML scalar that reads back as that text, here and with other readers of YAML. */
import type { YamlText } from '../load/tree.ts';

/** The text without quotes where that is safe, else in double quotes. */
export function scalar(text: string, isInFlow = false): string {
  return isPlain(text, isInFlow) ? text : doubleQuoted(text);
}

/** The same in the style of a scalar that it takes the place of: quotes that somebody chose stay. */
export function scalarLike(node: YamlText, source: string, text: string, isInFlow: boolean): string {
  if (node.style !== 'quoted') return scalar(text, isInFlow);
  return source[node.start] === "'" && !UNSAFE.test(text)
    ? `'${text.replaceAll("'", "''")}'`
    : doubleQuoted(text);
}

/** Whether a text can stand without quotes: it begins with no sign of YAML's, holds none, and looks like no number. */
export function isPlain(text: string, isInFlow = false): boolean {
  return (
    /^(?:[\w.~/+=$^();\\<\xa1-\uffff]|[-:](?=[\w:~]))/.test(text) &&
    text.trim() === text &&
    !UNSAFE.test(text) &&
    !/:(?:\s|$)|\s#|^(?:---|\.\.\.|<<$)/.test(text) &&
    !NO_TEXT.test(text) &&
    // A comma would end it, and a '=' or a quote looks like what a comma has cut.
    !(isInFlow && /[^\w.:/*+ \xa1-\uffff-]/.test(text))
  );
}

/** Readers with the core schema take these for null, true, false and numbers; those of YAML 1.1 for still more. */
const NO_TEXT =
  /^(?:~|null|true|false|yes|no|on|off|y|n|[-+]?(?:\d[\d_]*(?:\.[\d_]*)?|\.\d+)(?:e[-+]?\d+)?|0x[\da-f]+|0o[0-7]+|[-+]?\.inf|\.nan|[-+]?\d+(?::[0-5]?\d)+(?:\.\d*)?|\d{4}-\d\d?-\d\d?.*)$/i;

/** Controls, halves of characters, and what cannot be seen or ends a line for some readers. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]|(?! )\p{Z}/u;
const UNSAFE_OR_QUOTED = /["\\\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]|(?! )\p{Z}/gu;

export function doubleQuoted(text: string): string {
  return `"${text.replace(UNSAFE_OR_QUOTED, escaped)}"`;
}

function escaped(character: string): string {
  if (character === '"' || character === '\\') return `\\${character}`;
  if (character === '\t') return '\\t';
  if (character === '\n') return '\\n';
  const code = character.codePointAt(0) ?? 0;
  const hex = (digits: number): string => code.toString(16).padStart(digits, '0');
  return code <= 0xff ? `\\x${hex(2)}` : code <= 0xffff ? `\\u${hex(4)}` : `\\U${hex(8)}`;
}
