/** A text as a YAML scalar that YAML 1.1 too reads as just that text, in printable ASCII. */

/** Words that YAML 1.1 takes for something else than text (PyYAML's resolver), in any case. */
const WORDS = /^(?:y|n|yes|no|true|false|on|off|null)$/i;

/** Begins like a name or is an IPv4 address; neither is ever a number, a date or an indicator. */
const PLAIN = /^(?:[A-Za-z_][A-Za-z0-9_.-]*|\d+\.\d+\.\d+\.\d+)$/;

export function scalar(text: string): string {
  if (PLAIN.test(text) && !WORDS.test(text)) return text;
  const inside = text
    .replace(/["\\]/g, '\\$&')
    .replace(/[^ -~]/gu, escapeOf)
    // What GitHub's runner would take for a command of ours in a log.
    .replaceAll('##[', '##\\x5b');
  return `"${inside}"`;
}

/** YAML 1.1 section 5.6. ASCII, since Python opens files in the encoding of the machine. */
function escapeOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  if (code.length <= 2) return `\\x${code.padStart(2, '0')}`;
  return code.length <= 4 ? `\\u${code.padStart(4, '0')}` : `\\U${code.padStart(8, '0')}`;
}
