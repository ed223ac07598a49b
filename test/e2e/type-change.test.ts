/** A change of type where the service changes no types: by delete and create, and nothing is lost where that fails. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CliResult, dnssync, folder } from '../support/cli.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox(['--named']);
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.ask('/reset?state=1', {});
  await fetch(`${sandbox.control}/faults`, { method: 'DELETE' });
  await sandbox.ask('/config', { type_change: false });
});

interface State {
  readonly zones: { records: { record_type: string; name: string; value: string; ttl: number }[] }[];
}

async function live(): Promise<string[]> {
  const { zones } = await sandbox.ask<State>('/state');
  const records = zones.flatMap((zone) => zone.records);
  return records.map(({ name, ttl, record_type, value }) => `${name} ${ttl} ${record_type} ${value}`).sort();
}

async function seed(...texts: string[]): Promise<void> {
  const records = texts.map((text) => {
    const [name, ttl, record_type, ...value] = text.split(' ');
    return { name, ttl: Number(ttl), record_type, value: value.join(' ') };
  });
  await sandbox.ask('/seed', { zones: [{ domain: 'example.com', records }] });
  await sandbox.ask('/reset', {});
}

async function writes(): Promise<string[]> {
  const { requests } = await sandbox.ask<{ requests: { method: string; status: number }[] }>('/log');
  return requests.filter(({ method }) => method !== 'GET').map(({ method, status }) => `${method} ${status}`);
}

const alias = () =>
  folder({ 'zones/example.com.yaml': 'ttl: 5m\nrecords: { www: { CNAME: host.example.net } }' });
const apply = (cwd: string): Promise<CliResult> => dnssync(['apply', '--yes', '--force'], cwd, sandbox.env);
const refuse = (...nths: number[]): Promise<unknown> =>
  sandbox.ask(
    '/faults',
    nths.map((nth) => ({ method: 'POST', path: 'records', nth, kind: '400' })),
  );
const shown = ({ stdout, stderr }: CliResult): string => stdout + stderr;

describe('an address that is to become an alias', () => {
  it('is deleted, and the alias created at once', async () => {
    await seed('www 300 A 192.0.2.1');
    const result = await apply(alias());
    expect(result.code, shown(result)).toBe(0);
    expect(await live()).toEqual(['www 300 CNAME host.example.net']);
    expect(await writes()).toEqual(['PATCH 400', 'DELETE 204', 'POST 201']);
  });

  it('is put back where the alias is refused, as are the others that had to go for it, and both are said', async () => {
    const before = ['www 300 A 192.0.2.1', 'www 300 AAAA 2001:db8::1', 'www 300 TXT hello'];
    await seed(...before);
    await refuse(1);
    const result = await apply(alias());
    expect(result.code, shown(result)).toBe(5);
    expect(await live()).toEqual(before);
    expect(result.stdout).toContain('the old record was put back');
    expect(result.stdout).toMatch(/deleted, and put back[^~]*AAAA 2001:db8::1[^~]*TXT hello/);
  });

  it('stays where it is if the service refuses the ttl and not the type', async () => {
    await seed('www 300 A 192.0.2.1');
    await sandbox.ask('/config', { type_change: true, ttl_floor: 300 });
    const cwd = folder({
      'zones/example.com.yaml': 'ttl: 1m\nrecords: { www: { CNAME: host.example.net } }',
    });
    const result = await apply(cwd);
    await sandbox.ask('/config', { ttl_floor: 0 });
    expect(result.code, shown(result)).toBe(1);
    expect(await writes()).toEqual(['PATCH 400']);
    expect(await live()).toEqual(['www 300 A 192.0.2.1']);
  });

  it('is said to be gone where it cannot be put back, and the next run makes the alias', async () => {
    await seed('www 300 A 192.0.2.1');
    await refuse(1, 2);
    const result = await apply(alias());
    expect(result.code, shown(result)).toBe(5);
    expect(await live()).toEqual([]);
    expect(result.stdout).toContain('the old A 192.0.2.1 could not be put back');
    expect(result.stdout).toContain('the name has no answer now');
    expect((await apply(alias())).code).toBe(0);
    expect(await live()).toEqual(['www 300 CNAME host.example.net']);
  });

  it('becomes it once, though the answer to the create is lost', async () => {
    await seed('www 300 A 192.0.2.1');
    await sandbox.ask('/faults', [{ method: 'POST', path: 'records', nth: 1, kind: 'reset-after' }]);
    const result = await apply(alias());
    expect(result.code, shown(result)).toBe(0);
    expect(await live()).toEqual(['www 300 CNAME host.example.net']);
  });
});

describe('an alias that is to become addresses', () => {
  const addresses = () =>
    folder({
      'zones/example.com.yaml': 'ttl: 5m\nrecords: { www: { A: [192.0.2.1, 192.0.2.2], TXT: hello } }',
    });

  it('is put back where the first address is refused, and nothing is made beside it', async () => {
    await seed('www 300 CNAME host.example.net');
    await refuse(1);
    const result = await apply(addresses());
    expect(result.code, shown(result)).toBe(5);
    expect(await live()).toEqual(['www 300 CNAME host.example.net']);
    expect(result.stdout).toContain('the old record was put back');
    expect(result.stdout.match(/not tried/g)?.length).toBeGreaterThanOrEqual(1);
  });
});
