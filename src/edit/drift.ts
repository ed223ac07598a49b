/** What a zone file must say so that live is what it says: a plan's changes, the other way round. */

import { patternFinder } from '../model/pattern.ts';
import type { Change } from '../model/plan.ts';
import { type DnsRecord, identityOf, type LiveRecord, rrsetKey } from '../model/record.ts';
import type { DesiredZone } from '../model/zone.ts';
import type { LeftOut } from './edit-zone.ts';
import { valueKey, type WantedRRset, type WantedValue } from './wanted.ts';

export interface Drift {
  readonly wanted: readonly WantedRRset[];
  readonly leftOut: readonly LeftOut[];
}

export function driftOf(desired: DesiredZone, changes: readonly Change[]): Drift {
  const leftOut: LeftOut[] = [];
  const protection = patternFinder(desired.protect ?? [], desired.name);
  const taken = changes.filter((change) => {
    const obstacle = lossOf(change, protection) ?? obstacleTo(change);
    if (obstacle !== undefined) leftOut.push(obstacle);
    return obstacle === undefined;
  });
  const sets = new Map<string, RRset>();
  const declared = new Map<string, DnsRecord[]>();
  for (const record of desired.records) {
    const key = rrsetKey(record);
    const records = declared.get(key);
    if (records === undefined) declared.set(key, [record]);
    else records.push(record);
  }
  const setOf = (record: DnsRecord): RRset => {
    const key = rrsetKey(record);
    let set = sets.get(key);
    if (set === undefined) {
      set = { any: record, values: new Map((declared.get(key) ?? []).map((each) => [valueKey(each), each])) };
      sets.set(key, set);
    }
    return set;
  };
  // First all that live has not, then all that it has: values may have changed places.
  for (const change of taken)
    if (change.action !== 'delete') setOf(change.after).values.delete(valueKey(change.after));
  for (const change of taken) {
    if (change.action === 'create') continue;
    const isSameSet = change.action === 'update' && rrsetKey(change.before) === rrsetKey(change.after);
    const was = isSameSet ? { was: valueKey(change.after) } : {};
    setOf(change.before).values.set(valueKey(change.before), { ...change.before, ...was });
  }
  const wanted: WantedRRset[] = [];
  for (const { any, values } of sets.values()) {
    const { name, type } = any;
    const records = [...values.values()];
    const ttls = [...new Set(records.map(({ ttl }) => ttl))].sort((a, b) => a - b);
    const [ttl = any.ttl, other] = ttls;
    if (other === undefined) wanted.push({ name, type, ttl, values: records.map(toWanted) });
    else {
      const why = `live has its records with ttl ${ttls.join(' and ')}, and a file has one for all of a name and type (RFC 2181 section 5.2); make them one at the vendor, or apply the file`;
      leftOut.push({ name, type, why });
    }
  }
  return { wanted, leftOut };
}

interface RRset {
  readonly any: DnsRecord;
  readonly values: Map<string, DnsRecord & Pick<WantedValue, 'was'>>;
}

function toWanted({ value, priority, was }: DnsRecord & Pick<WantedValue, 'was'>): WantedValue {
  return {
    value,
    ...(priority !== undefined && { priority }),
    ...(was !== undefined && { was }),
  };
}

/** What the file would lose, though it is protected; another ttl is no loss. */
function lossOf(change: Change, protection: ReturnType<typeof patternFinder>): LeftOut | undefined {
  if (change.action === 'delete') return undefined;
  const isKept = change.action === 'update' && identityOf(change.before) === identityOf(change.after);
  const pattern = isKept ? undefined : protection(change.after);
  if (pattern === undefined) return undefined;
  const { name, type, value } = change.after;
  const why = `'${value}' is not live any more, and '${pattern.text}' protects it: apply puts it back; to give it up, change the file by hand`;
  return { name, type, why, place: pattern.source };
}

/** What no file can say. */
function obstacleTo(change: Change): LeftOut | undefined {
  if (change.action === 'create') return undefined;
  const { name, type, unreadable }: LiveRecord = change.before;
  const leftOut = { name, type, ...(change.source && { place: change.source }) };
  if (change.reason === 'duplicate') {
    const why = 'live holds this record twice, and a file says it once; apply deletes the second';
    return { ...leftOut, why };
  }
  if (unreadable === undefined) return undefined;
  const why = `the value that live has cannot be read (${unreadable}); correct it at the vendor, or apply the file`;
  return { ...leftOut, why };
}
