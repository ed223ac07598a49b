/** TXT values in the spelling that the settings ask for. */
import type { Settings } from '../settings.ts';
import { txtOctets } from '../txt-octets.ts';
import { chunks, quote } from '../txt-strings.ts';

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
