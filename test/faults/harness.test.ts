/** The harness can see failure, part one: an applier that repeats a create without looking makes records twice. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { CreateCalls } from '../../src/apply/create-record.ts';
import { isDnssyncError } from '../../src/errors.ts';
import type { DnsRecord } from '../../src/model/record.ts';
import { changeSet } from './support/change-set.ts';
import { prove } from './support/proof.ts';
import { seeds, tell } from './support/scale.ts';
import { openVirtualSandbox, type VirtualSandbox } from './support/virtual-sandbox.ts';
import { useWires } from './support/wire.ts';

// The module that looks before it repeats, replaced by what retry libraries do.
vi.mock('../../src/apply/create-record.ts', async (original) => ({
  ...(await original<object>()),
  createRecord: async (record: DnsRecord, calls: CreateCalls) => {
    for (let send = 1; ; send++) {
      try {
        return { how: 'answered', record: await calls.create(record) };
      } catch (error) {
        if (!isDnssyncError(error) || error.outcome !== 'unknown' || send === 4) throw error;
      }
    }
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

it('without the look before a repeat it counts records made twice', async () => {
  const sum = { trials: 0, doubled: 0, seenByTheChecker: 0 };
  const kinds = ['500-after', '502-html-after', 'reset-after', 'hang-after'];
  for (const seed of seeds(10, 40)) {
    const trial = { set: changeSet(seed), seed, reading: { lax: true }, mix: { rate: 0.25, kinds } };
    const { doubledAtAnEnd, violations } = await prove(sandbox, trial);
    sum.trials++;
    sum.doubled += doubledAtAnEnd.length;
    sum.seenByTheChecker += violations.duplicate ?? 0;
  }
  tell('harness, no look before a repeat', sum);
  expect(sum.doubled).toBeGreaterThan(0);
  expect(sum.seenByTheChecker).toBeGreaterThan(0);
});
