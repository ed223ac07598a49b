/** Writes a zone file: records in, the text of a file out that loading reads back as just these records. */
import { domainToUnicode } from 'node:url';
import { type Fqdn, presentOwner, readAbsoluteName, readOwner } from '../model/name.ts';
import { compareRecords, compareText, type DnsRecord, rrsetKey } from '../model/record.ts';
import { ttlText } from '../model/ttl.ts';
import { domainOf } from '../model/zone.ts';
import { yamlText } from './yaml-text.ts';

export interface ZoneFileOptions {
  /** Where an editor finds the schema, as seen from the file; no line for it where absent. */
  readonly schema?: string;
  /** Present where the file's name does not say which zone it is. */
  readonly named?: true;
  /** Rules that these records break and that may be set, by name, each with the reason that the file gives for it. */
  readonly lowered?: ReadonlyMap<string, string>;
}

/** @param records those of one RRset share a ttl, and no two are the same */
export function zoneFile(zone: Fqdn, records: readonly DnsRecord[], options: ZoneFileOptions = {}): string {
  return zoneFileLines(zone, records, options)
    .map(({ text }) => `${text}\n`)
    .join('');
}

/** A line of a zone file, and the records that it is about: one, those of an RRset, or those of a name. */
export interface ZoneFileLine<R extends DnsRecord> {
  readonly text: string;
  readonly records: readonly R[];
}

/** As {@link zoneFile}, line by line. */
export function zoneFileLines<R extends DnsRecord>(
  zone: Fqdn,
  records: readonly R[],
  { schema, named, lowered }: ZoneFileOptions = {},
): ZoneFileLine<R>[] {
  const lines: ZoneFileLine<R>[] = [];
  const push = (text: string, about: readonly R[] = []): void => {
    lines.push({ text, records: about });
  };
  if (schema !== undefined) push(`# yaml-language-server: $schema=${schema}`);
  if (named) push(`zone: ${yamlText(inUnicode(domainOf(zone), isZone(zone)))}`);
  const sets = setsOf([...records].sort(compareRecords));
  const common = commonTtl(sets);
  if (common !== undefined) push(`ttl: ${ttlText(common)}`);
  if (lowered !== undefined && lowered.size > 0) push('lint:');
  for (const [rule, reason] of [...(lowered ?? [])].sort(([a], [b]) => compareText(a, b))) {
    push(`  ${rule}:`);
    push('    level: warn');
    push(`    reason: ${yamlText(reason)}`);
  }
  push(sets.length === 0 ? 'allow_empty: true' : 'records:');
  for (const [index, set] of sets.entries()) {
    const [{ name, type, ttl }] = set;
    if (sets[index - 1]?.[0].name !== name)
      push(`  ${yamlText(ownerText(name, zone))}:`, atName(sets, index));
    if (ttl === common) pushValues(push, '    ', type, set);
    else {
      push(`    ${type}:`, set);
      push(`      ttl: ${ttlText(ttl)}`, set);
      pushValues(push, '      ', 'values', set);
    }
  }
  return lines;
}

type RRset<R extends DnsRecord = DnsRecord> = readonly [R, ...R[]];

/** Records of one name and type; sorted ones stand together. */
function setsOf<R extends DnsRecord>(sorted: readonly R[]): RRset<R>[] {
  const sets: [R, ...R[]][] = [];
  for (const record of sorted) {
    const last = sets.at(-1);
    if (last !== undefined && rrsetKey(last[0]) === rrsetKey(record)) last.push(record);
    else sets.push([record]);
  }
  return sets;
}

/** That of the most RRsets, the longest of several; undefined where there are none. */
function commonTtl(sets: readonly RRset[]): number | undefined {
  const counts = new Map<number, number>();
  for (const [{ ttl }] of sets) counts.set(ttl, (counts.get(ttl) ?? 0) + 1);
  const [most] = [...counts].sort(([ttl, count], [other, times]) => times - count || other - ttl);
  return most?.[0];
}

/** All records of the name whose first RRset this is. */
function atName<R extends DnsRecord>(sets: readonly RRset<R>[], first: number): R[] {
  const name = sets[first]?.[0].name;
  const records: R[] = [];
  for (let index = first; sets[index]?.[0].name === name && index < sets.length; index++) {
    records.push(...(sets[index] ?? []));
  }
  return records;
}

function pushValues<R extends DnsRecord>(
  push: (text: string, about: readonly R[]) => void,
  indent: string,
  key: string,
  set: RRset<R>,
): void {
  const [only] = set;
  if (set.length === 1) push(`${indent}${key}: ${yamlText(valueText(only))}`, set);
  else {
    push(`${indent}${key}:`, set);
    for (const record of set) push(`${indent}  - ${yamlText(valueText(record))}`, [record]);
  }
}

/** The shortest form of a name, in U-labels where they read back as it. */
export function ownerText(name: Fqdn, zone: Fqdn): string {
  return inUnicode(presentOwner(name, zone), (text) => readOwner(text, zone).name === name);
}

/** A value as people write it: the priority first, targets absolute and without final dot. */
export function valueText({ type, value, priority }: Pick<DnsRecord, 'type' | 'value' | 'priority'>): string {
  switch (type) {
    case 'CNAME':
    case 'NS':
      return targetText(value);
    case 'MX':
      return `${priority} ${targetText(value)}`;
    case 'SRV': {
      const [weight, port, target = ''] = value.split(' ');
      return `${priority} ${weight} ${port} ${targetText(target)}`;
    }
    default:
      return value;
  }
}

function targetText(target: string): string {
  const text = inUnicode(target, (unicode) => readAbsoluteName(unicode).name === `${target}.`);
  // One label alone might be meant inside the zone.
  return text.includes('.') ? text : `${text}.`;
}

function isZone(zone: Fqdn): (text: string) => boolean {
  return (text) => readAbsoluteName(text).name === zone;
}

/** Label by label: the URL parser behind it reads hosts, and would refuse or change '*' and numbers. */
function inUnicode(name: string, isSame: (unicode: string) => boolean): string {
  if (!name.includes('xn--')) return name;
  const unicode = name
    .split('.')
    .map((label) => (label.startsWith('xn--') ? domainToUnicode(label) || label : label))
    .join('.');
  return isSame(unicode) ? unicode : name;
}
