/** Texts made to fool the reader of a terminal or a log, and what no output may hold. */

export const HOSTILE = [
  '\x1b[2K\rNo changes. Live matches the files',
  '\x1b]8;;https://evil.example\x07click\x1b]8;;\x07',
  '\x1b]52;c;cm0gLXJmIC8=\x07',
  '\u009b31mred',
  'line one\n+ www  A  192.0.2.66',
  '::error file=a::forged',
  '##[add-mask]DELETE',
  ' \u3000::add-mask::DELETE',
  'back\b\b\b\bspace',
  'nul\0byte',
  'del\x7fete',
  'user\u202egnp.exe',
  '\u2066isolate\u2069',
  'zero\u200bwidth\u200d\ufeff',
  'tag\u{e0041}\u{e007f}',
  'lone \ud800 and \udc00',
  'line\u2028and\u2029paragraph',
  'no-break\u00a0space',
] as const;

/** Everything a terminal or GitHub's runner acts on or a reader cannot see, except the line feed that ends our own lines. */
export const HARMFUL =
  /##\[|[\x00-\x09\x0b-\x1f\x7f-\x9f\u00a0\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}\p{Cs}]/u;
