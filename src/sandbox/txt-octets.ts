/** The octets a TXT value stands for, whichever way it is written (RFC 1035 sections 3.3.14 and 5.1). */

/** One quoted string with the blanks behind it. Sticky and never with a choice, so that any length is one pass. */
const quotedPart = /"([^"\\]*(?:\\.[^"\\]*)*)"[ \t]*/suy;

/**
 * `"a" "b"` with `\"`, `\\` and `\DDD` is decoded and joined; any other text is its own UTF-8, backslashes included.
 * Total: what begins as a quoted string and is none is taken as bare text.
 */
export function txtOctets(text: string): Buffer {
  const parts: Buffer[] = [];
  const part = new RegExp(quotedPart);
  while (part.lastIndex < text.length) {
    const inside = part.exec(text)?.[1];
    if (inside === undefined) return Buffer.from(text);
    parts.push(decode(inside));
  }
  return parts.length === 0 ? Buffer.from(text) : Buffer.concat(parts);
}

function decode(inside: string): Buffer {
  if (!inside.includes('\\')) return Buffer.from(inside);
  const parts: Buffer[] = [];
  for (const [token] of inside.matchAll(/[^\\]+|\\\d{3}|\\./gsu)) {
    if (/^\\\d{3}$/.test(token)) parts.push(Buffer.from([Number(token.slice(1)) & 255]));
    else parts.push(Buffer.from(token.startsWith('\\') ? token.slice(1) : token));
  }
  return Buffer.concat(parts);
}
