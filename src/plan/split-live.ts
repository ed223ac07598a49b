/** Parts the live records of a zone into those that are compared with the file, and those that belong to others. */

import { patternFinder, type RecordPattern } from '../model/pattern.ts';
import type { LeftAlone } from '../model/plan.ts';
import {
  compareRecords,
  type DesiredRecord,
  identityOf,
  type LiveRecord,
  rrsetKey,
} from '../model/record.ts';
import type { DesiredZone } from '../model/zone.ts';
import { ownedByExternalDns } from './external-dns.ts';
import { compareAge } from './pair.ts';

export interface SplitLive {
  /** The live records that the file speaks for: nothing else is ever compared, and so nothing else can be changed. */
  readonly managed: readonly LiveRecord[];
  /** The vendor's own name servers, where the file declares none. */
  readonly apexNs: readonly LiveRecord[];
  /** In record order. */
  readonly leftAlone: readonly LeftAlone[];
  /** The RRsets that external-dns lists as its own, by their keys, whether they hold records or not. */
  readonly owned: ReadonlyMap<string, RecordPattern>;
}

export function splitLive(desired: DesiredZone, live: readonly LiveRecord[]): SplitLive {
  const ignored = splitIgnored(desired, live);
  const { managed, apexNs } = splitApexNs(desired, ignored.rest);
  const declared =
    desired.mode === 'additive' ? splitUndeclared(desired, managed) : { rest: managed, leftAlone: [] };
  return {
    managed: declared.rest,
    apexNs,
    owned: ignored.owned,
    leftAlone: [...ignored.leftAlone, ...declared.leftAlone].sort(
      (a, b) => compareRecords(a.record, b.record) || compareAge(a.record, b.record),
    ),
  };
}

interface Split {
  readonly rest: readonly LiveRecord[];
  readonly leftAlone: readonly LeftAlone[];
}

/** Parts off what others keep, as `ignore` names it or the registry of external-dns does. */
export function splitIgnored(
  { name, ignore = [] }: Pick<DesiredZone, 'name' | 'ignore'>,
  live: readonly LiveRecord[],
): Split & Pick<SplitLive, 'owned'> {
  if (ignore.length === 0) return { rest: live, leftAlone: [], owned: new Map() };
  const find = patternFinder(ignore, name);
  const patterns = new Map(live.map((record) => [record, find(record)]));
  const owned = ownedByExternalDns(patterns);
  const split = part(live, (record) => {
    const pattern = patterns.get(record) ?? owned.get(rrsetKey(record));
    return pattern && { record, why: 'ignored', pattern };
  });
  return { ...split, owned };
}

/** The name servers at the apex are the vendor's unless the file declares its own (design section 3, dns-rules 3.8). */
function splitApexNs(
  desired: DesiredZone,
  live: readonly LiveRecord[],
): { managed: readonly LiveRecord[]; apexNs: readonly LiveRecord[] } {
  const isApexNs = (record: LiveRecord | DesiredRecord): boolean =>
    record.type === 'NS' && record.name === desired.name;
  if (desired.records.some(isApexNs)) return { managed: live, apexNs: [] };
  return { managed: live.filter((record) => !isApexNs(record)), apexNs: live.filter(isApexNs) };
}

/** What the file does not declare, and what says a second time what it declares: of two that are the same the oldest is meant. */
function splitUndeclared({ records }: DesiredZone, live: readonly LiveRecord[]): Split {
  const declared = new Map<string, number>();
  for (const record of records) {
    const identity = identityOf(record);
    declared.set(identity, (declared.get(identity) ?? 0) + 1);
  }
  return part([...live].sort(compareAge), (record) => {
    const identity = identityOf(record);
    const left = declared.get(identity) ?? 0;
    declared.set(identity, left - 1);
    return left > 0 ? undefined : { record, why: 'undeclared' };
  });
}

function part(live: readonly LiveRecord[], judge: (record: LiveRecord) => LeftAlone | undefined): Split {
  const rest: LiveRecord[] = [];
  const leftAlone: LeftAlone[] = [];
  for (const record of live) {
    const found = judge(record);
    if (found === undefined) rest.push(record);
    else leftAlone.push(found);
  }
  return { rest, leftAlone };
}
