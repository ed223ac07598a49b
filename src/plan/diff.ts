/** What differs between the records a zone file declares and those the service holds, as the fewest changes. */
import type { Fqdn } from '../model/name.ts';
import type { Change, ChangeReason } from '../model/plan.ts';
import {
  type DesiredRecord,
  type DnsRecord,
  identityOf,
  type LiveRecord,
  type RecordType,
  rrsetKey,
} from '../model/record.ts';
import { getOrAdd, groupBy } from './grouped.ts';
import { compareAge, pairLeftovers } from './pair.ts';
import { pairTypeChange } from './type-change.ts';

export interface RecordDiff {
  /** In no particular order. */
  readonly changes: readonly Change[];
  /** How many live records stay as they are. */
  readonly unchanged: number;
}

/**
 * Compares two multisets of records. The same record with another ttl is an update; of two live records that say the
 * same the oldest stays, or changes; what is left over is paired within its RRset, then across types where a name becomes an alias
 * or ceases to be one (design section 5). A record that is to stay is never touched.
 */
export function diffRecords(
  zone: Fqdn,
  desired: readonly DesiredRecord[],
  live: readonly LiveRecord[],
): RecordDiff {
  const changes: Change[] = [];
  const { same, creates, deletes, copies, twins } = matchSame(desired, live);
  let unchanged = 0;
  for (const { before, after } of same) {
    if (before.ttl === after.ttl) unchanged++;
    else changes.push(update(zone, before, after));
  }

  const staying = new Map<string, number>();
  for (const { after } of same) staying.set(rrsetKey(after), (staying.get(rrsetKey(after)) ?? 0) + 1);
  const gone = new Set<string>();
  const left = { creates: [] as DesiredRecord[], deletes: [] as LiveRecord[] };
  for (const [key, set] of groupLeftovers(creates, deletes, rrsetKey)) {
    const { pairs, ...rest } = pairLeftovers(set.deletes, set.creates, staying.get(key));
    for (const { before, after } of pairs) changes.push(update(zone, before, after));
    for (const create of rest.creates) left.creates.push(create);
    for (const gone of rest.deletes) left.deletes.push(gone);
  }
  for (const [, name] of groupLeftovers(left.creates, left.deletes, (record) => record.name)) {
    const pair = pairTypeChange(zone, name.deletes, name.creates);
    if (pair !== undefined) changes.push(update(zone, pair.before, pair.after, 'type-change'));
    for (const before of name.deletes) {
      if (before === pair?.before) continue;
      changes.push({ action: 'delete', zone, before });
      gone.add(identityOf(before));
    }
    for (const create of name.creates) {
      if (create !== pair?.after) {
        const copyOf = twins.get(identityOf(create));
        const { source } = create;
        changes.push({ action: 'create', zone, after: plain(create), source, ...(copyOf && { copyOf }) });
      }
    }
  }
  for (const before of copies) {
    const why = gone.has(identityOf(before)) ? {} : { reason: 'duplicate' as const };
    changes.push({ action: 'delete', zone, before, ...why });
  }
  return { changes, unchanged };
}

/** Takes out what stands on both sides, and of live records that say the same all but the oldest. */
function matchSame(desired: readonly DesiredRecord[], live: readonly LiveRecord[]) {
  // The oldest last, so that pop() gives it.
  const byIdentity = groupBy(
    [...live].sort((a, b) => compareAge(b, a)),
    identityOf,
  );
  const same: { before: LiveRecord; after: DesiredRecord }[] = [];
  const creates: DesiredRecord[] = [];
  const wanted = new Set<string>();
  // No file declares a record twice, but a snapshot may hold one so.
  const twins = new Map<string, readonly string[]>();
  for (const [identity, asked] of groupBy(desired, identityOf)) {
    wanted.add(identity);
    const there = byIdentity.get(identity) ?? [];
    if (asked.length > 1)
      twins.set(
        identity,
        there.map(({ id }) => id),
      );
    for (const after of asked.length > 1 ? takeWhole(asked, there, same) : asked) {
      const before = there.pop();
      if (before === undefined) creates.push(after);
      else same.push({ before, after });
    }
  }
  const deletes: LiveRecord[] = [];
  const copies: LiveRecord[] = [];
  for (const [identity, rest] of byIdentity) {
    const oldest = wanted.has(identity) ? undefined : rest.pop();
    if (oldest !== undefined) deletes.push(oldest);
    for (const record of rest) copies.push(record);
  }
  return { same, creates, deletes, copies, twins };
}

/** Of records asked for twice, even with two ttls, each that is there as asked stays before any is changed. Gives the others. */
function takeWhole(
  asked: readonly DesiredRecord[],
  there: LiveRecord[],
  same: { before: LiveRecord; after: DesiredRecord }[],
): DesiredRecord[] {
  return asked.filter((after) => {
    const at = there.findLastIndex(({ ttl }) => ttl === after.ttl);
    const [before] = at < 0 ? [] : there.splice(at, 1);
    if (before !== undefined) same.push({ before, after });
    return before === undefined;
  });
}

interface Leftovers {
  readonly creates: DesiredRecord[];
  readonly deletes: LiveRecord[];
}

function groupLeftovers(
  creates: readonly DesiredRecord[],
  deletes: readonly LiveRecord[],
  keyOf: (record: { readonly type: RecordType; readonly name: Fqdn }) => string,
): Iterable<readonly [string, Leftovers]> {
  const groups = new Map<string, Leftovers>();
  const groupOf = (record: DnsRecord): Leftovers =>
    getOrAdd(groups, keyOf(record), () => ({ creates: [], deletes: [] }));
  for (const record of creates) groupOf(record).creates.push(record);
  for (const record of deletes) groupOf(record).deletes.push(record);
  return groups;
}

function update(zone: Fqdn, before: LiveRecord, after: DesiredRecord, reason?: ChangeReason): Change {
  const why = reason === undefined ? {} : { reason };
  return { action: 'update', zone, before, after: plain(after), source: after.source, ...why };
}

/** The record alone: where it is declared belongs to the change. */
function plain({ source: _, ...record }: DesiredRecord): DnsRecord {
  return record;
}
