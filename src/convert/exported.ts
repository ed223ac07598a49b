/** What an export writes of a zone, whichever side it comes from: records that every format can say, and what it leaves out. */
import { type Fqdn, isInZone, presentOwner, readAbsoluteName } from '../model/name.ts';
import { compareRecords, type DnsRecord, identityOf } from '../model/record.ts';
import type { DesiredZone, LiveZone } from '../model/zone.ts';
import type { LeftOut } from './imported.ts';

export interface ExportedZone {
  readonly zone: Fqdn;
  /** In the order of {@link compareRecords}; names and values are canonical, and no two records are the same. */
  readonly records: readonly DnsRecord[];
  readonly leftOut: readonly LeftOut[];
}

/** A zone as a foreign format has it. */
export interface ExportedText {
  readonly text: string;
  /** What the text does not say, or not in the same way. */
  readonly leftOut: readonly LeftOut[];
}

export function exportedFiles({ name, records }: DesiredZone): ExportedZone {
  return { zone: name, records: records.map(dataOf).sort(compareRecords), leftOut: [] };
}

/** The service may hold anything: what cannot be read, what is not managed, and the same thing twice. */
export function exportedLive({ name: zone, records, unmanaged }: LiveZone): ExportedZone {
  const leftOut: LeftOut[] = [];
  const seen = new Set<string>();
  const kept: DnsRecord[] = [];
  for (const record of [...records].sort(compareRecords)) {
    const { name, unreadable } = record;
    const identity = identityOf(record);
    const why =
      unreadable ??
      (readAbsoluteName(name).name === name && isInZone(name, zone)
        ? seen.has(identity)
          ? 'the zone holds it twice; it is written once'
          : undefined
        : 'its name cannot be read');
    if (why === undefined) kept.push(dataOf(record));
    else leftOut.push({ what: describe(record, zone), why });
    seen.add(identity);
  }
  for (const { name, type, value } of unmanaged) {
    const what = `${presentOwner(name, zone)} ${type} ${value}`;
    leftOut.push({ what, why: 'dnssync does not manage this type' });
  }
  return { zone, records: kept, leftOut };
}

/** Name, type and value in one line. */
export function describe({ name, type, value, priority }: DnsRecord, zone: Fqdn): string {
  const owner = presentOwner(name, zone);
  return `${owner} ${type} ${priority === undefined ? '' : `${priority} `}${value}`;
}

/** The record alone: neither its place nor its uuid. */
function dataOf({ name, type, value, ttl, priority }: DnsRecord): DnsRecord {
  return { name, type, value, ttl, ...(priority === undefined ? {} : { priority }) };
}
