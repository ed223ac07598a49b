import { beforeAll, describe, expect, it } from 'vitest';
import { actionFlow, type Flow } from '../support/action-flow.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

const FILES = {
  'zones/example.com.yaml': 'ttl: 5m\nrecords:\n  www: { A: 192.0.2.1 }\n  api: { A: 192.0.2.2 }\n',
};

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});

async function live(records: Readonly<Record<string, string>>): Promise<void> {
  await sandbox.ask('/reset?state=1', {});
  await fetch(`${sandbox.control}/faults`, { method: 'DELETE' });
  const seeded = Object.entries(records).map(([name, value]) => ({
    name,
    record_type: 'A',
    value,
    ttl: 300,
  }));
  await sandbox.ask('/seed', { zones: [{ domain: 'example.com', records: seeded }] });
}

const IN_SYNC = { www: '192.0.2.1', api: '192.0.2.2' };

const look = (flow: Flow, inputs: Readonly<Record<string, string>> = {}) =>
  flow.run({ name: 'schedule', payload: {} }, { with: { mode: 'drift', ...inputs } });

describe('mode: drift', () => {
  it('opens one issue, keeps it without noise, tells what is new, and closes it', async () => {
    await live({ ...IN_SYNC, www: '192.0.2.99' });
    const flow = await actionFlow(sandbox, FILES);
    const first = await look(flow);
    expect(first.code, first.log.text).toBe(0);
    expect(first.outputs).toMatchObject({ result: 'changes', updates: '1' });
    const [issue] = flow.github.issues;
    expect(issue).toMatchObject({ title: 'DNS drift', labels: ['dns-drift'], state: 'open' });
    expect(issue?.body).toContain('dnssync adopt');
    expect(issue?.body).toContain('dnssync apply');
    expect(first.outputs['issue-number']).toBe(String(issue?.number));

    await look(flow);
    expect(flow.github.issues).toHaveLength(1);
    expect(flow.github.comments).toEqual([]);

    await live({ ...IN_SYNC, www: '192.0.2.99', api: '192.0.2.98' });
    await look(flow);
    expect(flow.github.comments.map(({ body }) => body)).toEqual([
      expect.stringContaining('2 differences in 1 zone'),
    ]);

    await live(IN_SYNC);
    const last = await look(flow);
    expect(last.outputs).toMatchObject({ result: 'in-sync', changes: '0' });
    expect(flow.github.issues).toMatchObject([{ state: 'closed' }]);
    expect(flow.github.comments.at(-1)?.body).toContain('live is what the files say');
    const writes = flow.github.writes().length;
    await look(flow);
    expect(flow.github.writes()).toHaveLength(writes);
  });

  it('jobs that share the zones keep an issue each: one that is in sync closes no other', async () => {
    await live({ ...IN_SYNC, www: '192.0.2.99' });
    const flow = await actionFlow(sandbox, FILES);
    const parts = [await look(flow, { shard: '1/2' }), await look(flow, { shard: '2/2' })];
    expect(parts.map(({ outputs }) => outputs.result).sort()).toEqual(['changes', 'in-sync']);
    expect(flow.github.issues.map(({ state }) => state)).toEqual(['open']);
    for (const shard of ['1/2', '2/2']) await look(flow, { shard });
    expect(flow.github.issues.map(({ state }) => state)).toEqual(['open']);
    expect(flow.github.comments).toEqual([]);
  });

  it('a look that failed closes nothing, and fails', async () => {
    await live({ ...IN_SYNC, www: '192.0.2.99' });
    const flow = await actionFlow(sandbox, FILES);
    await look(flow);
    await live(IN_SYNC);
    await sandbox.ask('/faults', [{ method: 'GET', path: 'dns-zones', kind: '401' }]);
    const failed = await look(flow);
    expect(failed.code).toBe(1);
    expect(failed.outputs).toMatchObject({ result: 'error', 'failure-reason': 'auth' });
    expect(flow.github.issues).toMatchObject([{ state: 'open' }]);
    expect(flow.github.comments).toEqual([]);
  });

  it('a zone that could not be read is not in sync', async () => {
    await live(IN_SYNC);
    const flow = await actionFlow(sandbox, FILES);
    const faults = Array.from({ length: 30 }, (_, index) => ({
      method: 'GET',
      path: 'dns-zones/.+',
      nth: index + 1,
      kind: '404',
    }));
    await sandbox.ask('/faults', faults);
    const failed = await look(flow);
    expect(failed.code).toBe(1);
    expect(failed.outputs).toMatchObject({ result: 'error', 'failure-reason': 'api' });
    expect(flow.github.issues).toEqual([]);
  });

  it('an issue that somebody else opened with our marker is left to them', async () => {
    await live({ ...IN_SYNC, www: '192.0.2.99' });
    const flow = await actionFlow(sandbox, FILES);
    await look(flow);
    Object.assign(flow.github.issues[0] ?? {}, { author: 'mallory' });
    await look(flow);
    expect(flow.github.issues.map(({ author }) => author)).toEqual(['mallory', 'github-actions']);
  });

  it('fails where that is asked for', async () => {
    await live({ ...IN_SYNC, www: '192.0.2.99' });
    const flow = await actionFlow(sandbox, FILES);
    const { code, outputs } = await look(flow, { 'fail-on': 'changes', issue: 'false' });
    expect(code).toBe(1);
    expect(outputs).toMatchObject({ result: 'changes', 'failure-reason': 'changes' });
    expect(flow.github.requests).toEqual([]);
  });
});
