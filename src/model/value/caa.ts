/** CAA: flags, lower-case tag and the value's octets after unquoting (RFC 8659 §4.1). */
import type { ValueReading } from '../value.ts';
import { decodeQuoted, MOST_OCTETS, quoteOctets } from './quoted.ts';

const SHAPE = /^[ \t]*(\d{1,10})[ \t]+(\S+)[ \t]+(\S[\s\S]*)$/;

export function readCaa(text: string): ValueReading {
  const [, flags, tag, rest] = SHAPE.exec(text) ?? [];
  if (flags === undefined || tag === undefined || rest === undefined) {
    return { problem: { code: 'caa-syntax', message: `CAA value is 'flags tag "value"', not '${text}'` } };
  }
  if (Number(flags) > 255)
    return { problem: { code: 'caa-flags', message: `CAA flags ${flags} is not 0…255` } };
  if (!/^[A-Za-z0-9]{1,255}$/.test(tag)) {
    return { problem: { code: 'caa-tag', message: `CAA tag '${tag}' may hold letters and digits only` } };
  }
  const octets = valueOctets(rest);
  if (typeof octets === 'string') return { problem: { code: 'caa-value', message: octets } };
  if (octets.length > MOST_OCTETS) {
    const message = `${octets.length} octets; the limit is ${MOST_OCTETS}`;
    return { problem: { code: 'caa-value', message } };
  }
  return { value: formatCaa(Number(flags), tag, octets) };
}

/** The text of a CAA record from its fields; `value` is octets, the tag in any case. */
export function formatCaa(flags: number, tag: string, value: Buffer): string {
  // The value is the rest of the RDATA, not a character-string: it is never cut (RFC 8659 §4.1).
  return `${flags} ${tag.toLowerCase()} ${quoteOctets(value, Number.POSITIVE_INFINITY)}`;
}

function valueOctets(text: string): Buffer | string {
  const quoted = decodeQuoted(text);
  if (quoted !== undefined) {
    if ('problem' in quoted) return quoted.problem;
    return quoted.strings === 1 ? quoted.octets : 'CAA value must be one quoted string';
  }
  // BIND reads a bare value up to the first blank or ';' and drops the rest: any account may issue then (dns-rules
  // 3.7). Brackets and backslashes mean something else to it there, too.
  const bare = /^([^\s;"()\\]+)[ \t\n\r]*$/.exec(text)?.[1];
  return bare === undefined
    ? `quote the CAA value: "${text.trimEnd().replaceAll('"', '')}"`
    : Buffer.from(bare, 'utf8');
}
