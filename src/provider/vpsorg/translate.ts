/** The vendor's zones and records in the model's words, and back. */
import { type Fqdn, foldCase, presentOwner, readAbsoluteName, readLiveOwner } from '../../model/name.ts';
import { type DnsRecord, isRecordType, type LiveRecord, type RecordType } from '../../model/record.ts';
import { readValue } from '../../model/value.ts';
import type { LiveZone, UnmanagedRecord, ZoneSummary } from '../../model/zone.ts';
import type { WireRecord, WireZone } from './wire.ts';

/** What a create and an update send: always the whole record, so that a repeat writes the same (design section 5). */
export interface WireRecordBody {
  readonly record_type: RecordType;
  readonly name: string;
  readonly value: string;
  readonly ttl: number;
  readonly priority: number | null;
}

export function toWire(record: DnsRecord, zone: Fqdn): WireRecordBody {
  return {
    record_type: record.type,
    name: presentOwner(record.name, zone),
    value: record.value,
    ttl: record.ttl,
    priority: record.priority ?? null,
  };
}

export function toSummary(wire: WireZone): ZoneSummary {
  return { id: wire.uuid, name: zoneName(wire.domain), recordCount: wire.record_count };
}

export function toLiveZone(
  zone: Pick<ZoneSummary, 'id' | 'name'>,
  wireRecords: readonly WireRecord[],
): LiveZone {
  const records: LiveRecord[] = [];
  const unmanaged: UnmanagedRecord[] = [];
  for (const wire of wireRecords) {
    const type = wire.record_type.toUpperCase();
    if (isRecordType(type)) records.push(toLiveRecord(wire, type, zone.name));
    else
      unmanaged.push({ id: wire.uuid, type, name: readLiveOwner(wire.name, zone.name), value: wire.value });
  }
  return { id: zone.id, name: zone.name, records, unmanaged };
}

/** Total: what cannot be read keeps the service's text and says why. */
function toLiveRecord(wire: WireRecord, type: RecordType, zone: Fqdn): LiveRecord {
  const needsPriority = type === 'MX' || type === 'SRV';
  // The other types have none in their DNS data; services fill the column with null or 0.
  const priority = needsPriority && wire.priority !== null ? { priority: wire.priority } : {};
  const reading = readValue(type, wire.value);
  const problem =
    reading.problem?.message ??
    (needsPriority && !isPriority(wire.priority) ? `${type} without a priority of 0…65535` : undefined);
  return {
    id: wire.uuid,
    type,
    name: readLiveOwner(wire.name, zone),
    value: problem === undefined && reading.value !== undefined ? reading.value : wire.value,
    ttl: wire.ttl,
    ...priority,
    createdAt: wire.created_at,
    ...(problem === undefined ? {} : { unreadable: problem }),
  };
}

function isPriority(priority: number | null): boolean {
  return priority !== null && priority >= 0 && priority <= 65535;
}

/** Total, as {@link readLiveOwner}: a zone whose name cannot be read is listed under its own text. */
function zoneName(domain: string): Fqdn {
  const bare = domain.endsWith('.') ? domain : `${domain}.`;
  return readAbsoluteName(domain).name ?? (foldCase(bare) as Fqdn);
}
