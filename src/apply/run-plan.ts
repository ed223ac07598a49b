/** Writes one plan: new zones first, then every step as soon as what it depends on is done, then the zones that go. */
import { type DnssyncError, isDnssyncError } from '../errors.ts';
import type { Fqdn } from '../model/name.ts';
import { type Change, type Step, subjectOf, type ZonePlan } from '../model/plan.ts';
import type { ZoneReader, ZoneWriter } from '../model/provider.ts';
import type { ApplyEvent, Outcome, StepResult, ZoneResult } from '../model/report.ts';
import { domainOf, type ZoneSummary } from '../model/zone.ts';
import { createZone } from './create-zone.ts';
import { outcomeOf } from './outcome.ts';
import { leavesRoom, putBack } from './put-back.ts';
import { runSchedule } from './schedule.ts';
import { writeChange } from './write-change.ts';
import { ZoneDesk } from './zone-desk.ts';

export interface RunDeps {
  readonly reader: ZoneReader;
  readonly writer: ZoneWriter;
  /** As `writer`, but not held back by a stop; see WriteContext. */
  readonly finisher: ZoneWriter;
  /** Seconds. */
  readonly sleep: (seconds: number) => Promise<void>;
  /** Most steps under way at once; the provider paces the calls themselves. */
  readonly concurrency: number;
  /** Aborted by a signal or a deadline; the reason's message says which. */
  readonly signal: AbortSignal;
  readonly onEvent: (event: ApplyEvent) => void;
}

/** What is to be written: steps in a legal order, and the zones they need. */
export interface Work {
  readonly steps: readonly Step[];
  readonly zones: readonly WorkZone[];
}

/** A zone that is written to; without an id one that is to be created. */
export type WorkZone = Pick<ZonePlan, 'name' | 'id' | 'action'>;

export interface RunResult {
  readonly steps: readonly StepResult[];
  readonly zones: readonly ZoneResult[];
  /** Every zone whose records were written to, with the id it has now. */
  readonly touched: readonly Pick<ZoneSummary, 'id' | 'name'>[];
  /** Why no further step was started; absent where all were. */
  readonly stopped?: string;
}

/** This many steps in a row without any answer mean that the service is not there: no further one is tried. */
const OUTAGE = 3;

export async function runPlan(work: Work, deps: RunDeps): Promise<RunResult> {
  const brake = new Brake(deps.signal);
  const zones = await openZones(work, deps, brake);
  const ids = new Map<Fqdn, string>();
  for (const { name, id } of work.zones) if (id !== undefined) ids.set(name, id);
  for (const { zone, id } of zones) if (id !== undefined) ids.set(zone, id);

  const desks = new Map<Fqdn, ZoneDesk>();
  const deskOf = (zone: Pick<ZoneSummary, 'id' | 'name'>): ZoneDesk => {
    const desk = desks.get(zone.name) ?? new ZoneDesk(() => deps.reader.readZone(zone));
    desks.set(zone.name, desk);
    return desk;
  };

  let finished = 0;
  const tell = (change: Change, outcome: Outcome): StepResult => {
    const result = { change, outcome };
    finished++;
    deps.onEvent({ kind: 'step', result, finished, total: work.steps.length });
    return result;
  };
  const changeAt = (index: number): Change => (work.steps[index] as Step).change;

  const undone = new Map<number, StepResult>();
  const results = await runSchedule<StepResult>({
    dependsOn: work.steps.map((step) => step.dependsOn),
    concurrency: deps.concurrency,
    stopped: () => brake.reason !== undefined,
    run: async (index) => {
      const change = changeAt(index);
      const id = ids.get(change.zone);
      if (id === undefined) {
        const reason = `the zone ${domainOf(change.zone)} could not be created`;
        return { result: tell(change, { status: 'not-tried', reason }), done: false };
      }
      const zone = { id, name: change.zone };
      const context = { ...deps, zone, desk: deskOf(zone) };
      const { outcome, error } = await writeChange(change, context);
      brake.watch(error);
      if (leavesRoom(change, outcome)) {
        for (const need of work.steps[index]?.dependsOn ?? []) {
          const made = changeAt(need);
          if (made.action !== 'delete' || !isAtOneName(made, change)) continue;
          undone.set(need, { change: made, outcome: await putBack(made.before, context) });
        }
      }
      return { result: tell(change, outcome), done: outcome.status === 'done' };
    },
    skip: (index, blockedBy) => {
      const reason =
        blockedBy === undefined
          ? (brake.reason ?? 'what it depends on was not done')
          : `depends on a change that failed: ${describe(changeAt(blockedBy))}`;
      return tell(changeAt(index), { status: 'not-tried', reason });
    },
  });

  const steps = results.map((result, index) => undone.get(index) ?? result);
  const isAllDone = [...zones, ...steps].every(({ outcome }) => outcome.status === 'done');
  const dropped = await dropZones(work, isAllDone, deps, brake);

  const written = new Set([
    ...zones.filter(({ outcome }) => outcome.status !== 'not-tried').map(({ zone }) => zone),
    ...steps.filter(({ outcome }) => outcome.status !== 'not-tried').map(({ change }) => change.zone),
  ]);
  return {
    steps,
    zones: [...zones.map(({ zone, outcome }) => ({ zone, action: 'create' as const, outcome })), ...dropped],
    touched: [...written].flatMap((name) => {
      const id = ids.get(name);
      return id === undefined ? [] : [{ id, name }];
    }),
    ...(brake.reason === undefined ? {} : { stopped: brake.reason }),
  };
}

