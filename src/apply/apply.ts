/** Applies a plan until live equals the files or nothing more may be done, and never does what was not shown. */
import { isDnssyncError } from '../errors.ts';
import type { Fqdn } from '../model/name.ts';
import { isEmpty, operationId, type Plan, type ZoneError, type ZonePlan } from '../model/plan.ts';
import type { ApplyReport, Verification } from '../model/report.ts';
import type { ZoneSummary } from '../model/zone.ts';
import { Ledger } from './ledger.ts';
import type { OwnWrites } from './own-writes.ts';
import { restrictSteps } from './restrict.ts';
import { type RunDeps, runPlan, type WorkZone } from './run-plan.ts';

export interface ApplyDeps extends RunDeps {
  /**
   * Reads these zones again, looks whether those that were to go are still listed, and plans afresh. Rejects with a
   * DnssyncError where that cannot be read.
   */
  readonly look: (
    zones: readonly Pick<ZoneSummary, 'id' | 'name'>[],
    dropped: readonly Fqdn[],
  ) => Promise<Look>;
}

/** Live, read again. */
export interface Look {
  /** What a plan shows now. */
  readonly remaining: Plan;
  /** What a plan would show if these writes, which the service confirmed, were visible already. */
  readonly remainingAfter: (own: OwnWrites) => Plan;
}

/** The first pass and two more for what failed on the way (reliability 3.8). */
const MOST_PASSES = 3;
/** How long confirmed writes may take to show in a read, in growing steps (seconds; 30 together). */
const LAG_WAITS = [0.5, 1, 2.5, 6, 20];

/**
 * Runs the plan, reads the zones again, plans afresh, and repeats with what is left as long as that was shown before
 * (by {@link operationId}) and was not refused. A confirmed write is never sent again: where it does not show, it is
 * waited for (reliability findings 3 and 36).
 */
export async function applyPlan(plan: Plan, deps: ApplyDeps): Promise<ApplyReport> {
  const ledger = new Ledger(plan);
  const unplanned = new Set(plan.errors.map(({ zone }) => zone));
  let work: Pick<Plan, 'steps' | 'zones'> = plan;
  for (let pass = 1; ; pass++) {
    const result = await runPlan({ steps: work.steps, zones: zonesOf(work, plan) }, deps);
    ledger.enter(result.steps, result.zones, result.touched);
    if (result.stopped !== undefined) return ledger.report(unread(result.stopped), result.stopped);

    deps.onEvent({ kind: 'verify', pass });
    let look: Look;
    try {
      look = await lookPastLag(ledger, deps);
    } catch (error) {
      if (!isDnssyncError(error)) throw error;
      return ledger.report(unread(error.message), error.code === 'stopped' ? error.message : undefined);
    }
    ledger.settleUnknown(look.remaining);
    // A zone that could be planned before and cannot any more is not equal, though nothing of it is left to do.
    const obstacle = look.remaining.errors.find(({ zone }) => !unplanned.has(zone));
    if (isEmpty(look.remaining) && obstacle === undefined) return ledger.report({ status: 'equal' });

    const left = look.remainingAfter(ledger.own);
    work = admitted(left, ledger);
    const isOver = work.steps.length === 0 && work.zones.every(({ action }) => action === undefined);
    if (isOver || pass === MOST_PASSES) return ledger.report(different(look.remaining, left, obstacle));
  }
}

/**
 * What is left and may be sent: shown before, with a gap if it leaves one, and neither done nor refused. No zone is deleted while something is left
 * that may not be sent.
 */
function admitted(left: Plan, ledger: Ledger): Pick<Plan, 'steps' | 'zones'> {
  const isOpen = ({ action, name }: ZonePlan): boolean => action === undefined || ledger.admitsZone(name);
  const names = new Set(left.zones.filter(isOpen).map(({ name }) => name));
  const times = new Map<string, number>();
  const steps = restrictSteps(left.steps, ({ change }) => {
    const id = operationId(change);
    const more = times.get(id) ?? ledger.admits(id);
    times.set(id, more - 1);
    return more > 0 && names.has(change.zone) && ledger.announced(change);
  });
  const isAll = steps.length === left.steps.length;
  return { steps, zones: left.zones.filter((zone) => isOpen(zone) && (isAll || zone.action !== 'delete')) };
}

/** Reads live; where all that differs is our own confirmed writes, a new zone among them, waits for them to show. */
async function lookPastLag(ledger: Ledger, deps: ApplyDeps): Promise<Look> {
  for (const wait of LAG_WAITS) {
    try {
      const look = await deps.look(ledger.touched(), ledger.dropped());
      if (isEmpty(look.remaining) || !isEmpty(look.remainingAfter(ledger.own))) return look;
    } catch (error) {
      const isUnseen = isDnssyncError(error) && error.code === 'not-found' && ledger.hasMadeZone();
      if (!isUnseen) throw error;
    }
    await deps.sleep(wait);
  }
  return deps.look(ledger.touched(), ledger.dropped());
}

function zonesOf(work: Pick<Plan, 'zones'>, plan: Plan): readonly WorkZone[] {
  // Zones without changes need no writing, unless they were to be created or deleted.
  const names = new Set(
    plan.zones.filter((zone) => zone.changes.length > 0 || zone.action).map(({ name }) => name),
  );
  return work.zones.filter(({ name }) => names.has(name));
}

function unread(message: string): Verification {
  return { status: 'unread', message };
}

function different(remaining: Plan, left: Plan, obstacle: ZoneError | undefined): Verification {
  return { status: 'different', remaining, message: differenceOf(left, obstacle) };
}

function differenceOf(left: Plan, obstacle: ZoneError | undefined): string {
  if (obstacle !== undefined) return `${obstacle.zone} can no longer be planned: ${obstacle.message}`;
  return isEmpty(left)
    ? 'the service confirmed every write, but does not show all of them yet; run dnssync plan again'
    : 'run the same command again to see what is left';
}
