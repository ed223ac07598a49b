/** The promises of design.md section 1, each seen from the service's side: its state, its log. */
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dnssync, ended, folder, startCli } from '../support/cli.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox(['--named']);
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.ask('/reset?state=1', {});
  await sandbox.ask('/config', { delay: 0, throttle: 0 });
  await fetch(`${sandbox.control}/faults`, { method: 'DELETE' });
});

interface State {
  readonly zones: {
    domain: string;
    records: { record_type: string; name: string; value: string; ttl: number }[];
  }[];
}

/** `name type value` of every record of a zone, sorted: a record made twice stands twice. */
async function live(domain: string): Promise<string[]> {
  const { zones } = await sandbox.ask<State>('/state');
  const records = zones.find((zone) => zone.domain === domain)?.records ?? [];
  return records.map(({ name, record_type, value }) => `${name} ${record_type} ${value}`).sort();
}

async function seed(domain: string, records: readonly (readonly [string, string, string])[]): Promise<void> {
  await sandbox.ask('/seed', {
    zones: [
      {
        domain,
        records: records.map(([name, record_type, value]) => ({ name, record_type, value, ttl: 300 })),
      },
    ],
  });
  await sandbox.ask('/reset', {});
}

const hosts = (count: number): string[] => Array.from({ length: count }, (_, index) => `h${index}`);
const fileOf = (names: readonly string[]): string =>
  `ttl: 5m\nrecords:\n${names.map((name) => `  ${name}: { A: 192.0.2.1 }`).join('\n')}\n`;
const recordsOf = (names: readonly string[]): string[] => names.map((name) => `${name} A 192.0.2.1`).sort();

describe('promise 1: the plan tells the truth', () => {
  it('the writes of an apply are the changes of the plan, no more and no fewer', async () => {
    await seed('example.com', [
      ['www', 'A', '192.0.2.1'],
      ['old', 'A', '192.0.2.2'],
      ['keep', 'A', '192.0.2.3'],
    ]);
    const cwd = folder({
      'zones/example.com.yaml':
        'ttl: 5m\nrecords: { www: { A: 192.0.2.9 }, keep: { A: 192.0.2.3 }, new: { TXT: hello } }',
    });
    const plan = JSON.parse((await dnssync(['plan', '--format', 'json'], cwd, sandbox.env)).stdout);
    const shown = plan.zones[0].changes.map(
      ({ action, name }: { action: string; name: string }) => `${action} ${name}`,
    );
    expect(shown.sort()).toEqual(['create new', 'delete old', 'update www']);
    expect(plan.cost.writes).toBe(3);

    expect((await dnssync(['apply', '--yes'], cwd, sandbox.env)).code).toBe(0);
    const { requests } = await sandbox.ask<{ requests: { method: string }[] }>('/log');
    const writes = requests.map(({ method }) => method).filter((method) => method !== 'GET');
    expect(writes.sort()).toEqual(['DELETE', 'PATCH', 'POST']);
    expect(await live('example.com')).toEqual(['keep A 192.0.2.3', 'new TXT hello', 'www A 192.0.2.9']);
  });

  it('a plan sends nothing but GET, whatever it finds', async () => {
    await seed('example.com', [['www', 'A', '192.0.2.1']]);
    const cwd = folder({
      'zones/example.com.yaml': fileOf(hosts(3)),
      'zones/new.example.yaml': fileOf(['a']),
    });
    for (const args of [
      ['plan'],
      ['plan', '--format', 'json'],
      ['plan', '--format', 'diff', '--detailed-exitcode'],
    ]) {
      await dnssync(args, cwd, sandbox.env);
    }
    const { requests } = await sandbox.ask<{ requests: { method: string }[] }>('/log');
    expect(new Set(requests.map(({ method }) => method))).toEqual(new Set(['GET']));
  });
});

describe('promise 2: it never breaks DNS on the way', () => {
  it('at every moment of an apply each alias has a target with an address', async () => {
    const names = Array.from({ length: 20 }, (_, index) => index);
    await seed('example.com', [
      ...names.map((index) => [`www${index}`, 'CNAME', `old${index}.example.com`] as const),
      ...names.map((index) => [`old${index}`, 'A', '192.0.2.1'] as const),
    ]);
    const lines = names.map(
      (index) => `  www${index}: { CNAME: new${index}.example.com }\n  new${index}: { A: 192.0.2.2 }`,
    );
    const cwd = folder({ 'zones/example.com.yaml': `ttl: 5m\nrecords:\n${lines.join('\n')}\n` });
    expect((await dnssync(['apply', '--yes', '--force'], cwd, sandbox.env)).code).toBe(0);

    // The sandbox's log in the order in which the writes were made, replayed write by write.
    const { requests } = await sandbox.ask<{
      requests: { method: string; path: string; body?: { name: string; value: string } }[];
    }>('/log');
    const order = requests.filter(({ method }) => method !== 'GET');
    const at = (method: string, name: string) =>
      order.findIndex((one) => one.method === method && one.body?.name === name);
    const firstDelete = order.findIndex(({ method }) => method === 'DELETE');
    for (const index of names) {
      expect(at('POST', `new${index}`)).toBeGreaterThanOrEqual(0);
      expect(at('PATCH', `www${index}`)).toBeGreaterThan(at('POST', `new${index}`));
    }
    expect(order).toHaveLength(60);
    expect(firstDelete).toBeGreaterThan(Math.min(...names.map((index) => at('PATCH', `www${index}`))));
    expect(await live('example.com')).toHaveLength(40);
  });
});

