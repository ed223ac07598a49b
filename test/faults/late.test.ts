/** A write that lands long after a gateway gave it up: harmless where the service holds records unique, healed elsewhere. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeSet, differences, wrongTtls } from './support/change-set.ts';
import { prepare, released } from './support/proof.ts';
import { applyOnce, desiredOf, stored } from './support/run.ts';
import { seeds, tell } from './support/scale.ts';
import { openVirtualSandbox, type Reading, type VirtualSandbox } from './support/virtual-sandbox.ts';
import { useWires } from './support/wire.ts';

/** Longer than a create is given to land (milliseconds). */
const LATE = 20_000;
const METHODS = ['POST', 'PATCH', 'DELETE'];

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

interface LateWrites {
  readonly landed: number;
  /** Records that stand twice once everything has landed. */
  readonly doubled: number;
}

/** Makes the third of each kind of write late, runs once, and once more when it has landed. */
async function late(seed: number, reading: Reading): Promise<LateWrites> {
  const at = `seed ${seed}, ${JSON.stringify(reading)}`;
  const set = changeSet(seed);
  prepare(sandbox, { set, seed, reading });
  for (const method of METHODS) {
    const rest = { path: /./, retryAfter: undefined, location: undefined, ms: LATE, seen: 0, fired: false };
    sandbox.faults.add({ ...rest, kind: 'late', method, nth: 3 });
  }
  const desired = desiredOf(set.after);
  const first = await released(sandbox, applyOnce(sandbox, desired, { seed }));
  const landed = sandbox.faults.ordered.filter(({ fired }) => fired).length;
  await sandbox.drain();
  const { doubled, lost } = differences(stored(sandbox), set.after);
  expect(first.exit, at).toBe(0);
  expect(lost, at).toEqual([]);
  const second = await sandbox.clock.run(applyOnce(sandbox, desired, { seed }));
  expect([second.exit, second.nothingToDo], at).toEqual([0, doubled.length === 0]);
  const end = { ...differences(stored(sandbox), set.after), ttls: wrongTtls(stored(sandbox), set.after) };
  expect(end, at).toEqual({ lost: [], doubled: [], stray: [], ttls: [] });
  return { landed, doubled: doubled.length };
}

describe('a write of each kind that lands twenty seconds after its 504', () => {
  it('does nothing where a record may stand once only', async () => {
    const sum = { runs: 0, landed: 0 };
    for (const seed of seeds(20, 200)) {
      const { landed, doubled } = await late(seed, {});
      expect(doubled).toBe(0);
      sum.runs++;
      sum.landed += landed;
    }
    expect(sandbox.checker.violations).toEqual([]);
    tell('late writes', sum);
    expect(sum.landed).toBeGreaterThan(2 * sum.runs);
  });

  it('makes at most that one record twice where it may, and the next run takes it away', async () => {
    const sum = { runs: 0, landed: 0, healed: 0 };
    for (const seed of seeds(20, 200)) {
      const { landed, doubled } = await late(seed, { lax: true });
      expect(doubled).toBeLessThanOrEqual(1);
      sum.runs++;
      sum.landed += landed;
      sum.healed += doubled;
    }
    tell('late writes, lax', sum);
  });
});
