/** Zones of the service as a zone file can say them, and what it cannot say; and the other way round. */
import { type Fqdn, presentOwner } from '../model/name.ts';
import { compareRecords, type LiveRecord, rrsetKey, type SourcePosition } from '../model/record.ts';
import { ttlText } from '../model/ttl.ts';
import type { LiveZone } from '../model/zone.ts';
import type { ImportedRecord, ImportedZone, LeftOut } from './imported.ts';
import { valueText } from './zone-file.ts';

/** Name servers of the zone itself are the vendor's, and no matter of the file (design section 3) unless that is asked for. */
export function importedLive(
  { name: zone, records, unmanaged }: LiveZone,
  { apexNs = false }: { readonly apexNs?: boolean } = {},
): ImportedZone {
  const leftOut: LeftOut[] = unmanaged.map(({ name, type, value }) => ({
    what: `${presentOwner(name, zone)} ${type} ${value}`,
    why: 'a type that is not managed here: it stays as it is',
  }));
  const kept = new Map<string, LiveRecord[]>();
  for (const record of [...records].sort(compareRecords)) {
    if (record.type === 'NS' && record.name === zone && !apexNs) continue;
    if (record.unreadable !== undefined) {
      leftOut.push({ what: describe(record, zone), why: `it cannot be read: ${record.unreadable}` });
      continue;
    }
    const set = kept.get(rrsetKey(record)) ?? [];
    kept.set(rrsetKey(record), set);
    if (set.some(({ value, priority }) => value === record.value && priority === record.priority)) {
      leftOut.push({ what: describe(record, zone), why: 'the same record is there already' });
    } else set.push(record);
  }
  return { zone, records: [...kept.values()].flatMap((set) => withOneTtl(set, zone, leftOut)), leftOut };
}

/** The lowest, by which a resolver that meets several goes (RFC 2181 section 5.2). */
function withOneTtl(set: readonly LiveRecord[], zone: Fqdn, leftOut: LeftOut[]): ImportedRecord[] {
  const ttl = Math.min(...set.map((record) => record.ttl));
  for (const record of set) {
    if (record.ttl === ttl) continue;
    leftOut.push({
      what: describe(record, zone),
      why: `its ttl ${ttlText(record.ttl)}: another record of its name and type has ${ttlText(ttl)}`,
    });
  }
  return set.map(({ name, type, value, priority }) => ({
    name,
    type,
    value,
    ttl,
    ...(priority === undefined ? {} : { priority }),
  }));
}

function describe(record: LiveRecord, zone: Fqdn): string {
  const value = record.unreadable === undefined ? valueText(record) : record.value;
  return `${presentOwner(record.name, zone)} ${record.type} ${value}`;
}

/** An imported zone as if the service held it; a record is known by its place. */
export function liveFromImport({ zone, records, leftOut }: ImportedZone): LiveZone {
  const id = (place: SourcePosition | undefined, index: number): string =>
    place === undefined ? `${index}` : `${place.file}:${place.line}:${place.column}:${index}`;
  return {
    id: zone,
    name: zone,
    records: records.map(({ place, ...record }, index) => ({
      ...record,
      id: id(place, index),
      createdAt: '',
    })),
    unmanaged: leftOut.flatMap(({ foreign, place }, index) =>
      foreign === undefined ? [] : [{ ...foreign, id: id(place, records.length + index) }],
    ),
  };
}
