/** Finds what `protect` forbids: live records that it names, and that would be deleted or replaced. */

import { patternFinder, type RecordPattern } from '../model/pattern.ts';
import type { Change, GuardReason } from '../model/plan.ts';
import { type DnsRecord, identityOf, type LiveRecord } from '../model/record.ts';
import { type DesiredZone, domainOf } from '../model/zone.ts';
import { groupBy } from './grouped.ts';

/** One reason for each pattern that means some of the records that would go; nothing admits them. */
export function protectReasons(
  { name, protect = [] }: DesiredZone,
  going: readonly LiveRecord[],
): readonly GuardReason[] {
  if (protect.length === 0) return [];
  const found = groupBy(going, patternFinder(protect, name));
  return [...found].map(([pattern, records]) => ({
    code: 'protect',
    message: `protected by '${pattern.text}' (${placeOf(pattern)}), and would be deleted or replaced`,
    records: records.map(describeRecord),
  }));
}

/** The records whose data would no longer be there: another ttl takes nothing away, nor does the end of a duplicate. */
export function goingRecords(changes: readonly Change[]): readonly LiveRecord[] {
  return changes.flatMap((change) => {
    if (change.action === 'create' || change.reason === 'duplicate') return [];
    const stays = change.action === 'update' && identityOf(change.before) === identityOf(change.after);
    return stays ? [] : [change.before];
  });
}

/** As the guard names records: `MX example.com 10 mx1.example.com`. */
export function describeRecord({ type, name, priority, value }: DnsRecord): string {
  return `${type} ${domainOf(name)} ${priority === undefined ? '' : `${priority} `}${value}`;
}

export function placeOf({ source }: Pick<RecordPattern, 'source'>): string {
  return `${source.file}:${source.line}`;
}
