/** TXT values in the spelling that the settings ask for. */
import type { Settings } from '../settings.ts';
import { txtOctets } from '../txt-octets.ts';

/** Octets of one string (RFC 1035 section 3.3). */
const longestString = 255;

export function spellTxt(value: string, form: Settings['txt']): string {
  switch (form) {
    case 'kept':
      return value;
    case 'raw':
      return bare(value);
    case 'quoted':
      return quote(txtOctets(value));
    case 'chunked':
      return chunks(txtOctets(value)).map(quote).join(' ');
  }
}

/** What bare text cannot say without being read as something else keeps its quotes. */
function bare(value: string): string {
  const octets = txtOctets(value);
  const text = octets.toString('utf8');
  const isText = Buffer.from(text).equals(octets) && !/[\x00-\x1f\x7f]/.test(text);
  return isText && text !== '' && text.trim() === text && !text.startsWith('"') ? text : value;
}

/** An empty text is one empty string. */
function chunks(octets: Buffer): Buffer[] {
  const parts = [octets.subarray(0, longestString)];
  for (let start = longestString; start < octets.length; start += longestString) {
    parts.push(octets.subarray(start, start + longestString));
  }
  return parts;
}

/** What is no printable ASCII is written as `\DDD` (RFC 1035 section 5.1). */
function quote(octets: Buffer): string {
  const text = octets
    .toString('latin1')
    .replace(/["\\]/g, '\\$&')
    .replace(/[^ -~]/g, (octet) => `\\${String(octet.charCodeAt(0)).padStart(3, '0')}`);
  return `"${text}"`;
}
