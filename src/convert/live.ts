/** A zone of the service as a zone file can say it, and what it cannot say. */
import { compareRecords, type LiveRecord, rrsetKey } from '../model/record.ts';
import { domainOf, type LiveZone } from '../model/zone.ts';
import type { ImportedRecord, ImportedZone, LeftOut } from './imported.ts';
import { ttlText, valueText } from './zone-file.ts';

/** Name servers of the zone itself are the vendor's, and no matter of the file (design section 3) unless that is asked for. */
export function importedLive(
  { name: zone, records, unmanaged }: LiveZone,
  { apexNs = false }: { readonly apexNs?: boolean } = {},
): ImportedZone {
  const leftOut: LeftOut[] = unmanaged.map(({ name, type, value }) => ({
    what: `${type} ${domainOf(name)} ${value}`,
    why: 'a type that is not managed here: it stays as it is',
  }));
  const kept = new Map<string, LiveRecord[]>();
  for (const record of [...records].sort(compareRecords)) {
    if (record.type === 'NS' && record.name === zone && !apexNs) continue;
    if (record.unreadable !== undefined) {
      leftOut.push({ what: describe(record), why: `it cannot be read: ${record.unreadable}` });
      continue;
    }
    const set = kept.get(rrsetKey(record)) ?? [];
    kept.set(rrsetKey(record), set);
    if (set.some(({ value, priority }) => value === record.value && priority === record.priority)) {
      leftOut.push({ what: describe(record), why: 'the same record is there already' });
    } else set.push(record);
  }
  return { zone, records: [...kept.values()].flatMap((set) => withOneTtl(set, leftOut)), leftOut };
}

/** The lowest, by which a resolver that meets several goes (RFC 2181 section 5.2). */
function withOneTtl(set: readonly LiveRecord[], leftOut: LeftOut[]): ImportedRecord[] {
  const ttl = Math.min(...set.map((record) => record.ttl));
  for (const record of set) {
    if (record.ttl === ttl) continue;
    leftOut.push({
      what: describe(record),
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

function describe(record: LiveRecord): string {
  const value = record.unreadable === undefined ? valueText(record) : record.value;
  return `${record.type} ${domainOf(record.name)} ${value}`;
}
