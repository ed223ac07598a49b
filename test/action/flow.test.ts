import { beforeAll, describe, expect, it } from 'vitest';
import { actionFlow, type Flow } from '../support/action-flow.ts';
import { startSandbox, type RunningSandbox } from '../support/sandbox.ts';

const ZONE = 'zones/example.com.yaml';
const fileOf = (records: Readonly<Record<string, string>>): string =>
  `ttl: 5m\nrecords:\n${Object.entries(records)
    .map(([name, address]) => `  ${name}: { A: ${address} }\n`)
    .join('')}`;

const THREE = { www: '192.0.2.1', api: '192.0.2.2', mail: '192.0.2.3' };

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});

/** Live and main hold the same three records. */
async function begun(): Promise<Flow> {
  await sandbox.ask('/seed', {
    zones: [
      {
        domain: 'example.com',
        records: Object.entries(THREE).map(([name, value]) => ({ name, record_type: 'A', value, ttl: 300 })),
      },
    ],
  });
  await sandbox.ask('/reset', {});
  return actionFlow(sandbox, { [ZONE]: fileOf(THREE) });
}

async function live(): Promise<string[]> {
  const { zones } = await sandbox.ask<{ zones: { domain: string; records: { name: string; value: string }[] }[] }>(
    '/state',
  );
  return zones.flatMap(({ records }) => records.map(({ name, value }) => `${name} ${value}`)).sort();
}

const liveOf = (records: Readonly<Record<string, string>>): string[] =>
  Object.entries(records)
    .map(([name, value]) => `${name} ${value}`)
    .sort();

describe('from a pull request to an apply', () => {
  it.each(['squash', 'rebase', 'merge'] as const)('what was reviewed is applied after a %s', async (how) => {
    const flow = await begun();
    const wanted = { ...THREE, www: '192.0.2.9', new: '192.0.2.4' };
    flow.pull(12, { [ZONE]: fileOf(wanted) });
    const planned = await flow.plan(12);
    expect(planned.code, planned.log.text).toBe(0);
    expect(planned.outputs).toMatchObject({ result: 'changes', changes: '2', creates: '1', updates: '1', deletes: '0', destructive: 'false' });
    expect(flow.github.comments).toHaveLength(1);
    expect(flow.github.comments[0]?.body).toContain('1 to create, 1 to update, 0 to delete');

    const applied = await flow.apply(flow.merge(12, how));
    expect(applied.code, applied.log.text).toBe(0);
    expect(applied.outputs).toMatchObject({ result: 'applied', 'failure-reason': '', 'plan-hash': planned.outputs['plan-hash'] });
    expect(await live()).toEqual(liveOf(wanted));
    expect(flow.github.comments).toHaveLength(1);
    expect(flow.github.comments[0]?.body).toMatch(/^\*\*Applied\*\*/);
    // Once more finds nothing to do.
    const again = await flow.apply(flow.git('rev-parse', 'HEAD'));
    expect(again.outputs).toMatchObject({ result: 'in-sync', changes: '0' });
  });
});
