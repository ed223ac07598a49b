/** Several appliers at once, and edits behind their backs: what the files declare is there in the end, once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { edit } from '../../src/sandbox/control/edit.ts';
import { faultKinds } from '../../src/sandbox/faults/kinds.ts';
import { Mix } from '../../src/sandbox/faults/mix.ts';
import { mulberry32 } from '../provider/support/seeded-random.ts';
import { changeSet, differences, wrongTtls } from './support/change-set.ts';
import { prepare, released } from './support/proof.ts';
import { applyOnce, desiredOf, type RunResult, stored } from './support/run.ts';
import { seeds, tell } from './support/scale.ts';
import { openVirtualSandbox, type Reading, type VirtualSandbox } from './support/virtual-sandbox.ts';
import { useWires } from './support/wire.ts';

const READINGS: readonly Reading[] = [
  {},
  { lax: true, names: 'fqdn', errors: 'drf' },
  { type_change: false },
  { read_lag: 200 },
  { throttle: 20 },
];
/** Faults that a run survives. */
const KINDS = faultKinds.filter((kind) => !['400', '401', '403', '404', 'redirect'].includes(kind));
/** Runs of one applier until it may say that all is done. */
const MOST_RUNS = 20;

let sandbox: VirtualSandbox;
let unplug: () => void;
beforeAll(async () => {
  unplug = useWires();
  sandbox = await openVirtualSandbox();
});
afterAll(async () => {
  unplug();
  await sandbox.close();
});

interface Round {
  readonly appliers: number;
  readonly seed: number;
  readonly reading: Reading;
  /** Whether somebody else edits the zone while the first runs last. */
  readonly edited: boolean;
  /** Of all requests, those that meet a fault. */
  readonly faults?: number;
}

async function race({ appliers, seed, reading, edited, faults = 0 }: Round) {
  const set = changeSet(seed);
  prepare(sandbox, { set, seed, reading });
  const { clock } = sandbox;
  await clock.run(clock.sleep(60));
  sandbox.faults.use(new Mix({ seed, rate: faults, kinds: KINDS }));
  const desired = desiredOf(set.after);
  const chance = mulberry32(seed + 17);
  let isOver = false;
  let edits = 0;
  const editing = async (): Promise<void> => {
    while (edited && !isOver && edits < 1000) {
      await clock.sleep(0.002 + 0.006 * chance());
      if (editOnce(sandbox, chance)) edits++;
    }
  };
  const runs: RunResult[] = [];
  /** As a person or a schedule: again until it is done. */
  const applier = async (number: number): Promise<void> => {
    await clock.sleep(0.2 * chance());
    for (let run = 0; run < MOST_RUNS; run++) {
      const result = await applyOnce(sandbox, desired, { seed: seed * 100 + number * 10 + run });
      runs.push(result);
      if (edited || result.exit === 0) return;
      await clock.sleep(chance());
    }
  };
  const all = Promise.all(Array.from({ length: appliers }, (_, number) => applier(number)));
  void editing();
  await released(
    sandbox,
    all.finally(() => {
      isOver = true;
    }),
  );
  const isDouble = (rule: string): boolean => rule === 'duplicate' || rule === 'several-cnames';
  const doubledOnTheWay = sandbox.checker.violations.filter(({ rule }) => isDouble(rule)).length;
  const violations = sandbox.checker.violations.filter(({ rule }) => !isDouble(rule));
  const first = differences(stored(sandbox), set.after);
  await sandbox.drain();
  const after: RunResult[] = [];
  do after.push(await clock.run(applyOnce(sandbox, desired, { seed: seed + after.length })));
  while (after.at(-1)?.exit !== 0 && after.length < MOST_RUNS);
  await sandbox.drain();
  const end = { ...differences(stored(sandbox), set.after), ttls: wrongTtls(stored(sandbox), set.after) };
  return { runs, first, after, end, edits, violations, doubledOnTheWay };
}

