/** Joins the stages: read live, plan, apply, read again, ask the servers. It knows the order of the stages and no rule of theirs. */
import { applyPlan } from './apply/apply.ts';
import { handsOff } from './apply/hands-off.ts';
import type { RunDeps } from './apply/run-plan.ts';
import { isDnssyncError } from './errors.ts';
import type { ZoneVerification } from './model/dns-report.ts';
import type { Fqdn } from './model/name.ts';
import type { Change, Plan, ZoneError } from './model/plan.ts';
import type { ZoneReader } from './model/provider.ts';
import type { ApplyReport } from './model/report.ts';
import { type DesiredZone, domainOf, type LiveZone, type Living, type ZoneSummary } from './model/zone.ts';
import { diffRecords } from './plan/diff.ts';
import { withForecast } from './plan/forecast.ts';
import { buildPlan } from './plan/plan.ts';
import { splitIgnored } from './plan/split-live.ts';
import type { Target } from './plan/target.ts';
import { type Snapshot, wayBack } from './runs/way-back.ts';
import type { TouchedZone } from './verify/await-servers.ts';
import { onceApplied, zoneToVerify } from './verify/subject.ts';
import type { ZoneToVerify } from './verify/verify-zone.ts';

export interface PlanInput {
  /** The zones to be planned. */
  readonly desired: readonly DesiredZone[];
  /** The zones that have a file and are not to be planned. */
  readonly beside?: readonly DesiredZone[];
  /** The names of all zones that have a file, planned or not: the others at the service are unmanaged. */
  readonly managed: ReadonlySet<Fqdn>;
  readonly targets?: readonly Target[];
}

/** A plan, with the live state it was made from. */
export interface Planned {
  readonly plan: Plan;
  readonly input: PlanInput;
  readonly live: ReadonlyMap<Fqdn, LiveZone>;
  readonly unmanagedZones: readonly Fqdn[];
}

/**
 * Reads live and plans: one list, and one read for each zone that holds records. A zone that cannot be read becomes an
 * error of the plan and is never taken as empty; the others go on. Rejects where nothing could be read at all.
 */
export async function planZones(input: PlanInput, reader: ZoneReader): Promise<Planned> {
  const summaries = await reader.listZones();
  const byName = new Map<Fqdn, ZoneSummary[]>();
  for (const summary of summaries) byName.set(summary.name, [...(byName.get(summary.name) ?? []), summary]);

  const live = new Map<Fqdn, LiveZone>();
  const errors: ZoneError[] = [];
  let reads = 1;
  await Promise.all(
    input.desired.map(async ({ name }) => {
      const [summary, second] = byName.get(name) ?? [];
      if (summary === undefined) return;
      if (second !== undefined) {
        errors.push({
          zone: domainOf(name),
          code: 'api',
          message: `the service lists this zone twice (${summary.id}, ${second.id})`,
          hint: 'delete one of them at the vendor',
        });
        return;
      }
      if (summary.recordCount === 0) {
        live.set(name, { id: summary.id, name, records: [], unmanaged: [] });
        return;
      }
      reads++;
      try {
        live.set(name, await reader.readZone(summary));
      } catch (error) {
        // A refused token is no matter of one zone.
        if (!isDnssyncError(error) || error.code === 'auth' || error.code === 'stopped') throw error;
        const hint = error.hint === undefined ? {} : { hint: error.hint };
        errors.push({ zone: domainOf(name), code: error.code, message: error.message, ...hint });
      }
    }),
  );
  const unmanagedZones = [...byName.keys()].filter((name) => !input.managed.has(name)).sort();
  const planned = plan(input, live, unmanagedZones, errors, reads);
  return { plan: withForecast(planned, reader.pace?.()), input, live, unmanagedZones };
}

/** Applies a plan and reads every zone it wrote to again; see apply/apply.ts. */
export async function applyPlanned(planned: Planned, deps: RunDeps): Promise<ApplyReport> {
  return applyPlan(planned.plan, {
    ...deps,
    writer: handsOff(deps.writer, planned.plan),
    finisher: handsOff(deps.finisher, planned.plan),
    look: async (zones, dropped) => {
      const live = new Map(planned.live);
      const listed = dropped.length === 0 ? [] : await deps.reader.listZones();
      const gone = dropped.filter((name) => !listed.some((zone) => zone.name === name));
      for (const name of gone) live.delete(name);
      const fresh = await Promise.all(zones.map((zone) => deps.reader.readZone(zone)));
      for (const zone of fresh) live.set(zone.name, zone);
      const { input, unmanagedZones } = planned;
      const replan = (of: ReadonlyMap<Fqdn, LiveZone>): Plan =>
        plan(input, of, unmanagedZones, planned.plan.errors, fresh.length + (dropped.length > 0 ? 1 : 0));
      return {
        remaining: replan(live),
        remainingAfter: (own) => {
          const after = new Map(live);
          for (const zone of fresh) after.set(zone.name, own.over(zone));
          for (const name of dropped) if (own.isGone(name)) after.delete(name);
          return replan(after);
        },
      };
    },
  });
}

/** The planned zones as `verify` needs them: what their servers must answer, and what the service holds. */
export function zonesToVerify({ plan, input, live }: Planned): readonly ZoneToVerify[] {
  const plans = new Map(plan.zones.map((zone) => [zone.name, zone]));
  const errors = new Map(plan.errors.map((error) => [error.zone, error]));
  return input.desired.flatMap((desired) => {
    const zone = live.get(desired.name);
    const error = errors.get(domainOf(desired));
    // Gone, as the file says; who serves it now, elsewhere perhaps, is nobody's business here.
    if (desired.state === 'absent' && zone === undefined && error === undefined) return [];
    const api: ZoneVerification['api'] =
      error !== undefined
        ? {
            status: 'unread',
            message: error.message,
            ...(error.hint === undefined ? {} : { hint: error.hint }),
          }
        : { status: zone === undefined ? 'missing' : 'read' };
    return zoneToVerify(desired, api, zone, plans.get(desired.name));
  });
}

