/** A record's data as a zone file has it (RFC 1035 §5.1): printable ASCII, targets absolute, strings quoted and cut. */
import type { RecordData } from '../record.ts';
import { quoteOctets } from './quoted.ts';
import { txtOctets } from './txt.ts';

/** Of a value in canonical form. */
export function presentRdata(data: Omit<RecordData, 'ttl'>): string {
  // GitHub's runner would take it for a command of ours in a log (render/safe.ts); this is the escape of zone files.
  return rdata(data).replaceAll('##[', '##\\091');
}

function rdata({ type, value, priority }: Omit<RecordData, 'ttl'>): string {
  switch (type) {
    case 'TXT':
      return quoteOctets(txtOctets(value));
    case 'CNAME':
    case 'NS':
      return absolute(value);
    case 'MX':
    case 'SRV':
      return `${priority ?? 0} ${absolute(value)}`;
    default:
      return value;
  }
}

/** The API's host names lack the final dot, without which a zone file would append the zone. The root is one already. */
function absolute(value: string): string {
  return value.endsWith('.') ? value : `${value}.`;
}