/** Another hand in the dashboard: takes a record away, changes one, adds one, or adds one that a file declares. */
function editOnce({ store }: VirtualSandbox, chance: () => number): boolean {
  const zone = [...store.state.zones()].find((one) => one.zone.domain === 'example.com');
  const list = zone?.list ?? [];
  const picked = list[Math.floor(chance() * list.length)];
  const what = chance();
  if (picked === undefined || what < 0.3) {
    const name = `other${Math.floor(chance() * 20)}`;
    if (zone?.countAt(name) !== 0) return false;
    edit(store, { create: [{ zone: 'example.com', record_type: 'A', name, value: '192.0.2.77', ttl: 60 }] });
  } else if (what < 0.6) {
    edit(store, { delete: [picked.uuid] });
  } else if (what < 0.9) {
    edit(store, { update: [{ uuid: picked.uuid, ttl: 60 + Math.floor(chance() * 1000) }] });
  } else {
    if (picked.record_type !== 'A') return false;
    edit(store, { update: [{ uuid: picked.uuid, value: `192.0.2.${100 + Math.floor(chance() * 100)}` }] });
  }
  return true;
}

const NOTHING = { lost: [], doubled: [], stray: [], ttls: [] };

describe.each([2, 5])('%i appliers of the same files at once', (appliers) => {
  it('bring about what the files say, once', async () => {
    const sum = { rounds: 0, runs: 0, again: 0, doubledOnTheWay: 0 };
    for (const seed of seeds(6, 60)) {
      for (const reading of READINGS) {
        const at = `seed ${seed}, ${JSON.stringify(reading)}`;
        const { runs, first, after, end, violations, doubledOnTheWay } = await race({
          appliers,
          seed,
          reading,
          edited: false,
        });
        expect(first.lost, at).toEqual([]);
        expect(first.stray, at).toEqual([]);
        // Without a unique constraint two creates can meet; the plan that follows keeps the older one.
        if (reading.lax !== true) expect([first.doubled, doubledOnTheWay], at).toEqual([[], 0]);
        expect(violations, at).toEqual([]);
        expect(end, at).toEqual(NOTHING);
        expect(after.at(-1)?.exit, at).toBe(0);
        sum.rounds++;
        sum.runs += runs.length;
        sum.again += runs.filter(({ exit }) => exit !== 0).length;
        sum.doubledOnTheWay += doubledOnTheWay;
      }
    }
    tell(`${appliers} appliers`, sum);
  }, 600_000);

  it('bring it about under faults, too', async () => {
    const sum = { rounds: 0, runs: 0, again: 0 };
    for (const seed of seeds(4, 40)) {
      for (const reading of READINGS) {
        const at = `seed ${seed}, ${JSON.stringify(reading)}`;
        const { runs, after, end, violations } = await race({
          appliers,
          seed,
          reading,
          edited: false,
          faults: 0.1,
        });
        expect(violations, at).toEqual([]);
        expect(end, at).toEqual(NOTHING);
        expect(after.at(-1)?.exit, at).toBe(0);
        sum.rounds++;
        sum.runs += runs.length;
        sum.again += runs.filter(({ exit }) => exit !== 0).length;
      }
    }
    tell(`${appliers} appliers and faults`, sum);
  }, 600_000);

  it('with a hand in the dashboard every few milliseconds: the next run brings it about', async () => {
    const sum = { rounds: 0, runs: 0, incomplete: 0, edits: 0, more: 0 };
    for (const seed of seeds(6, 60)) {
      for (const reading of READINGS) {
        const at = `seed ${seed}, ${JSON.stringify(reading)}`;
        const { runs, after, end, edits } = await race({ appliers, seed, reading, edited: true });
        expect(
          runs.every(({ exit }) => [0, 1, 5].includes(exit)),
          at,
        ).toBe(true);
        expect(end, at).toEqual(NOTHING);
        expect(
          after.map(({ exit }) => exit),
          at,
        ).toEqual([0]);
        sum.rounds++;
        sum.runs += runs.length;
        sum.incomplete += runs.filter(({ exit }) => exit !== 0).length;
        sum.edits += edits;
        sum.more += after.length;
      }
    }
    tell(`${appliers} appliers and edits`, sum);
    expect(sum.edits).toBeGreaterThan(20 * sum.rounds);
  }, 600_000);
});
