/** Applies a plan until live equals the files or nothing more may be done, and never does what was not shown. */
import { isDnssyncError } from '../errors.ts';
import { isEmpty, operationId, type Plan } from '../model/plan.ts';
import type { ApplyReport, StepResult, Verification, ZoneResult } from '../model/report.ts';
import type { ZoneSummary } from '../model/zone.ts';
import { OwnWrites } from './own-writes.ts';
import { restrictSteps } from './restrict.ts';
import { type RunDeps, runPlan } from './run-plan.ts';

export interface ApplyDeps extends RunDeps {
  /** Reads these zones again and plans afresh. Rejects with a DnssyncError where they cannot be read. */
  readonly look: (zones: readonly Pick<ZoneSummary, 'id' | 'name'>[]) => Promise<Look>;
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
/** Failures that sending the same once more cannot mend. */
const FINAL: ReadonlySet<string> = new Set([
  'rejected',
  'permission',
  'not-found',
  'auth',
  'wrong-url',
  'stored-otherwise',
]);
/** How long confirmed writes may take to show in a read, in growing steps (seconds; 30 together). */
const LAG_WAITS = [0.5, 1, 2.5, 6, 20];

/**
 * Runs the plan, reads the zones again, plans afresh, and repeats with what is left as long as that was shown before
 * (by {@link operationId}) and was not refused. A confirmed write is never sent again: where it does not show, it is
 * waited for (reliability findings 3 and 36).
 */
export async function applyPlan(plan: Plan, deps: ApplyDeps): Promise<ApplyReport> {
  const shown = new Set(plan.steps.map(({ change }) => operationId(change)));
  const ledger = new Ledger(plan);
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
      return ledger.report(unread(error.message));
    }
    ledger.settleUnknown(look.remaining);
    if (isEmpty(look.remaining)) return ledger.report({ status: 'equal' });

    const left = look.remainingAfter(ledger.own);
    const steps = restrictSteps(left.steps, ({ change }) => {
      const id = operationId(change);
      return shown.has(id) && !ledger.isOver(id);
    });
    if (pass === MOST_PASSES || steps.length === 0) return ledger.report(different(look.remaining, left));
    work = { steps, zones: left.zones };
  }
}

/** Reads live; where all that differs is our own confirmed writes, a new zone among them, waits for them to show. */
async function lookPastLag(ledger: Ledger, deps: ApplyDeps): Promise<Look> {
  for (const wait of LAG_WAITS) {
    try {
      const look = await deps.look(ledger.touched());
      if (isEmpty(look.remaining) || !isEmpty(look.remainingAfter(ledger.own))) return look;
    } catch (error) {
      const isUnseen = isDnssyncError(error) && error.code === 'not-found' && ledger.hasMadeZone();
      if (!isUnseen) throw error;
    }
    await deps.sleep(wait);
  }
  return deps.look(ledger.touched());
}

function zonesOf(
  work: Pick<Plan, 'zones'>,
  plan: Plan,
): readonly { name: Plan['zones'][number]['name']; id?: string }[] {
  // Zones without changes need no writing, unless the plan was to create them.
  const names = new Set(
    plan.zones.filter((zone) => zone.changes.length > 0 || zone.action).map(({ name }) => name),
  );
  return work.zones.filter(({ name }) => names.has(name));
}

function unread(message: string): Verification {
  return { status: 'unread', message };
}

function different(remaining: Plan, left: Plan): Verification {
  const message = isEmpty(left)
    ? 'the service confirmed every write, but does not show all of them yet; run dnssync plan again'
    : 'live differs from the files; run dnssync plan to see what is left';
  return { status: 'different', remaining, message };
}

/** Keeps the books of all passes: one result for each step of the plan, the latest word on each. */
class Ledger {
  readonly own = new OwnWrites();
  readonly #order: readonly string[];
  /** By operation: results of the same operation (two equal duplicates deleted) in the order of the plan. */
  readonly #results = new Map<string, StepResult[]>();
  readonly #zones = new Map<string, ZoneResult>();
  readonly #touched = new Map<string, Pick<ZoneSummary, 'id' | 'name'>>();

  constructor(plan: Plan) {
    this.#order = plan.steps.map(({ change }) => operationId(change));
  }

  enter(
    steps: readonly StepResult[],
    zones: readonly ZoneResult[],
    touched: readonly Pick<ZoneSummary, 'id' | 'name'>[],
  ): void {
    const fresh = new Map<string, StepResult[]>();
    for (const result of steps) {
      if (result.outcome.status === 'done') this.own.confirm(result.change);
      const id = operationId(result.change);
      fresh.set(id, [...(fresh.get(id) ?? []), result]);
    }
    for (const [id, results] of fresh) {
      const done = (this.#results.get(id) ?? []).filter(({ outcome }) => outcome.status === 'done');
      this.#results.set(id, [...done, ...results]);
    }
    for (const result of zones) this.#zones.set(result.zone, result);
    for (const zone of touched) this.#touched.set(zone.name, zone);
  }

  touched(): readonly Pick<ZoneSummary, 'id' | 'name'>[] {
    return [...this.#touched.values()];
  }

  hasMadeZone(): boolean {
    return [...this.#zones.values()].some(({ outcome }) => outcome.status === 'done');
  }

  /** Whether an operation must not be sent again: done already, or refused by the service. */
  isOver(id: string): boolean {
    const results = this.#results.get(id) ?? [];
    return (
      results.length > 0 &&
      results.every(
        ({ outcome }) =>
          outcome.status === 'done' || (outcome.status === 'failed' && FINAL.has(outcome.code)),
      )
    );
  }

  /** An operation without an answer that live no longer asks for has happened. */
  settleUnknown(remaining: Plan): void {
    const open = new Set(remaining.steps.map(({ change }) => operationId(change)));
    for (const [id, results] of this.#results) {
      if (open.has(id)) continue;
      this.#results.set(
        id,
        results.map((result) =>
          result.outcome.status === 'unknown'
            ? { ...result, outcome: { status: 'done', note: 'seen in live after its answer was lost' } }
            : result,
        ),
      );
    }
  }

  report(verification: Verification, stopped?: string): ApplyReport {
    const taken = new Map<string, number>();
    const steps = this.#order.flatMap((id) => {
      const at = taken.get(id) ?? 0;
      taken.set(id, at + 1);
      const result = this.#results.get(id)?.[at];
      return result === undefined ? [] : [result];
    });
    return {
      zones: [...this.#zones.values()],
      steps,
      verification,
      ...(stopped === undefined ? {} : { stopped }),
    };
  }
}
