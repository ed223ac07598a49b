/** A snapshot of a zone for people: in the form of a zone file, with what such a file cannot say as comments. */
import { type Fqdn, presentOwner } from '../model/name.ts';
import { compareRecords, type LiveRecord, rrsetKey } from '../model/record.ts';
import { domainOf, type LiveZone } from '../model/zone.ts';
import { safe, safeJson } from './safe.ts';

/** @param what whose snapshot this is, for the first line */
export function snapshotToYaml(zone: LiveZone, what: string): string {
  const lines = [
    `# ${safe(domainOf(zone))} ${safe(what)}, for people; the .json file beside this one is exact.`,
    `zone: ${safeJson(domainOf(zone))}`,
  ];
  const records = [...zone.records].sort(compareRecords);
  if (records.length === 0) lines.push('allow_empty: true');
  else lines.push('records:');
  let owner: Fqdn | undefined;
  for (const set of setsOf(records)) {
    const [first] = set;
    if (first === undefined) continue;
    if (first.name !== owner) lines.push(`  ${safeJson(presentOwner(first.name, zone.name))}:`);
    owner = first.name;
    lines.push(`    ${first.type}:`, `      ttl: ${first.ttl}`, '      values:');
    for (const record of set) lines.push(`        - ${safeJson(textOf(record))}${remark(record, first.ttl)}`);
  }
  for (const { type, name, value } of zone.unmanaged) {
    lines.push(`# not managed: ${safe(presentOwner(name, zone.name))} ${safe(type)} ${safe(value)}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Records of one name and type; those in order stand together. */
function setsOf(records: readonly LiveRecord[]): Iterable<LiveRecord[]> {
  const sets = new Map<string, LiveRecord[]>();
  for (const record of records) {
    const set = sets.get(rrsetKey(record)) ?? [];
    sets.set(rrsetKey(record), set);
    set.push(record);
  }
  return sets.values();
}

function textOf({ priority, value }: LiveRecord): string {
  return priority === undefined ? value : `${priority} ${value}`;
}

function remark({ ttl, unreadable }: LiveRecord, common: number): string {
  const remarks = [
    ...(ttl === common ? [] : [`ttl ${ttl}`]),
    ...(unreadable === undefined ? [] : [`cannot be read: ${safe(unreadable)}`]),
  ];
  return remarks.length === 0 ? '' : `  # ${remarks.join('; ')}`;
}
