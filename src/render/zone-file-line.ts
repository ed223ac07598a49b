/** A record as a line of a zone file (RFC 1035 §5.1): absolute names, ttl in seconds, strings quoted. */
import type { DnsRecord } from '../model/record.ts';
import { quoteOctets } from '../model/value/quoted.ts';
import { txtOctets } from '../model/value/txt.ts';
import { safe } from './safe.ts';

/** The fields of the line; whoever prints several may align them. */
export interface ZoneFileFields {
  readonly owner: string;
  readonly ttl: string;
  readonly type: string;
  readonly rdata: string;
}

/** A live value that could not be read has no zone-file form and stands as the service gave it. */
export function zoneFileFields(record: DnsRecord & { readonly unreadable?: string }): ZoneFileFields {
  const { name, ttl, type, value, unreadable } = record;
  return {
    owner: safe(name),
    ttl: String(ttl),
    type,
    rdata: unreadable === undefined ? harmless(rdata(record)) : safe(value),
  };
}

/** What GitHub's runner would take for a command of ours (see {@link safe}), in the escape of zone files. */
function harmless(text: string): string {
  return text.replaceAll('##[', '##\\091');
}

function rdata({ type, value, priority }: DnsRecord): string {
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
