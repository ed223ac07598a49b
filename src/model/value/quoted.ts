/** Quoted strings of the zone-file form (RFC 1035 §5.1): reading them into octets and writing octets as them. */

/**
 * The most octets a value may hold: RDATA has 65,535 with a length octet for each 255, and BIND runs out of space a
 * little earlier (dns-rules 3.6).
 */
export const MOST_OCTETS = 65_000;

/** Reads text that is wholly one or more quoted strings; undefined where it is anything else. Linear in its length. */
export function decodeQuoted(
  text: string,
): { octets: Buffer; strings: number } | { problem: string } | undefined {
  if (!/^[ \t\n\r]*"/.test(text)) return undefined;
  const source = Buffer.from(text, 'utf8');
  const octets = Buffer.alloc(source.length);
  let length = 0;
  let strings = 0;
  let problem: string | undefined;
  let at = 0;
  for (;;) {
    while (source[at] === 0x20 || source[at] === 0x09 || source[at] === 0x0a || source[at] === 0x0d) at++;
    if (at === source.length) break;
    if (source[at] !== 0x22) return undefined;
    at++;
    for (; source[at] !== 0x22; at++) {
      if (at >= source.length) return undefined;
      if (source[at] !== 0x5c) {
        octets[length++] = source[at] ?? 0;
        continue;
      }
      at++;
      if (at >= source.length) return undefined;
      const digits = /^\d{1,3}/.exec(source.toString('latin1', at, at + 3))?.[0];
      if (digits === undefined) {
        octets[length++] = source[at] ?? 0;
        continue;
      }
      if (digits.length < 3 || Number(digits) > 255) {
        problem ??= `'\\${digits}' is no octet: an escape has three digits, from \\000 to \\255`;
      }
      octets[length++] = Number(digits);
      at += digits.length - 1;
    }
    at++;
    strings++;
  }
  return problem === undefined ? { octets: octets.subarray(0, length), strings } : { problem };
}

/** Writes octets as quoted strings of at most `longest` octets each (RFC 1035 §3.3: 255), `\DDD` outside printable ASCII. */
export function quoteOctets(octets: Buffer, longest = 255): string {
  const strings: string[] = [];
  for (let start = 0; start === 0 || start < octets.length; start += longest) {
    let string = '';
    for (const octet of octets.subarray(start, start + longest)) {
      if (octet === 0x22 || octet === 0x5c) string += `\\${String.fromCharCode(octet)}`;
      else if (octet < 0x20 || octet > 0x7e) string += `\\${String(octet).padStart(3, '0')}`;
      else string += String.fromCharCode(octet);
    }
    strings.push(`"${string}"`);
  }
  return strings.join(' ');
}
