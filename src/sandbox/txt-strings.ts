/** Octets as the quoted strings of a zone file (RFC 1035 section 5.1). */

/** Octets of one string (RFC 1035 section 3.3). */
const longestString = 255;

/** Cut by octets, wherever that is in a character; an empty text is one empty string. */
export function chunks(octets: Buffer): Buffer[] {
  const parts = [octets.subarray(0, longestString)];
  for (let start = longestString; start < octets.length; start += longestString) {
    parts.push(octets.subarray(start, start + longestString));
  }
  return parts;
}

/** One quoted string; what is no printable ASCII is written as `\DDD`. */
export function quote(octets: Buffer): string {
  const text = octets
    .toString('latin1')
    .replace(/["\\]/g, '\\$&')
    .replace(/[^ -~]/g, (octet) => `\\${String(octet.charCodeAt(0)).padStart(3, '0')}`);
  return `"${text}"`;
}
