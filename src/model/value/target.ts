/** What a record points at: the name in its data that must exist for it to be of use. */
import type { Fqdn } from '../name.ts';
import type { DnsRecord, LiveRecord } from '../record.ts';

/**
 * The target of a CNAME, MX, NS or SRV in canonical form; undefined for other types, for '.' (no service), and for a
 * live value that could not be read.
 */
export function targetOf(
  record: Pick<DnsRecord, 'type' | 'value'> & Pick<LiveRecord, 'unreadable'>,
): Fqdn | undefined {
  if (record.unreadable !== undefined) return undefined;
  switch (record.type) {
    case 'CNAME':
    case 'MX':
    case 'NS':
      return record.value === '.' ? undefined : (`${record.value}.` as Fqdn);
    case 'SRV': {
      const target = record.value.slice(record.value.lastIndexOf(' ') + 1);
      return target === '.' ? undefined : (`${target}.` as Fqdn);
    }
    default:
      return undefined;
  }
}
