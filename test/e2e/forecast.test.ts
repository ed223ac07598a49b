/** The forecast at the plan's foot, held against what an apply then takes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dnssync, dnssyncUnverified, folder } from '../support/cli.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox(['--named']);
});
afterAll(() => sandbox.stop());

const ZONES = Array.from({ length: 15 }, (_, index) => `zone${index}.example`);
const files = Object.fromEntries(
  ZONES.map((zone) => [`zones/${zone}.yaml`, 'records: { "@": { A: 192.0.2.1 }, www: { A: 192.0.2.2 } }\n']),
);

async function seed(config: object): Promise<void> {
  await sandbox.ask('/reset?state=1', {});
  const records = [{ record_type: 'A', name: '@', value: '192.0.2.1', ttl: 3600 }];
  await sandbox.ask('/seed', { zones: ZONES.map((domain) => ({ domain, records })) });
  await sandbox.ask('/config', config);
}

describe('the forecast', () => {
  it('names the limit that the reads have met, and an apply makes the calls that it says', async () => {
    await seed({ throttle: 10 });
    const cwd = folder(files);
    const { stdout } = await dnssync(['plan'], cwd, sandbox.env);
    const foot = /To apply: (\d+) API calls \((\d+) reads, 15 writes\), about (\d+) s at ([\d.]+)\/s\./.exec(
      stdout,
    );
    expect(foot, stdout).not.toBeNull();
    const [, calls, reads, seconds, rate] = (foot ?? []).map(Number);
    expect([calls, reads]).toEqual([47, 32]);
    // Ten a second, met from below; what is told is the quotient of what stands beside it.
    expect(rate).toBeGreaterThan(5);
    expect(rate).toBeLessThanOrEqual(10.5);
    expect(Math.abs((seconds ?? 0) - 47 / (rate ?? 1))).toBeLessThanOrEqual(1.1);

    await sandbox.ask('/reset', {});
    expect((await dnssyncUnverified(['apply', '--yes'], cwd, sandbox.env)).code).toBe(0);
    const { requests } = await sandbox.ask<{ requests: { status: number }[] }>('/log');
    expect(requests.filter(({ status }) => status !== 429)).toHaveLength(47);
  });

  it('claims no limit where none was met', async () => {
    await seed({ throttle: 0 });
    const cwd = folder(files);
    const { stdout } = await dnssync(['plan'], cwd, sandbox.env);
    expect(stdout).toMatch(/To apply: 47 API calls .*, about \d+ s if nothing throttles\./);
    const json = await dnssync(['plan', '--format', 'json'], cwd, sandbox.env);
    expect(JSON.parse(json.stdout).cost).toEqual({ reads: 16, writes: 15, seconds: expect.any(Number) });
  });

  it('is left out where no service was asked', async () => {
    const cwd = folder({ ...files, 'live.json': '[]' });
    const { stdout } = await dnssync(['plan', '--live', 'live.json'], cwd);
    expect(stdout).toMatch(/To apply: \d+ API calls \(\d+ reads, \d+ writes\)\.\n/);
    const json = await dnssync(['plan', '--live', 'live.json', '--format', 'json'], cwd);
    expect(Object.keys(JSON.parse(json.stdout).cost)).toEqual(['reads', 'writes']);
  });
});