interface OpenedZone {
  readonly zone: Fqdn;
  readonly outcome: Outcome;
  readonly id?: string;
}

async function openZones(work: Work, deps: RunDeps, brake: Brake): Promise<OpenedZone[]> {
  const missing = work.zones.filter(({ id }) => id === undefined);
  const tell = (opened: OpenedZone): OpenedZone => {
    const { zone, outcome } = opened;
    deps.onEvent({ kind: 'zone', result: { zone, action: 'create', outcome } });
    return opened;
  };
  return runSchedule<OpenedZone>({
    dependsOn: missing.map(() => []),
    concurrency: deps.concurrency,
    stopped: () => brake.reason !== undefined,
    run: async (index) => {
      const { name } = missing[index] as { name: Fqdn };
      const { outcome, id, error } = await createZone(name, deps);
      brake.watch(error);
      const opened = { zone: name, outcome, ...(id === undefined ? {} : { id }) };
      return { result: tell(opened), done: outcome.status === 'done' };
    },
    skip: (index) => {
      const { name } = missing[index] as { name: Fqdn };
      return tell({ zone: name, outcome: { status: 'not-tried', reason: brake.reason ?? 'stopped' } });
    },
  });
}

/** The one thing that cannot be made good again: it comes last, and only where nothing before it went wrong. */
async function dropZones(
  work: Work,
  isAllDone: boolean,
  deps: RunDeps,
  brake: Brake,
): Promise<readonly ZoneResult[]> {
  const doomed = work.zones.flatMap(({ name, id, action }) =>
    action === 'delete' && id !== undefined ? [{ name, id }] : [],
  );
  const tell = (zone: Fqdn, outcome: Outcome): ZoneResult => {
    const result: ZoneResult = { zone, action: 'delete', outcome };
    deps.onEvent({ kind: 'zone', result });
    return result;
  };
  return runSchedule<ZoneResult>({
    dependsOn: doomed.map(() => []),
    concurrency: deps.concurrency,
    stopped: () => !isAllDone || brake.reason !== undefined,
    run: async (index) => {
      const zone = doomed[index] as { name: Fqdn; id: string };
      const { outcome, error } = await deleteZone(zone, deps.writer);
      brake.watch(error);
      return { result: tell(zone.name, outcome), done: outcome.status === 'done' };
    },
    skip: (index) => {
      const { name } = doomed[index] as { name: Fqdn };
      const reason = brake.reason ?? 'a zone is deleted only after all other changes are done';
      return tell(name, { status: 'not-tried', reason });
    },
  });
}

async function deleteZone(
  zone: Pick<ZoneSummary, 'id' | 'name'>,
  writer: ZoneWriter,
): Promise<{ outcome: Outcome; error?: DnssyncError }> {
  try {
    await writer.deleteZone(zone);
    return { outcome: { status: 'done' } };
  } catch (error) {
    if (!isDnssyncError(error)) throw error;
    // Whether it is gone is seen in the list afterwards.
    if (error.code === 'not-found') return { outcome: { status: 'done', note: 'was gone already' } };
    return { outcome: outcomeOf(error), error };
  }
}

/** Decides when going on makes no sense: a stop from outside, a token that is refused, a service that is not there. */
class Brake {
  readonly #signal: AbortSignal;
  #reason: string | undefined;
  #silentInARow = 0;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  get reason(): string | undefined {
    if (this.#reason === undefined && this.#signal.aborted) {
      this.#reason = isDnssyncError(this.#signal.reason) ? this.#signal.reason.message : 'stopped';
    }
    return this.#reason;
  }

  /** Looks at how a call ended; undefined means well. */
  watch(error: DnssyncError | undefined): void {
    // A redirect is a wrong address, of all calls.
    const isRedirect = error?.code === 'wrong-url' && (error.status ?? 0) < 400;
    const isOver = error?.code === 'auth' || error?.code === 'throttled' || error?.code === 'stopped';
    if (isOver || isRedirect) this.#reason = this.reason ?? error.message;
    const silent = error?.code === 'network' || error?.code === 'timeout';
    this.#silentInARow = silent ? this.#silentInARow + 1 : 0;
    if (silent && this.#silentInARow >= OUTAGE) this.#reason ??= error.message;
  }
}

function isAtOneName(a: Change, b: Change): boolean {
  return a.zone === b.zone && subjectOf(a).name === subjectOf(b).name;
}

function describe(change: Change): string {
  const record = change.action === 'delete' ? change.before : change.after;
  return `${change.action} ${record.type} ${record.name.slice(0, -1)}`;
}
