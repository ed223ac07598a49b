/** Keeps the books of all passes of an apply: one result for each step of the plan, the latest word on each. */
import type { Fqdn } from '../model/name.ts';
import { type Change, operationId, type Plan } from '../model/plan.ts';
import { identityOf } from '../model/record.ts';
import type { ApplyReport, Outcome, StepResult, Verification, ZoneResult } from '../model/report.ts';
import type { ZoneSummary } from '../model/zone.ts';
import { OwnWrites } from './own-writes.ts';

/** Failures that sending the same once more cannot mend. */
const FINAL: ReadonlySet<string> = new Set([
  'rejected',
  'permission',
  'not-found',
  'auth',
  'wrong-url',
  'stored-otherwise',
]);

export class Ledger {
  readonly own = new OwnWrites();
  readonly #changes: readonly Change[];
  /** By step of the plan; undefined until a pass has told of it. */
  readonly #results: (Outcome | undefined)[];
  /** By operation the steps it stands for: several where equal duplicates are deleted. */
  readonly #stepsOf = new Map<string, number[]>();
  readonly #zones = new Map<Fqdn, ZoneResult>();
  readonly #touched = new Map<Fqdn, Pick<ZoneSummary, 'id' | 'name'>>();

  constructor(plan: Plan) {
    this.#changes = plan.steps.map(({ change }) => change);
    this.#results = plan.steps.map(() => undefined);
    for (const [index, change] of this.#changes.entries()) this.#allow(change, index);
  }

  /** Takes in what one pass came to. */
  enter(
    steps: readonly StepResult[],
    zones: readonly ZoneResult[],
    touched: readonly Pick<ZoneSummary, 'id' | 'name'>[],
  ): void {
    const open = new Map<string, number[]>();
    for (const { change, outcome } of steps) {
      if (outcome.status === 'done') this.own.confirm(change);
      const id = operationId(change);
      const indexes = open.get(id) ?? this.#steps(id, (known) => known?.status !== 'done').reverse();
      open.set(id, indexes);
      const index = indexes.pop();
      if (index === undefined) continue;
      this.#results[index] = outcome;
      const rest = restOf(change, outcome);
      if (rest !== undefined) this.#allow(rest, index);
    }
    for (const result of zones) {
      this.#zones.set(result.zone, result);
      if (result.action === 'delete' && result.outcome.status === 'done') this.own.confirmGone(result.zone);
    }
    for (const zone of touched) this.#touched.set(zone.name, zone);
  }

  touched(): readonly Pick<ZoneSummary, 'id' | 'name'>[] {
    return [...this.#touched.values()];
  }

  hasMadeZone(): boolean {
    return [...this.#zones.values()].some(
      ({ action, outcome }) => action === 'create' && outcome.status === 'done',
    );
  }

  /** The zones that are gone, or may be. */
  dropped(): readonly Fqdn[] {
    return [...this.#zones.values()].flatMap(({ zone, action, outcome }) =>
      action === 'delete' && (outcome.status === 'done' || outcome.status === 'unknown') ? [zone] : [],
    );
  }

  /** How often an operation may still be sent: as often as it was shown, less what is done and what was refused. */
  admits(id: string): number {
    return this.#steps(id, mayRepeat).length;
  }

  /** Whether a change leaves no gap, or did so when it was shown: from half the way on, others may leave one. */
  announced(change: Change): boolean {
    const indexes = this.#stepsOf.get(operationId(change)) ?? [];
    return change.gap === undefined || indexes.some((index) => this.#changes[index]?.gap !== undefined);
  }

  /**
   * Whether a zone's creation or deletion may be sent again. Where the outcome of a creation is unknown, only another
   * list can tell, which is the next plan's to read; a deletion does no harm twice.
   */
  admitsZone(zone: Fqdn): boolean {
    const { action, outcome } = this.#zones.get(zone) ?? {};
    return (action === 'delete' || outcome?.status !== 'unknown') && mayRepeat(outcome);
  }

  /** What had no answer and is no longer asked for has happened. */
  settleUnknown(remaining: Plan): void {
    const asked = new Map<string, number>();
    for (const { change } of remaining.steps) {
      const goal = goalOf(change);
      asked.set(goal, (asked.get(goal) ?? 0) + 1);
    }
    const isAsked = (change: Change): boolean => {
      const goal = goalOf(change);
      const times = asked.get(goal) ?? 0;
      asked.set(goal, times - 1);
      return times > 0;
    };
    const doomed = new Set(remaining.zones.flatMap(({ name, action }) => (action === 'delete' ? name : [])));
    for (const [zone, result] of this.#zones) {
      if (result.action !== 'delete' || result.outcome.status !== 'unknown' || doomed.has(zone)) continue;
      this.#zones.set(zone, { ...result, outcome: seenAfterwards });
    }
    const unknown: number[] = [];
    for (const [index, change] of this.#changes.entries()) {
      const status = this.#results[index]?.status;
      if (status === 'unknown') unknown.push(index);
      // What surely did not happen is asked for before what perhaps did.
      else if (status !== 'done') isAsked(change);
    }
    for (const index of unknown) {
      const change = this.#changes[index];
      if (change === undefined || isAsked(change)) continue;
      this.#results[index] = seenAfterwards;
    }
  }

  report(verification: Verification, stopped?: string): ApplyReport {
    const steps = this.#changes.flatMap((change, index) => {
      const outcome = this.#results[index];
      return outcome === undefined ? [] : [{ change, outcome }];
    });
    return {
      zones: [...this.#zones.values()],
      steps,
      verification,
      ...(stopped === undefined ? {} : { stopped }),
    };
  }

  #allow(change: Change, index: number): void {
    const id = operationId(change);
    const indexes = this.#stepsOf.get(id);
    if (indexes === undefined) this.#stepsOf.set(id, [index]);
    else if (indexes.at(-1) !== index) indexes.push(index);
  }

  #steps(id: string, picks: (outcome: Outcome | undefined) => boolean): number[] {
    return (this.#stepsOf.get(id) ?? []).filter((index) => picks(this.#results[index]));
  }
}

const seenAfterwards: Outcome = { status: 'done', note: 'seen in live after its answer was lost' };

function mayRepeat(outcome: Outcome | undefined): boolean {
  if (outcome?.status === 'failed') return !FINAL.has(outcome.code);
  return outcome?.status !== 'done';
}

/**
 * What is left to do of a change of type that went by delete and create and of which the create may be missing: that
 * create, which was shown as the second half of the change.
 */
function restOf(change: Change, outcome: Outcome): Change | undefined {
  const isHalf = outcome.status === 'unknown' || (outcome.status === 'failed' && outcome.wrote === true);
  return change.action === 'update' && change.reason === 'type-change' && isHalf
    ? { action: 'create', zone: change.zone, after: change.after }
    : undefined;
}

/** What a change is to bring about, whatever stood there before: a record as it stands afterwards, or one that is gone. */
function goalOf(change: Change): string {
  return change.action === 'delete'
    ? JSON.stringify([change.zone, 'gone', identityOf(change.before)])
    : JSON.stringify([change.zone, 'there', identityOf(change.after), change.after.ttl]);
}
