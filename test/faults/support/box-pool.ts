/** Sandboxes as processes of their own, a few at once: proofs over real sockets wait more than they work. */
import { type RunningSandbox, startSandbox } from '../../support/sandbox.ts';
import { type ChangeSet, type PlainZone, seedOf } from './change-set.ts';
import type { Reading } from './virtual-sandbox.ts';

/** Runs all trials, each with a sandbox for itself; more of them at once the less they do but wait. */
export async function withBoxes<T>(
  trials: readonly T[],
  run: (box: RunningSandbox, trial: T, index: number) => Promise<void>,
  atOnce = 4,
): Promise<void> {
  const left = [...trials.entries()].reverse();
  const worker = async (): Promise<void> => {
    const box = await startSandbox();
    for (let next = left.pop(); next !== undefined; next = left.pop()) await run(box, next[1], next[0]);
    await box.stop();
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** As it is before a trial: the standard reading but for what is given, no faults, these zones. */
export async function setUp(box: RunningSandbox, { before }: ChangeSet, reading: Reading): Promise<void> {
  await fetch(`${box.control}/faults`, { method: 'DELETE' });
  await box.ask('/reset?state=1', {});
  await box.ask('/config', { ...STANDARD, ...reading });
  await box.ask('/seed', seedOf(before));
  await box.ask('/reset', {});
}

/** What other trials change. */
const STANDARD: Reading = {
  lax: false,
  names: 'relative',
  errors: 'page',
  list: 'bare',
  type_change: true,
  read_lag: 0,
  throttle: 0,
};

/** What the service holds. */
export async function storedIn(box: RunningSandbox): Promise<PlainZone[]> {
  const { zones } = await box.ask<{
    zones: { domain: string; records: (PlainZone['records'][number] & { record_type: string })[] }[];
  }>('/state');
  return zones.map(({ domain, records }) => ({
    domain,
    records: records.map(({ record_type: type, name, value, ttl, priority }) => ({
      type,
      name,
      value,
      ttl,
      priority,
    })),
  }));
}
