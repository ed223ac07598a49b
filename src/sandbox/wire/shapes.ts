/** Zones and records as the vendor's page shows them, in the spelling of the settings. */
import { listedRecords, serviceRecords } from '../service-records.ts';
import type { Settings } from '../settings.ts';
import type { DnsRecord } from '../store/op.ts';
import type { ZoneEntry } from '../store/zone-entry.ts';
import { spell } from './spelling.ts';

/** With what the page does not know, where the settings say so. */
interface Extra {
  readonly [field: string]: unknown;
}

export interface ZoneShape extends Extra {
  readonly uuid: string;
  readonly domain: string;
  readonly created_at: string;
  readonly record_count: number;
}

export interface RecordShape extends Extra {
  readonly uuid: string;
  readonly record_type: string;
  readonly name: string;
  readonly value: string;
  readonly ttl: number;
  readonly priority?: number | null;
  readonly created_at: string;
}

export function zoneShape(entry: ZoneEntry, settings: Settings): ZoneShape {
  const { uuid, domain, created_at } = entry.zone;
  const record_count = entry.records.size + serviceRecords(entry.zone, settings).length;
  const shape = { uuid, domain, created_at, record_count };
  return settings.extra_fields ? { ...extraOfZone, ...shape } : shape;
}

export function zoneDetailShape(
  entry: ZoneEntry,
  settings: Settings,
): ZoneShape & { readonly records: readonly RecordShape[] } {
  const { domain } = entry.zone;
  const records = listedRecords(entry, settings).map((record) => recordShape(record, domain, settings));
  return { ...zoneShape(entry, settings), records };
}

/** @param domain of the record's zone */
export function recordShape(record: DnsRecord, domain: string, settings: Settings): RecordShape {
  const { uuid, record_type, ttl, created_at } = record;
  const { name, value } = spell(record, domain, settings);
  const shape = { uuid, record_type, name, value, ttl, ...priorityOf(record, settings), created_at };
  return settings.extra_fields ? { ...extraOfRecord, zone: record.zone, ...shape } : shape;
}

function priorityOf({ priority }: DnsRecord, settings: Settings): { priority?: number | null } {
  if (priority !== null || settings.priority === 'null') return { priority };
  return settings.priority === 'zero' ? { priority: 0 } : {};
}

const extraOfZone: Extra = {
  id: 7,
  status: 'active',
  nameservers: ['ns1.vps-sandbox.invalid'],
  dnssec: { enabled: false, keys: [] },
  updated_at: null,
};

const extraOfRecord: Extra = {
  id: 4711,
  type: 'record',
  content: null,
  disabled: false,
  tags: [],
  updated_at: '2026-01-01T00:00:00Z',
};
