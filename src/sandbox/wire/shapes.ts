/** Zones and records as the vendor's page shows them. */
import type { DnsRecord } from '../store/op.ts';
import type { ZoneEntry } from '../store/zone-entry.ts';

export interface ZoneShape {
  readonly uuid: string;
  readonly domain: string;
  readonly created_at: string;
  readonly record_count: number;
}

export interface RecordShape {
  readonly uuid: string;
  readonly record_type: string;
  readonly name: string;
  readonly value: string;
  readonly ttl: number;
  readonly priority: number | null;
  readonly created_at: string;
}

export function zoneShape(entry: ZoneEntry): ZoneShape {
  const { uuid, domain, created_at } = entry.zone;
  return { uuid, domain, created_at, record_count: entry.records.size };
}

export function zoneDetailShape(entry: ZoneEntry): ZoneShape & { readonly records: readonly RecordShape[] } {
  return { ...zoneShape(entry), records: Array.from(entry.records.values(), recordShape) };
}

export function recordShape(record: DnsRecord): RecordShape {
  const { uuid, record_type, name, value, ttl, priority, created_at } = record;
  return { uuid, record_type, name, value, ttl, priority, created_at };
}
