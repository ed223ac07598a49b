import { beforeAll, describe, expect, it } from 'vitest';
import { actionFlow } from '../support/action-flow.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});

const zoneOf = (count: number): string =>
  `ttl: 5m\nrecords:\n${Array.from({ length: count }, (_, index) => `  h${index}: { A: 192.0.2.1 }\n`).join('')}`;

describe('much to show', () => {
  it('15,000 changes: a comment that GitHub takes, with true counts and a marker, and a summary that it keeps', async () => {
    await sandbox.ask('/reset?state=1', {});
    const flow = await actionFlow(sandbox, { 'README.md': 'words' });
    flow.pull(12, {
      'zones/one.example.yaml': zoneOf(10_000),
      'zones/two.example.yaml': zoneOf(5_000),
    });
    const planned = await flow.plan(12);
    expect(planned.code, planned.log.text.slice(-2000)).toBe(0);
    expect(planned.outputs).toMatchObject({ creates: '15000', changes: '15002' });
    const body = flow.github.comments[0]?.body ?? '';
    expect(body.length).toBeLessThan(65_536);
    expect(body.split('\n')[0]).toContain('15000 to create');
    expect(body).toMatch(/Showing \d[\d,]* of 15,002 changes; the hash covers all/);
    expect(body.trimEnd().split('\n').at(-1)).toMatch(/^<!-- dnssync:plan v1 .*"ops":null/);

    // More operations than the comment can list are approved by the hash of all of them.
    const again = await flow.plan(12);
    expect(again.outputs['plan-hash']).toBe(planned.outputs['plan-hash']);
    expect(flow.github.writes()).toHaveLength(1);
  });

  it('GitHub finds the comment too long all the same: a shorter one takes its place', async () => {
    await sandbox.ask('/reset?state=1', {});
    const flow = await actionFlow(sandbox, { 'README.md': 'words' });
    flow.pull(12, { 'zones/one.example.yaml': zoneOf(2_000) });
    flow.github.refusals.push({ method: 'POST', path: /comments/, status: 422, times: 1 });
    const planned = await flow.plan(12);
    expect(planned.code, planned.log.text.slice(-2000)).toBe(0);
    expect(flow.github.comments[0]?.body.length).toBeLessThan(30_000);
    expect(flow.github.comments[0]?.body).toContain('2000 to create');
  });

  it('parts that several jobs have planned are shown as one comment', async () => {
    await sandbox.ask('/reset?state=1', {});
    const names = Array.from({ length: 12 }, (_, index) => `zone${index}.example`);
    const flow = await actionFlow(sandbox, { 'README.md': 'words' });
    flow.pull(12, Object.fromEntries(names.map((name) => [`zones/${name}.yaml`, zoneOf(3)])));
    const parts = [];
    for (const part of [1, 2, 3])
      parts.push(await flow.plan(12, { with: { shard: `${part}/3`, comment: 'never' } }));
    expect(parts.map(({ outputs }) => Number(outputs.creates)).reduce((sum, each) => sum + each, 0)).toBe(36);
    expect(parts.every(({ outputs }) => Number(outputs.creates) < 36)).toBe(true);
    const plans = parts.map(({ outputs }) => outputs['plan-file']).join('\n');
    const joined = await flow.plan(12, { with: { plans, 'api-token': '' } });
    expect(joined.code, joined.log.text).toBe(0);
    expect(flow.github.comments).toHaveLength(1);
    expect(flow.github.comments[0]?.body.split('\n')[0]).toContain('36 to create');
    const whole = await flow.plan(12, { with: { comment: 'never' } });
    expect(joined.outputs['plan-hash']).toBe(whole.outputs['plan-hash']);
  });
});

describe('an apply that is stopped', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    '%s: says what it has done; the rerun finishes and closes the comment',
    async (signal) => {
      await sandbox.ask('/reset?state=1', {});
      await sandbox.ask('/seed', { zones: [{ domain: 'one.example', records: [] }] });
      const flow = await actionFlow(sandbox, { 'README.md': 'words' });
      flow.pull(12, { 'zones/one.example.yaml': zoneOf(300) });
      await flow.plan(12);
      const sha = flow.merge(12);
      await sandbox.ask('/config', { delay: 40 });
      const writes = async (): Promise<number> => {
        const { requests } = await sandbox.ask<{ requests: { method: string }[] }>('/log');
        return requests.filter(({ method }) => method === 'POST').length;
      };
      const stopped = await flow.apply(sha, {
        onStart: (kill) => {
          void expect
            .poll(writes, { timeout: 60_000, interval: 20 })
            .toBeGreaterThan(20)
            .then(() => kill(signal));
        },
      });
      expect(stopped.code).toBe(signal === 'SIGINT' ? 130 : 143);
      expect(stopped.outputs, stopped.log.text.slice(-2000)).toMatchObject({
        result: 'partial',
        'failure-reason': 'stopped',
      });
      expect(stopped.summary).toContain('not tried');
      expect(flow.github.comments[0]?.body).toMatch(/^\*\*Applied in part\*\*/);
      await sandbox.ask('/config', { delay: 0 });
      const rest = await flow.apply(sha);
      expect(rest.outputs, rest.log.text.slice(-2000)).toMatchObject({ result: 'applied' });
      expect(Number(rest.outputs.creates)).toBeLessThan(300);
      expect(flow.github.comments[0]?.body).toMatch(/^\*\*Applied\*\*/);
    },
  );
});
