/** Records, the file's and live ones, as a zone that the rules can judge: each finding points at a record. */
import { type Fqdn, presentOwner } from '../model/name.ts';
import { type DnsRecord, isRecordType } from '../model/record.ts';
import { domainOf, type UnmanagedRecord } from '../model/zone.ts';
import type { JudgedName, JudgedZone } from '../rules/zone.ts';
import { getOrAdd, groupBy } from './grouped.ts';

export type Placed = DnsRecord | UnmanagedRecord;
/** Undefined for a zone as a whole. */
export type Place = Placed | undefined;

export function judgedZone(zone: Fqdn, records: readonly Placed[]): JudgedZone<Place> {
  return zoneWith(zone, namesOf(zone, records));
}

/** The zone of some records with others beside them; names that have none of the others are the same objects. */
export function zoneBeside(
  { name: zone, names }: JudgedZone<Place>,
  records: readonly Placed[],
  others: readonly Placed[],
): JudgedZone<Place> {
  if (others.length === 0) return zoneWith(zone, names);
  const touched = new Set(others.map(({ name }) => name));
  const here = records.filter(({ name }) => touched.has(name));
  return zoneWith(zone, new Map([...names, ...namesOf(zone, [...here, ...others])]));
}

export function isKnown(record: Placed): record is DnsRecord {
  return 'ttl' in record;
}

type Names = ReadonlyMap<Fqdn, JudgedName<Place>>;

function zoneWith(name: Fqdn, names: Names): JudgedZone<Place> {
  return { name, at: undefined, names, describe };
}

function namesOf(zone: Fqdn, records: readonly Placed[]): Names {
  const byName = groupBy(records, ({ name }) => name);
  return new Map([...byName].map(([name, here]) => [name, nameWith(name, here, zone)]));
}

function nameWith(name: Fqdn, here: readonly Placed[], zone: Fqdn): JudgedName<Place> {
  const types = new Map<string, Placed[]>();
  for (const record of here) getOrAdd(types, record.type, () => []).push(record);
  const foreign = [...types.keys()].filter((type) => !isRecordType(type));
  const rrsets = [...types].flatMap(([type, set]) => {
    const [first] = set;
    if (!isRecordType(type) || first === undefined) return [];
    const known = set.filter(isKnown);
    const values = known.filter(isReadable).map((record) => ({ ...record, at: record }));
    return [{ type, ttl: known[0]?.ttl ?? 0, at: first, values }];
  });
  const written = presentOwner(name, zone);
  return { name, written, at: here[0], rrsets, ...(foreign.length > 0 && { foreign }) };
}

function isReadable(record: DnsRecord): boolean {
  return !('unreadable' in record) || record.unreadable === undefined;
}

function describe(place: Place): string {
  if (place === undefined) return 'in this zone';
  return 'id' in place ? `the live record ${place.id}` : `the file's ${place.type} ${domainOf(place.name)}`;
}
