/** TXT values: kept as sent, be it bare text or one or more quoted strings, as long as BIND can publish them. */
import type { Reading } from './reading.ts';

/** RDATA may hold 65,535 octets, one length octet for each 255 of text included (RFC 1035 sections 3.2.1 and 3.3). */
const mostOctets = 65_535;

const anEscape = /\\(\d{3}|.)/gsu;

export function readTxt(text: string): Reading<string> {
  const octets = text.startsWith('"') ? quotedLength(text) : Buffer.byteLength(text);
  if (octets === undefined) return { wrong: 'TXT value has unbalanced quotes.' };
  if (octets + Math.ceil(octets / 255) > mostOctets) return { wrong: 'TXT value is too long.' };
  return { kept: text };
}

/**
 * Octets of text in zone-file form, `"a" "b"` with `\"`, `\\` and `\DDD` (RFC 1035 section 5.1); undefined where it is
 * not wholly made of such strings. Sticky, and at no point with a choice, so that any length is read in one pass.
 */
function quotedLength(text: string): number | undefined {
  const part = /"([^"\\]*(?:\\.[^"\\]*)*)"[ \t]*/suy;
  let octets = 0;
  while (part.lastIndex < text.length) {
    const inside = part.exec(text)?.[1];
    if (inside === undefined) return undefined;
    for (const [, escaped = ''] of inside.matchAll(anEscape)) {
      if (/^\d/.test(escaped) && (escaped.length < 3 || Number(escaped) > 255)) return undefined;
    }
    octets += Buffer.byteLength(inside.replace(anEscape, '.'));
  }
  return octets;
}
