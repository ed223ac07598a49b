/** A record as a line of a zone file (RFC 1035 §5.1): absolute names, ttl in seconds, strings quoted. */
import type { DnsRecord } from '../model/record.ts';
import { presentRdata } from '../model/value/rdata.ts';
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
    rdata: unreadable === undefined ? presentRdata(record) : safe(value),
  };
}
