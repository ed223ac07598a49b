/** The harness can see failure, part two: an order that deletes first leaves names empty, and loses what was to stay. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Change, Step } from '../../src/model/plan.ts';
import { changeSet } from './support/change-set.ts';
import { prove } from './support/proof.ts';
import { seeds, tell } from './support/scale.ts';
import { openVirtualSandbox, type VirtualSandbox } from './support/virtual-sandbox.ts';
import { useWires } from './support/wire.ts';

// The order, replaced by what many tools do: everything that is not right goes, then everything that is right comes.
vi.mock('../../src/plan/order.ts', () => ({
  orderChanges: (changes: readonly Change[]): Step[] => {
    const deletes: Change[] = changes.flatMap((change) =>
      change.action === 'create' ? [] : [{ action: 'delete', zone: change.zone, before: change.before }],
    );
    const creates: Change[] = changes.flatMap((change) =>
      change.action === 'delete' ? [] : [{ action: 'create', zone: change.zone, after: change.after }],
    );
    const first = deletes.map((_, index) => index);
    return [
      ...deletes.map((change) => ({ change, dependsOn: [] })),
      ...creates.map((change) => ({ change, dependsOn: first })),
    ];
  },
}));

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

it('with deletes first it counts names left empty, and records lost when a run ends early', async () => {
  const sum = { trials: 0, lost: 0, emptyOnTheWay: 0, untouchablesTouched: 0 };
  for (const seed of seeds(10, 40)) {
    const trial = { set: changeSet(seed), seed, reading: {}, mix: { rate: 0.1, kinds: ['401'] } };
    const { lostAtAnEnd, violations } = await prove(sandbox, trial);
    sum.trials++;
    sum.lost += lostAtAnEnd.length;
    sum.emptyOnTheWay += violations.empty ?? 0;
    sum.untouchablesTouched += violations.protected ?? 0;
  }
  tell('harness, deletes first', sum);
  expect(sum.lost).toBeGreaterThan(0);
  expect(sum.emptyOnTheWay).toBeGreaterThan(0);
});