describe('promise 3: it loses nothing and makes nothing twice', () => {
  it.each([
    ['the connection breaks after the work', 'reset-after'],
    ['the gateway fails after the work', '502-html-after'],
    ['the service fails after the work', '500-after'],
    ['the answer is cut short', 'truncated'],
    ['the answer is no JSON', 'bad-json'],
    ['the answer is empty', 'empty'],
    ['the answer is a sign-in page', 'html-200'],
    ['the connection breaks before the work', 'reset-before'],
    ['the service fails before the work', '500'],
    ['the gateway fails before the work', '502-html'],
    ['the service is not available for a moment', '503'],
    ['the service throttles', '429'],
  ])('%s', async (_, kind) => {
    await seed('example.com', [
      ['gone', 'A', '192.0.2.1'],
      ['h0', 'A', '192.0.2.99'],
    ]);
    const methods = ['POST', 'POST', 'PATCH', 'DELETE'];
    const faults = methods.map((method, index) => ({
      method,
      path: 'records',
      nth: method === 'POST' ? 2 * index + 1 : 1,
      kind,
    }));
    await sandbox.ask('/faults', faults);
    const names = hosts(12);
    const cwd = folder({ 'zones/example.com.yaml': fileOf(names) });
    const { code, stdout, stderr } = await dnssync(['apply', '--yes', '--force'], cwd, sandbox.env);
    expect(code, stdout + stderr).toBe(0);
    expect(await live('example.com')).toEqual(recordsOf(names));
    const fired = await sandbox.ask<{ faults: { fired: boolean }[] }>('/faults');
    expect(fired.faults.every((fault) => fault.fired)).toBe(true);
  });

  it('kill -9 in the middle of an apply: the next run finishes, nothing twice, nothing lost', async () => {
    await sandbox.ask('/config', { delay: 30 });
    const names = hosts(120);
    const cwd = folder({ 'zones/example.com.yaml': fileOf(names) });
    const child = startCli(['apply', '--yes', '--verbose'], cwd, sandbox.env);
    const result = ended(child);
    for (let seen = ''; !seen.includes('40/120'); ) {
      seen += String((await once(child.stderr as NodeJS.ReadableStream, 'data'))[0]);
    }
    child.kill('SIGKILL');
    await result;
    const after = await dnssync(['apply', '--yes'], cwd, sandbox.env);
    expect(after.code, after.stdout + after.stderr).toBe(0);
    expect(await live('example.com')).toEqual(recordsOf(names));
  });

  it('a failed change stops what depends on it and nothing else', async () => {
    await seed('example.com', [
      ['www', 'CNAME', 'old.example.com'],
      ['old', 'A', '192.0.2.1'],
    ]);
    await sandbox.ask('/faults', [{ method: 'PATCH', path: 'records', kind: '400' }]);
    const cwd = folder({
      'zones/example.com.yaml':
        'ttl: 5m\nrecords: { www: { CNAME: new.example.com }, new: { A: 192.0.2.2 }, other: { A: 192.0.2.3 } }',
    });
    const { code, stdout } = await dnssync(['apply', '--yes', '--force'], cwd, sandbox.env);
    expect(code).toBe(5);
    expect(await live('example.com')).toEqual([
      'new A 192.0.2.2',
      'old A 192.0.2.1',
      'other A 192.0.2.3',
      'www CNAME old.example.com',
    ]);
    expect(stdout).toContain('zones/example.com.yaml:2');
    expect(stdout).toContain('not tried');
  });
});

describe('promise 4: it is quick and keeps to the limits', () => {
  it('at a throttle of 10 calls a second it ends with 0 and live equal to the files', async () => {
    await sandbox.ask('/config', { throttle: 10 });
    const names = hosts(60);
    const cwd = folder({ 'zones/example.com.yaml': fileOf(names) });
    const { code, stdout, stderr } = await dnssync(['apply', '--yes'], cwd, sandbox.env);
    expect(code, stdout + stderr).toBe(0);
    expect(await live('example.com')).toEqual(recordsOf(names));
  });
});

describe('promise 5: it explains itself', () => {
  it('a 400 of the service is told at the file and line of its record, in the service’s words', async () => {
    await sandbox.ask('/seed', { zones: [{ domain: 'example.com', records: [] }] });
    await sandbox.ask('/faults', [{ method: 'POST', path: 'records', kind: '400' }]);
    const cwd = folder({ 'zones/example.com.yaml': 'ttl: 5m\nrecords:\n  www:\n    A: 192.0.2.1\n' });
    const { code, stdout } = await dnssync(['apply', '--yes'], cwd, sandbox.env);
    expect(code).toBe(1);
    expect(stdout).toContain('zones/example.com.yaml:4');
    expect(stdout).toContain('400');
  });
});
