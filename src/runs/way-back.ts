/** What a zone is to hold again: its snapshot, at the names that a run has changed or everywhere. */
import type { Fqdn } from '../model/name.ts';
import type { Change } from '../model/plan.ts';
import { type DesiredRecord, type DnsRecord, identityOf, type LiveRecord } from '../model/record.ts';
import type { DesiredZone, LiveZone } from '../model/zone.ts';

export interface Snapshot {
  readonly name: Fqdn;
  /** Where it stands, for people. */
  readonly file: string;
  readonly records: readonly LiveRecord[];
  /** What the run was to change here; undefined where no run did, and the whole zone goes back. */
  readonly changes?: readonly Change[];
  /** Whether the whole zone goes back all the same. */
  readonly isWhole?: boolean;
}

export interface WayBack {
  readonly desired: DesiredZone;
  /** Both sides of what is left as it is, though it has moved too. */
  readonly aside: { readonly before: readonly DesiredRecord[]; readonly now: readonly LiveRecord[] };
}

/**
 * At the names that the run changed the zone goes back to the snapshot exactly; what others have done at other names
 * since is theirs. Name servers of the zone itself are the vendor's, unless the run changed them.
 *
 * @param isShared whether others may add to the zone (`mode: additive`): then only what the run made goes from it
 */
export function wayBack(snapshot: Snapshot, live: LiveZone | undefined, isShared = false): WayBack {
  const { name, file, changes, isWhole = false } = snapshot;
  const source = { file, line: 1, column: 1 };
  const declared = (records: readonly LiveRecord[]): DesiredRecord[] =>
    records.map((record) => ({ ...dataOf(record), source }));
  const goesBack = scopeOf(name, changes, isWhole || live === undefined);
  const then = snapshot.records;
  const now = live?.records ?? [];
  const own = new Set([...then, ...madeBy(changes ?? [])].map(identityOf));
  const aside = now.filter((record) => !goesBack(record) || (isShared && !own.has(identityOf(record))));
  return {
    desired: {
      name,
      file,
      source,
      records: declared([...then.filter(goesBack), ...aside]),
    },
    aside: { before: declared(then.filter((record) => !goesBack(record))), now: aside },
  };
}

function scopeOf(
  zone: Fqdn,
  changes: readonly Change[] | undefined,
  isWhole: boolean,
): (record: DnsRecord) => boolean {
  const records = changes?.flatMap(sidesOf);
  const names = isWhole ? undefined : records && new Set(records.map((record) => record.name));
  const ownsNs = records?.some(({ type, name }) => type === 'NS' && name === zone) ?? false;
  return ({ type, name }) =>
    type === 'NS' && name === zone ? ownsNs : names === undefined || names.has(name);
}

function sidesOf(change: Change): DnsRecord[] {
  return [
    ...(change.action === 'create' ? [] : [change.before]),
    ...(change.action === 'delete' ? [] : [change.after]),
  ];
}

function madeBy(changes: readonly Change[]): DnsRecord[] {
  return changes.flatMap((change) => (change.action === 'delete' ? [] : [change.after]));
}

function dataOf({ type, name, value, ttl, priority }: DnsRecord): DnsRecord {
  return { type, name, value, ttl, ...(priority === undefined ? {} : { priority }) };
}

/** Of the changes that lead back, those that take back something else than what the run did. */
export function notOfTheRun(back: readonly Change[], run: readonly Change[]): readonly Change[] {
  const keysOf = (records: readonly DnsRecord[]): Set<string> => new Set(records.map(keyOf));
  const made = keysOf(madeBy(run));
  const taken = keysOf(run.flatMap((change) => (change.action === 'create' ? [] : [change.before])));
  return back.filter(
    (change) =>
      (change.action !== 'create' && !made.has(keyOf(change.before))) ||
      (change.action !== 'delete' && !taken.has(keyOf(change.after))),
  );
}

function keyOf(record: DnsRecord): string {
  return `${identityOf(record)} ${record.ttl}`;
}
