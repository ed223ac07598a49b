/** Drafts the plan of one zone: what is compared and what is left alone, and what differs; not yet in order. */
import type { Fqdn } from '../model/name.ts';
import type { Change, Finding, ZoneError, ZonePlan } from '../model/plan.ts';
import { compareNames, compareText, type LiveRecord } from '../model/record.ts';
import type { DesiredZone, LiveZone, UnmanagedRecord } from '../model/zone.ts';
import { diffRecords } from './diff.ts';
import { findOwned } from './external-dns.ts';
import {
  idleProtection,
  ignoredAndLost,
  partialFinding,
  registryFindings,
  unreadableFindings,
} from './findings.ts';
import type { ZoneRecords } from './order/world.ts';
import type { Outcome } from './outcome.ts';
import { compareLive } from './pair.ts';
import { splitLive } from './split-live.ts';
import { type Target, targetFilter } from './target.ts';

export interface ZoneDraft extends Outcome {
  readonly action?: NonNullable<ZonePlan['action']>;
  /** The live records that the file speaks for; of a zone to be deleted all that is not left alone by itself. */
  readonly managed: readonly LiveRecord[];
  readonly unmanaged: readonly UnmanagedRecord[];
  readonly changes: readonly Change[];
  readonly unchanged: number;
  readonly findings: readonly Finding[];
  readonly records: ZoneRecords;
}

/** What stands in the way of a zone's plan. */
export interface Blocked {
  readonly obstacle: ZoneError;
}

/** @param live absent where the service has no such zone */
export function draftZone(
  desired: DesiredZone,
  live: LiveZone | undefined,
  targets: readonly Target[] | undefined,
): ZoneDraft | Blocked {
  if (desired.state === 'absent') return draftAbsent(desired, live, targets);
  const unmanaged = sortUnmanaged(live);
  const { managed, apexNs, leftAlone, owned } = splitLive(desired, live?.records ?? []);
  const isMeant =
    targets === undefined
      ? () => true
      : targetFilter(targets, desired.name, [...desired.records, ...managed]);
  const wanted = desired.records.filter(isMeant);
  const others = [...apexNs, ...leftAlone.map(({ record }) => record), ...unmanaged];
  const kept = [...managed.filter((record) => !isMeant(record)), ...others];
  const records: ZoneRecords = {
    zone: desired.name,
    before: [...managed, ...others],
    after: [...wanted, ...kept],
  };
  const obstacle = findOwned(desired.name, wanted, owned);
  if (obstacle !== undefined) return { obstacle };
  const { changes, unchanged } = diffRecords(desired.name, wanted, managed.filter(isMeant));
  const findings = [
    ...unreadableFindings(managed, changes),
    ...registryFindings(changes, leftAlone, live?.records ?? []),
    ...idleProtection(desired, live?.records ?? []),
  ];
  if (targets !== undefined) {
    const isFound = wanted.length + changes.length + unchanged > 0;
    findings.push(partialFinding(desired.name, targets, isFound ? undefined : namesOf(desired, live)));
  }
  return {
    desired,
    declared: wanted,
    kept,
    live,
    // Nothing of it was asked for: then it is not to be made, either.
    ...(live === undefined && (targets === undefined || wanted.length > 0) && { action: 'create' }),
    managed,
    leftAlone,
    unmanaged,
    changes,
    unchanged,
    findings,
    records,
  };
}

/** A zone that is not to be there: it goes as a whole or, where only a part of it was asked for, not at all. */
function draftAbsent(
  desired: DesiredZone,
  live: LiveZone | undefined,
  targets: readonly Target[] | undefined,
): ZoneDraft {
  const lost = [...(live?.records ?? [])].sort(compareLive);
  const unmanaged = sortUnmanaged(live);
  // It goes after all else, so that for the order of all else it stays.
  const there = [...lost, ...unmanaged];
  return {
    desired,
    declared: [],
    kept: [],
    live,
    ...(live !== undefined && targets === undefined && { action: 'delete' }),
    managed: lost,
    leftAlone: [],
    unmanaged,
    changes: [],
    unchanged: 0,
    findings:
      targets === undefined
        ? ignoredAndLost(desired, lost)
        : [partialFinding(desired.name, targets, namesOf(desired, live))],
    records: { zone: desired.name, before: there, after: there },
  };
}

function namesOf(desired: DesiredZone, live: LiveZone | undefined): readonly Fqdn[] {
  return [...new Set([...desired.records, ...(live?.records ?? [])].map(({ name }) => name))];
}

function sortUnmanaged(live: LiveZone | undefined): readonly UnmanagedRecord[] {
  return [...(live?.unmanaged ?? [])].sort(
    (a, b) => compareNames(a.name, b.name) || compareText(a.type, b.type) || compareText(a.id, b.id),
  );
}
