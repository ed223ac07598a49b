/** Makes the plan: what must be written so that the service holds what the zone files say. Pure. */
import type { Fqdn } from '../model/name.ts';
import type { Change, Finding, GuardVerdict, Plan, ZoneError, ZonePlan } from '../model/plan.ts';
import { compareText } from '../model/record.ts';
import { type DesiredZone, domainOf, type LiveZone } from '../model/zone.ts';
import { markDestructive } from './destructive.ts';
import { draftZone, type ZoneDraft } from './draft.ts';
import { cacheFindings } from './findings.ts';
import { groupBy } from './grouped.ts';
import { judge, judgeDeletion } from './guard.ts';
import { hashRecords } from './hash.ts';
import { findMisspelt } from './misspelt.ts';
import { orderChanges } from './order.ts';
import { judgeOutcomes } from './outcome.ts';
import { goingRecords, protectReasons } from './protect.ts';
import type { Target } from './target.ts';

export interface PlanInput {
  readonly desired: readonly DesiredZone[];
  /** Zones that have a file and are not planned: the rules look into them. */
  readonly beside?: readonly DesiredZone[];
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
  const compared: ZoneDraft[] = [];
  const drafts: ZoneDraft[] = [];
  const errors = [...input.errors];
  for (const zone of [...input.desired].sort((a, b) => compareText(a.name, b.name))) {
    if (unread.has(domainOf(zone))) continue;
    const draft = draftZone(zone, input.live.get(zone.name), input.targets);
    if ('obstacle' in draft) errors.push(draft.obstacle);
    else compared.push(draft);
  }
  const outcomes = judgeOutcomes(compared, input.beside);
  for (const draft of compared) {
    const { error } = outcomes.get(draft.desired) ?? {};
    if (error === undefined) drafts.push(draft);
    else errors.push(error);
  }
  const records = drafts.map((draft) => draft.records);
  const steps = markDestructive(
    orderChanges(
      drafts.flatMap(({ changes }) => changes),
      records,
    ),
    records,
  );
  const changesOf = groupBy(
    steps.map(({ change }) => change),
    ({ zone }) => zone,
  );
  const newZones = drafts.filter(({ action }) => action === 'create').map(({ desired }) => desired.name);
  const misspelt = findMisspelt(newZones, input.unmanagedZones);
  return {
    zones: drafts.map((draft) => {
      const { name } = draft.desired;
      return zonePlan(
        draft,
        changesOf.get(name) ?? [],
        misspelt.get(name),
        outcomes.get(draft.desired)?.findings,
      );
    }),
    steps,
    unmanagedZones: [...input.unmanagedZones].sort(compareText),
    errors: errors.sort((a, b) => compareText(a.zone, b.zone) || compareText(a.code, b.code)),
    cost: {
      reads: input.reads,
      writes: steps.length + drafts.filter(({ action }) => action !== undefined).length,
    },
  };
}

function zonePlan(
  draft: ZoneDraft,
  changes: readonly Change[],
  nearly: Fqdn | undefined,
  outcome: readonly Finding[] = [],
): ZonePlan {
  const { desired, live, action, managed, leftAlone, unmanaged, unchanged, findings } = draft;
  const isAbsent = desired.state === 'absent';
  const guard = judgeDraft(draft, changes, nearly);
  return {
    name: desired.name,
    ...(live === undefined ? {} : { id: live.id }),
    ...(action === undefined ? {} : { action }),
    ...(isAbsent ? { state: 'absent' as const } : {}),
    file: desired.file,
    liveHash: hashRecords(managed),
    desiredHash: hashRecords(desired.records),
    changes,
    unchanged,
    liveCount: managed.length,
    unmanaged,
    leftAlone,
    ...(action === 'delete' ? { lost: managed } : {}),
    ...(guard === undefined ? {} : { guard }),
    findings: [...findings, ...outcome, ...cacheFindings(changes)],
  };
}

function judgeDraft(
  { desired, action, managed, leftAlone }: ZoneDraft,
  changes: readonly Change[],
  nearly: Fqdn | undefined,
): GuardVerdict | undefined {
  if (action === 'delete') return judgeDeletion(managed, protectReasons(desired, managed));
  return judge({
    name: desired.name,
    managed,
    kept: leftAlone.map(({ record }) => record),
    changes,
    forbidden: protectReasons(desired, goingRecords(changes)),
    ...(nearly === undefined ? {} : { nearly }),
  });
}
