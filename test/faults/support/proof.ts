/** One change set brought about under faults, run again until it ends well, with the service as the judge of it all. */

import { seed as seedZones } from '../../../src/sandbox/control/edit.ts';
import { addWatch } from '../../../src/sandbox/control/watch.ts';
import { Mix } from '../../../src/sandbox/faults/mix.ts';
import {
  type ChangeSet,
  type Differences,
  differences,
  keyOf,
  neverEmpty,
  seedOf,
  typeChanges,
  wrongTtls,
} from './change-set.ts';
import { applyOnce, desiredOf, type RunResult, stored } from './run.ts';
import type { Reading, VirtualSandbox } from './virtual-sandbox.ts';

export interface Trial {
  readonly set: ChangeSet;
  readonly seed: number;
  readonly reading: Reading;
  /** None for a run without faults. */
  readonly mix?: { readonly rate: number; readonly kinds: readonly string[] };
}

export interface Verdict {
  readonly runs: readonly RunResult[];
  /** When a run ended: records that were there, and were to stay, and are not. */
  readonly lostAtAnEnd: readonly string[];
  /** When a run ended: records that are there twice, and were not before. */
  readonly doubledAtAnEnd: readonly string[];
  /** When all had ended, and what was late had come: against the goal. */
  readonly end: Differences;
  readonly wrongTtls: readonly string[];
  /** What the checker saw on the way, by rule. */
  readonly violations: Readonly<Record<string, number>>;
  /** Whether a plan afterwards is empty. */
  readonly isSettled: boolean;
  readonly fired: ReadonlyMap<string, number>;
}

/** Enough for faults that no run survives to let every call through once. */
const MOST_RUNS = 400;

export async function prove(sandbox: VirtualSandbox, trial: Trial): Promise<Verdict> {
  const { set, seed, mix } = trial;
  const desired = desiredOf(set.after);
  prepare(sandbox, trial);
  // What was there before must be so in a service whose reads lag, too.
  await sandbox.clock.run(sandbox.clock.sleep(60));
  if (mix !== undefined) sandbox.faults.use(new Mix({ seed, ...mix }));
  const runs: RunResult[] = [];
  const lostAtAnEnd: string[] = [];
  const doubledAtAnEnd: string[] = [];
  const staying = differences(set.after, set.before);
  const isStaying = (key: string): boolean => !staying.stray.includes(key);
  const before = differences(set.before, set.after).doubled;
  do {
    const result = await released(sandbox, applyOnce(sandbox, desired, { seed: seed * 1000 + runs.length }));
    runs.push(result);
    const { lost, doubled } = differences(stored(sandbox), set.after);
    lostAtAnEnd.push(...lost.filter(isStaying));
    doubledAtAnEnd.push(...doubled.filter((key) => !before.includes(key)));
  } while (runs.at(-1)?.exit !== 0 && runs.length < MOST_RUNS);
  const fired = new Map(sandbox.faults.fired);
  await sandbox.drain();
  const end = differences(stored(sandbox), set.after);
  const ttls = wrongTtls(stored(sandbox), set.after);
  const violations: Record<string, number> = {};
  for (const { rule } of sandbox.checker.violations) violations[rule] = (violations[rule] ?? 0) + 1;
  const next = await sandbox.clock.run(applyOnce(sandbox, desired, { seed }));
  const isSettled = next.exit === 0 && next.nothingToDo;
  return { runs, lostAtAnEnd, doubledAtAnEnd, end, wrongTtls: ttls, violations, isSettled, fired };
}

/** The state before, and what the checker is to watch. */
export function prepare(sandbox: VirtualSandbox, { set, seed, reading, mix }: Trial): void {
  sandbox.reset(reading, seed);
  seedZones(sandbox.store, seedOf(set.before) as never);
  // Where the service changes no types, or answers as if, an alias takes a name's place by delete and create.
  const isSwapped = reading.type_change === false || mix?.kinds.includes('400') === true;
  const swapped = isSwapped ? typeChanges(set) : new Set<string>();
  const never_empty = neverEmpty(set).filter(({ name }) => !swapped.has(name));
  addWatch(sandbox.checker, { never_empty, protected: untouchable(sandbox, set) });
}

/** The oldest record of each that stands before and after with one ttl: nothing may write to it. */
function untouchable({ store }: VirtualSandbox, { after }: ChangeSet): string[] {
  const asked = new Map(
    after.flatMap(({ domain, records }) => records.map((record) => [keyOf(domain, record), record.ttl])),
  );
  const seen = new Set<string>();
  const uuids: string[] = [];
  for (const { zone, list } of store.state.zones()) {
    for (const { record_type: type, uuid, ...record } of list) {
      const key = keyOf(zone.domain, { type, ...record });
      if (!seen.has(key) && asked.get(key) === record.ttl) uuids.push(uuid);
      seen.add(key);
    }
  }
  return uuids;
}

/** Runs it on the sandbox's clock; what a fault holds is let go after a while. */
export async function released<T>({ clock, faults }: VirtualSandbox, run: Promise<T>): Promise<T> {
  let isOver = false;
  const done = run.finally(() => {
    isOver = true;
  });
  const releases = (async () => {
    while (!isOver) {
      await clock.sleep(3);
      faults.release();
    }
  })();
  void releases;
  return clock.run(done);
}