/** The same for zones of which only the files are known. */
export function filesToVerify(
  desired: readonly DesiredZone[],
  api: ZoneVerification['api'],
): readonly ZoneToVerify[] {
  return desired.filter(({ state }) => state !== 'absent').map((zone) => zoneToVerify(zone, api));
}

/** What to wait for once a plan is applied: the zones it touched, or all where it had nothing to do; none it deleted. */
export function touchedZones(planned: Planned): readonly TouchedZone[] {
  const touched = new Map<Fqdn, readonly Change[]>(
    planned.plan.zones
      .filter(({ changes, action }) => changes.length > 0 || action !== undefined)
      .map(({ name, changes }) => [name, changes]),
  );
  const deleted = new Set(
    planned.plan.zones.filter(({ action }) => action === 'delete').map(({ name }) => name),
  );
  return zonesToVerify(planned)
    .filter(({ zone }) => !deleted.has(zone))
    .filter(({ zone, api }) => (touched.size === 0 ? api.status === 'read' : touched.has(zone)))
    .map((subject) => {
      const changes = touched.get(subject.zone) ?? [];
      const changed = changes.flatMap((change) => [
        ...(change.action === 'create' ? [] : [change.before]),
        ...(change.action === 'delete' ? [] : [change.after]),
      ]);
      return { subject: onceApplied(subject), changed };
    });
}

/** A plan that leads back, and what it leaves as it is. */
export interface PlannedBack extends Planned {
  /** What would have to change at other names, or of what others have added, to reach the snapshots whole. */
  readonly aside: readonly Change[];
  /** What would have to change of records that are to be ignored. */
  readonly ignored: readonly Change[];
}

/**
 * Plans the way back to snapshots; zones that a run has made, and that are gone again, need none.
 *
 * @param livingOf how a zone lives with others now: what is theirs is theirs on the way back, too
 */
export async function planBack(
  snapshots: readonly Snapshot[],
  reader: ZoneReader,
  livingOf: (zone: Fqdn) => Living = () => ({}),
): Promise<PlannedBack> {
  const wanted = new Set(snapshots.map(({ name }) => name));
  const zones = (await reader.listZones()).filter(({ name }) => wanted.has(name));
  const live = new Map<string, LiveZone>();
  const failed = new Map<string, unknown>();
  await Promise.all(
    zones.map(async (zone) => {
      const { id, name, recordCount } = zone;
      if (recordCount === 0) return live.set(id, { id, name, records: [], unmanaged: [] });
      return reader.readZone(zone).then(
        (read) => live.set(id, read),
        (error: unknown) => failed.set(id, error),
      );
    }),
  );
  const byName = new Map([...live.values()].map((zone) => [zone.name, zone]));
  const listed = new Set(zones.map(({ name }) => name));
  const ways = snapshots
    .filter(({ name, records }) => listed.has(name) || records.length > 0)
    .map((snapshot) => wayBackWithOthers(snapshot, byName.get(snapshot.name), livingOf(snapshot.name)));
  const planned = await planZones(
    { desired: ways.map(({ desired }) => desired), managed: wanted },
    {
      // What was read just now, so that both readings are one.
      listZones: async () => zones,
      readZone: async ({ id, name }) => {
        const zone = live.get(id);
        if (zone === undefined) throw failed.get(id);
        return { ...zone, name };
      },
    },
  );
  return {
    ...planned,
    plan: withoutSources(planned.plan),
    aside: ways.flatMap(({ aside }) => aside),
    ignored: ways.flatMap(({ ignored }) => ignored),
  };
}

/** What is ignored stands on neither side of what goes back; the planner sees that it stays. */
function wayBackWithOthers(
  snapshot: Snapshot,
  live: LiveZone | undefined,
  { mode, ignore = [], protect = [] }: Living,
): { desired: DesiredZone; aside: readonly Change[]; ignored: readonly Change[] } {
  const { name, file } = snapshot;
  const then = splitIgnored({ name, ignore }, snapshot.records);
  const now = splitIgnored({ name, ignore }, live?.records ?? []);
  const { desired, aside } = wayBack(
    { ...snapshot, records: then.rest },
    live && { ...live, records: now.rest },
    mode === 'additive',
  );
  const source = { file, line: 1, column: 1 };
  const theirs = then.leftAlone.map(({ record }) => ({ ...record, source }));
  return {
    desired: { ...desired, protect, ignore },
    aside: diffRecords(name, aside.before, aside.now).changes,
    ignored: diffRecords(
      name,
      theirs,
      now.leftAlone.map(({ record }) => record),
    ).changes,
  };
}

/** What comes from a snapshot is declared nowhere. */
function withoutSources(plan: Plan): Plan {
  const bare = ({ source: _, ...change }: Change): Change => change as Change;
  return {
    ...plan,
    zones: plan.zones.map((zone) => ({ ...zone, changes: zone.changes.map(bare) })),
    steps: plan.steps.map(({ change, dependsOn }) => ({ change: bare(change), dependsOn })),
  };
}

function plan(
  input: PlanInput,
  live: ReadonlyMap<Fqdn, LiveZone>,
  unmanagedZones: readonly Fqdn[],
  errors: readonly ZoneError[],
  reads: number,
): Plan {
  const { desired, beside, targets } = input;
  return buildPlan({
    desired,
    live,
    unmanagedZones,
    errors,
    reads,
    ...(beside === undefined ? {} : { beside }),
    ...(targets === undefined ? {} : { targets }),
  });
}
