/** Makes the plan: what must be written so that the service holds what the zone files say. Pure. */
import type { Fqdn } from '../model/name.ts';
import type { Change, Finding, Plan, ZoneError, ZonePlan } from '../model/plan.ts';
import { compareNames, compareText, type DesiredRecord, type LiveRecord } from '../model/record.ts';
import { type DesiredZone, domainOf, type LiveZone, type UnmanagedRecord } from '../model/zone.ts';
import { diffRecords } from './diff.ts';
import { cacheFindings, partialFinding, unreadableFindings } from './findings.ts';
import { groupBy } from './grouped.ts';
import { judge } from './guard.ts';
import { hashRecords } from './hash.ts';
import { findMisspelt } from './misspelt.ts';
import { findObstacle } from './obstacles.ts';
import { orderChanges, type ZoneRecords } from './order.ts';
import { type Target, targetFilter } from './target.ts';

export interface PlanInput {
  readonly desired: readonly DesiredZone[];
  /** The zones that were read. A desired zone that is neither here nor among the errors is to be created. */
  readonly live: ReadonlyMap<Fqdn, LiveZone>;
  /** Zones at the service that no file names. */
  readonly unmanagedZones: readonly Fqdn[];
  /** Zones that could not be read: they are not planned, and never taken as empty. */
  readonly errors: readonly ZoneError[];
  /** Calls that reading took. */
  readonly reads: number;
  /** Where given, only what these name is compared; the rest of each zone stays as it is. */
  readonly targets?: readonly Target[];
}

/** Plans all zones together. The same input in any order gives the same plan. */
export function buildPlan(input: PlanInput): Plan {
  const unread = new Set(input.errors.map(({ zone }) => zone.replace(/\.$/, '')));
  const drafts: ZoneDraft[] = [];
  const errors = [...input.errors];
  for (const zone of [...input.desired].sort((a, b) => compareText(a.name, b.name))) {
    if (unread.has(domainOf(zone))) continue;
    const draft = draftZone(zone, input.live.get(zone.name), input.targets);
    const obstacle = findObstacle(draft.records);
    if (obstacle === undefined) drafts.push(draft);
    else errors.push(obstacle);
  }
  const steps = orderChanges(
    drafts.flatMap(({ changes }) => changes),
    drafts.map(({ records }) => records),
  );
  const changesOf = groupBy(
    steps.map(({ change }) => change),
    ({ zone }) => zone,
  );
  const newZones = drafts.filter(({ isNew }) => isNew).map(({ desired }) => desired.name);
  const misspelt = findMisspelt(newZones, input.unmanagedZones);
  return {
    zones: drafts.map((draft) => {
      const { name } = draft.desired;
      return zonePlan(draft, changesOf.get(name) ?? [], misspelt.get(name));
    }),
    steps,
    unmanagedZones: [...input.unmanagedZones].sort(compareText),
    errors: errors.sort((a, b) => compareText(a.zone, b.zone) || compareText(a.code, b.code)),
    cost: { reads: input.reads, writes: steps.length + newZones.length },
  };
}

/** A zone compared, not yet ordered. */
interface ZoneDraft {
  readonly desired: DesiredZone;
  readonly live: LiveZone | undefined;
  /** To be created: not at the service, and meant as a whole or in part. */
  readonly isNew: boolean;
  /** The live records that the file speaks for. */
  readonly managed: readonly LiveRecord[];
  readonly unmanaged: readonly UnmanagedRecord[];
  readonly changes: readonly Change[];
  readonly unchanged: number;
  readonly findings: readonly Finding[];
  readonly records: ZoneRecords;
}

function draftZone(
  desired: DesiredZone,
  live: LiveZone | undefined,
  targets: readonly Target[] | undefined,
): ZoneDraft {
  const unmanaged = [...(live?.unmanaged ?? [])].sort(compareUnmanaged);
  const { managed, leftAlone } = splitApexNs(desired, live?.records ?? []);
  const isMeant =
    targets === undefined
      ? () => true
      : targetFilter(targets, desired.name, [...desired.records, ...managed]);
  const wanted = desired.records.filter(isMeant);
  const { changes, unchanged } = diffRecords(desired.name, wanted, managed.filter(isMeant));
  const findings = [...unreadableFindings(managed)];
  if (targets !== undefined)
    findings.push(partialFinding(targets, wanted.length + changes.length + unchanged > 0));
  const kept = [...leftAlone, ...unmanaged];
  const records: ZoneRecords = {
    zone: desired.name,
    before: [...managed, ...kept],
    after: [...wanted, ...managed.filter((record) => !isMeant(record)), ...kept],
  };
  const isNew = live === undefined && (targets === undefined || wanted.length > 0);
  return { desired, live, isNew, managed, unmanaged, changes, unchanged, findings, records };
}

/** The name servers at the apex are the vendor's unless the file declares its own (design section 3, dns-rules 3.8). */
function splitApexNs(
  desired: DesiredZone,
  live: readonly LiveRecord[],
): { managed: readonly LiveRecord[]; leftAlone: readonly LiveRecord[] } {
  const isApexNs = (record: LiveRecord | DesiredRecord): boolean =>
    record.type === 'NS' && record.name === desired.name;
  if (desired.records.some(isApexNs)) return { managed: live, leftAlone: [] };
  return { managed: live.filter((record) => !isApexNs(record)), leftAlone: live.filter(isApexNs) };
}

function compareUnmanaged(a: UnmanagedRecord, b: UnmanagedRecord): number {
  return compareNames(a.name, b.name) || compareText(a.type, b.type) || compareText(a.id, b.id);
}

function zonePlan(draft: ZoneDraft, changes: readonly Change[], nearly: Fqdn | undefined): ZonePlan {
  const { desired, live, isNew, managed, unmanaged, unchanged, findings } = draft;
  const { name } = desired;
  const guard = judge({ name, managed, changes, ...(nearly === undefined ? {} : { nearly }) });
  return {
    name,
    ...(live === undefined ? {} : { id: live.id }),
    ...(isNew ? { action: 'create' as const } : {}),
    file: desired.file,
    liveHash: hashRecords(managed),
    desiredHash: hashRecords(desired.records),
    changes,
    unchanged,
    liveCount: managed.length,
    unmanaged,
    ...(guard === undefined ? {} : { guard }),
    findings: [...findings, ...cacheFindings(changes)],
  };
}
