/** When two records say the same DNS data: what a unique constraint and the checker compare. */
import { compressIpv6 } from './ipv6.ts';
import { foldCase } from './names.ts';
import type { RecordFields } from './store/op.ts';
import { txtOctets } from './txt-octets.ts';

/**
 * One string for all spellings of one record. The value stands last: it alone may hold any character.
 * @param owner as shortName() gives it
 */
export function identity(owner: string, { record_type, priority, value }: RecordFields): string {
  // The priority is DNS data where the type has one (RFC 1035 section 3.3.9, RFC 2782), else a mere column.
  const rank = record_type === 'MX' || record_type === 'SRV' ? priority : '';
  return `${record_type}\n${owner}\n${rank}\n${sameValue(record_type, value)}`;
}

function sameValue(type: string, value: string): string {
  switch (type) {
    case 'AAAA':
      return compressIpv6(value);
    case 'TXT':
      return txtOctets(value).toString('latin1');
    case 'CNAME':
    case 'MX':
    case 'NS':
    case 'SRV':
      return foldCase(value).replace(/(?<=[^ ])\.$/, '');
    case 'CAA':
      // The tag has no case (RFC 8659 section 4.1), the value has.
      return value.replace(
        /^(\d+)[ \t]+([A-Za-z0-9]+)[ \t]+/,
        (_, flags, tag) => `${flags} ${foldCase(tag)} `,
      );
    default:
      return value;
  }
}
