/** The guard: judges whether a zone's changes are so many, or so weighty, that apply must not make them unasked. */
import type { Fqdn } from '../model/name.ts';
import type { Change, GuardReason, GuardVerdict } from '../model/plan.ts';
import type { DnsRecord } from '../model/record.ts';
import { isDmarc, isSpf } from '../model/text-class.ts';
import { domainOf } from '../model/zone.ts';
import { getOrAdd } from './grouped.ts';
import { describeRecord } from './protect.ts';

export interface GuardedZone {
  readonly name: Fqdn;
  /** The live records that the file speaks for, before the changes. */
  readonly managed: readonly DnsRecord[];
  /** Live records that are left alone: they stay, and are in no percentage. */
  readonly kept: readonly DnsRecord[];
  /** In plan order. */
  readonly changes: readonly Change[];
  /** What `protect` forbids. */
  readonly forbidden: readonly GuardReason[];
  /** For a zone to be created: the zone at the service that its name was perhaps meant to be. */
  readonly nearly?: Fqdn;
}

/** Judges one zone by the rules of design section 5; undefined where nothing stands against its changes. */
export function judge(zone: GuardedZone): GuardVerdict | undefined {
  const { name, managed, kept, changes, nearly, forbidden } = zone;
  const reasons: GuardReason[] = [...forbidden];
  const guarded = new Set<Change>();
  const stop = (code: GuardReason['code'], message: string, stopped: readonly Change[]): void => {
    for (const change of stopped) guarded.add(change);
    reasons.push({ code, message, records: stopped.map(describeBefore) });
  };

  if (!isRestored(zone)) {
    const deletes = changes.filter(({ action, reason }) => action === 'delete' && reason !== 'duplicate');
    const share = (part: readonly Change[]): number => (100 * part.length) / managed.length;
    const of = (part: readonly Change[]): string =>
      `${part.length} of ${managed.length} records (${Math.round(share(part))} %)`;
    if (managed.length > 0 && remaining(zone) === 0) {
      const rest = kept.length === 0 ? '' : ' but for what is left alone';
      stop('zone-emptied', `the zone would become empty${rest}`, deletes);
    }
    if (deletes.length > 4 && share(deletes) > 30) {
      stop('too-many-deletes', `${of(deletes)} would be deleted; the limit is 30 %`, deletes);
    }
    const updates = changes.filter(changesValue);
    if (updates.length > 10 && share(updates) > 50) {
      stop('too-many-updates', `${of(updates)} would get another value; the limit is 50 %`, updates);
    }
    for (const [set, lost] of lastRecords(zone)) stop('last-record', `the last ${set} would go`, lost);
  }
  if (nearly !== undefined) {
    reasons.push({
      code: 'zone-misspelt',
      message: `${domainOf(name)} would be a new zone, but ${domainOf(nearly)} is at the service and has no file: one of the two names is perhaps misspelt`,
      records: [],
    });
  }
  return reasons.length === 0
    ? undefined
    : { guarded: guarded.size + (nearly === undefined ? 0 : 1), reasons };
}

export interface Allowance {
  /** `--allow ZONE=N`: how many guarded changes are admitted in this zone. */
  readonly allow?: number;
  readonly force?: boolean;
}

/** Whether what the user allowed covers the guarded changes of a verdict; what {@link forbids} and deletions of zones are apart. */
export function allows(verdict: GuardVerdict, { allow = 0, force = false }: Allowance): boolean {
  return force || verdict.guarded <= allow;
}

/** The reasons that nothing a user may allow covers. */
export function forbids({ reasons }: GuardVerdict): readonly GuardReason[] {
  return reasons.filter(({ code }) => code === 'protect');
}

/** The verdict on a zone that is itself to be deleted. */
export function judgeDeletion(lost: readonly DnsRecord[], forbidden: readonly GuardReason[]): GuardVerdict {
  const records = lost.map(describeRecord);
  const what = records.length === 1 ? 'its only record' : `all of its ${records.length} records`;
  const message =
    records.length === 0
      ? 'the zone would be deleted; it is empty'
      : `the zone would be deleted with ${what}`;
  return { guarded: 0, reasons: [...forbidden, { code: 'zone-deleted', message, records }] };
}

function remaining({ managed, changes }: GuardedZone): number {
  const created = changes.filter(({ action }) => action === 'create').length;
  const deleted = changes.filter(({ action }) => action === 'delete').length;
  return managed.length + created - deleted;
}

/** A zone that is wiped, or nearly so, and comes back: at most a tenth of what it will hold is there. */
function isRestored(zone: GuardedZone): boolean {
  return zone.managed.length * 10 <= remaining(zone);
}

function changesValue(change: Change): boolean {
  if (change.action !== 'update') return false;
  return change.before.value !== change.after.value || change.before.type !== change.after.type;
}

/** The weighty sets that hold something before and nothing afterwards, each with the changes that empty it. */
function lastRecords({ name, managed, kept, changes }: GuardedZone): Map<string, Change[]> {
  const held = new Map<string, number>();
  const count = (record: DnsRecord, by: 1 | -1): void => {
    const set = weightySet(record, name);
    if (set !== undefined) held.set(set, (held.get(set) ?? 0) + by);
  };
  for (const record of [...managed, ...kept]) count(record, 1);
  const aliases = new Set<Fqdn>();
  for (const change of changes) {
    if (change.action !== 'create') count(change.before, -1);
    if (change.action === 'delete') continue;
    count(change.after, 1);
    if (change.after.type === 'CNAME') aliases.add(change.after.name);
  }
  const emptied = new Map<string, Change[]>();
  for (const change of changes) {
    if (change.action === 'create') continue;
    const set = weightySet(change.before, name);
    // An alias that takes a policy's name leads to another's policy: that is its successor.
    if (set === undefined || held.get(set) !== 0 || aliases.has(change.before.name)) continue;
    getOrAdd(emptied, set, () => []).push(change);
  }
  return emptied;
}

/** The set of records, in words, whose last one must not go unasked; undefined where a record is in none. */
function weightySet({ type, name, value }: DnsRecord, zone: Fqdn): string | undefined {
  if (type === 'TXT' && isSpf(value)) return `SPF record of ${domainOf(name)}`;
  if (type === 'TXT' && isDmarc(name, value)) return `DMARC record of ${domainOf(name)}`;
  const atApex = name === zone && (type === 'NS' || type === 'MX' || type === 'A' || type === 'AAAA');
  return atApex ? `${type} record of ${domainOf(name)}` : undefined;
}

function describeBefore(change: Change): string {
  return describeRecord(change.action === 'create' ? change.after : change.before);
}
