/** RDATA as octets, which RFC 3597 §5 lets a zone file give for any type: `\# 4 C0000201`. */
import type { RecordType } from '../../model/record.ts';
import { quoteOctets } from '../../model/value/quoted.ts';

/** The same as text of the type's own form, one text a field; or what is wrong with the octets. */
export function fieldsOf(type: RecordType, octets: Buffer): string[] | { readonly problem: string } {
  const wrong = { problem: `${octets.length} octets are no RDATA of type ${type}` };
  switch (type) {
    case 'A':
      return octets.length === 4 ? [[...octets].join('.')] : wrong;
    case 'AAAA': {
      if (octets.length !== 16) return wrong;
      return [(octets.toString('hex').match(/.{4}/g) ?? []).join(':')];
    }
    case 'CNAME':
    case 'NS':
      return named(octets, 0) ?? wrong;
    case 'MX':
      return octets.length > 2 ? (named(octets, 1) ?? wrong) : wrong;
    case 'SRV':
      return octets.length > 6 ? (named(octets, 3) ?? wrong) : wrong;
    case 'TXT':
      return strings(octets) ?? wrong;
    case 'CAA': {
      const [flags, length = 0] = octets;
      if (flags === undefined || length === 0 || octets.length < 2 + length) return wrong;
      const tag = octets.toString('latin1', 2, 2 + length);
      return [String(flags), tag, quoteOctets(octets.subarray(2 + length), Number.POSITIVE_INFINITY)];
    }
  }
}

/** So many numbers of 16 bits, then a name without compression that ends where the octets do. */
function named(octets: Buffer, numbers: number): string[] | undefined {
  const fields = Array.from({ length: numbers }, (_, at) => String(octets.readUInt16BE(2 * at)));
  let name = '';
  let at = 2 * numbers;
  for (;;) {
    const length = octets[at];
    if (length === undefined || length > 63) return undefined;
    at++;
    if (length === 0) break;
    for (const octet of octets.subarray(at, at + length)) name += escaped(octet);
    name += '.';
    at += length;
  }
  return at === octets.length ? [...fields, name === '' ? '.' : name] : undefined;
}

function escaped(octet: number): string {
  const character = String.fromCharCode(octet);
  return /[A-Za-z0-9_*-]/.test(character) ? character : `\\${String(octet).padStart(3, '0')}`;
}

function strings(octets: Buffer): string[] | undefined {
  const found: string[] = [];
  for (let at = 0; at < octets.length; ) {
    const length = octets[at] ?? 0;
    if (at + 1 + length > octets.length) return undefined;
    found.push(quoteOctets(octets.subarray(at + 1, at + 1 + length)));
    at += 1 + length;
  }
  return found.length === 0 ? undefined : found;
}
