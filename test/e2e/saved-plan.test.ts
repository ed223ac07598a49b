/** `plan --out` and `apply plan.json` (design.md section 5: a saved plan is a permission, never a script). */
import { mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { digestOf } from '../../src/model/saved-plan.ts';
import { dnssync, dnssyncUnverified, folder } from '../support/cli.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox(['--named']);
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.ask('/reset?state=1', {});
  await seed('example.com', ['keep 192.0.2.1', 'old 192.0.2.2', 'www 192.0.2.3']);
});

const FILES = {
  'zones/example.com.yaml':
    'ttl: 5m\nrecords: { keep: { A: 192.0.2.1 }, www: { A: 192.0.2.4 }, new: { A: 192.0.2.5 } }\n',
};

async function seed(domain: string, records: readonly string[]): Promise<void> {
  const wire = records.map((text) => {
    const [name, value] = text.split(' ');
    return { record_type: 'A', name, value, ttl: 300 };
  });
  await sandbox.ask('/seed', { zones: [{ domain, records: wire }] });
  await sandbox.ask('/reset', {});
}

async function live(): Promise<string[]> {
  const { zones } = await sandbox.ask<{ zones: { records: { name: string; value: string }[] }[] }>('/state');
  return (zones[0]?.records ?? []).map(({ name, value }) => `${name} ${value}`).sort();
}

async function writes(): Promise<number> {
  const { requests } = await sandbox.ask<{ requests: { method: string }[] }>('/log');
  return requests.filter(({ method }) => method !== 'GET').length;
}

async function uuidOf(name: string): Promise<string> {
  const { zones } = await sandbox.ask<{ zones: { records: { name: string; uuid: string }[] }[] }>('/state');
  return zones[0]?.records.find((record) => record.name === name)?.uuid ?? '';
}

/** A folder with a plan saved in it. */
async function saved(files: Record<string, string> = FILES, args: readonly string[] = []): Promise<string> {
  const cwd = folder(files);
  const { code, stderr } = await dnssync(['plan', ...args, '--out', 'plan.json'], cwd, sandbox.env);
  expect([code, stderr]).toEqual([0, expect.stringContaining('dnssync apply plan.json')]);
  return cwd;
}

const apply = (cwd: string, env: Record<string, string> = sandbox.env, args: readonly string[] = []) =>
  dnssync(['apply', 'plan.json', ...args], cwd, env);

/** Where a part of what the files say is left for later. */
const applyPart = (cwd: string) => dnssyncUnverified(['apply', 'plan.json'], cwd, sandbox.env);

interface Editable {
  apiOrigin: string;
  account?: string;
  saved: { createdAt: string; digest: string };
  zones: { id?: string; changes: { after?: { value: string }; gap?: string }[] }[];
}

function edit(cwd: string, change: (json: Editable) => void, forge = true): void {
  const path = join(cwd, 'plan.json');
  const json = JSON.parse(readFileSync(path, 'utf8')) as Editable;
  change(json);
  if (forge) json.saved.digest = digestOf(json);
  writeFileSync(path, JSON.stringify(json));
}

describe('a saved plan', () => {
  it('is applied without a question, and is readable by its owner only', async () => {
    const cwd = await saved();
    expect(statSync(join(cwd, 'plan.json')).mode & 0o777).toBe(0o600);
    const { code, stdout } = await apply(cwd);
    expect(code, stdout).toBe(0);
    expect(await live()).toEqual(['keep 192.0.2.1', 'new 192.0.2.5', 'www 192.0.2.4']);
  });

  it('holds no token', async () => {
    const cwd = await saved();
    expect(readFileSync(join(cwd, 'plan.json'), 'utf8')).not.toContain(sandbox.token);
  });

  it('of which a part is done already, by a run that broke off, is finished', async () => {
    const cwd = await saved();
    await sandbox.api('DELETE', `/dns-records/${await uuidOf('old')}/`);
    await sandbox.ask('/reset', {});
    expect((await apply(cwd)).code).toBe(0);
    expect(await writes()).toBe(2);
    expect((await apply(cwd)).code).toBe(0);
    expect(await writes()).toBe(2);
  });

  it('is refused where live moved, with what would be needed and the side', async () => {
    const cwd = await saved();
    await sandbox.api('PATCH', `/dns-records/${await uuidOf('www')}/`, { value: '192.0.2.77' });
    await sandbox.ask('/reset', {});
    const { code, stderr } = await apply(cwd);
    expect(code).toBe(4);
    expect(stderr).toContain('example.com: live has changed since');
    expect(stderr).toContain('192.0.2.77 → 192.0.2.4');
    expect(await writes()).toBe(0);
  });

  it('is refused where the files moved', async () => {
    const cwd = await saved();
    const zone = join(cwd, 'zones/example.com.yaml');
    writeFileSync(zone, readFileSync(zone, 'utf8').replace('new:', 'newer:'));
    const { code, stderr } = await apply(cwd);
    expect(code).toBe(4);
    expect(stderr).toContain('example.com: the zone file has changed since');
    expect(stderr).toContain('newer.example.com');
    expect(await writes()).toBe(0);
  });

  it('is of its zones and targets alone', async () => {
    await seed('example.net', ['gone 192.0.2.9', 'a 192.0.2.1']);
    const files = { ...FILES, 'zones/example.net.yaml': 'ttl: 5m\nrecords: { a: { A: 192.0.2.1 } }\n' };
    const one = await saved(files, ['example.net']);
    expect((await applyPart(one)).code).toBe(0);
    expect(await writes()).toBe(1);
    const target = await saved(files, ['--target', 'www/A']);
    expect((await applyPart(target)).code).toBe(0);
    expect(await writes()).toBe(2);
    expect(await live()).toContain('www 192.0.2.4');
    expect(await live()).toContain('old 192.0.2.2');
  });

  it('of a zone that has no file any more is refused', async () => {
    const cwd = await saved({ ...FILES, 'zones/example.net.yaml': 'records: { a: { A: 192.0.2.1 } }\n' });
    writeFileSync(
      join(cwd, 'zones/example.net.yaml'),
      'zone: example.org\nrecords: { a: { A: 192.0.2.1 } }\n',
    );
    const { code, stderr } = await apply(cwd);
    expect([code, stderr]).toEqual([4, expect.stringContaining('example.net')]);
    expect(await writes()).toBe(0);
  });

  it('does not overrule the guard', async () => {
    await seed('example.com', ['keep 192.0.2.1', ...Array.from({ length: 9 }, (_, i) => `n${i} 192.0.2.2`)]);
    const cwd = await saved({ 'zones/example.com.yaml': 'ttl: 5m\nrecords: { keep: { A: 192.0.2.1 } }\n' });
    const refused = await apply(cwd);
    expect([refused.code, refused.stderr]).toEqual([4, expect.stringContaining('--allow example.com=11')]);
    expect(await writes()).toBe(0);
    expect((await apply(cwd, sandbox.env, ['--allow', 'example.com=11'])).code).toBe(0);
  });

  it('of which a zone could not be read is applied without it, and says so', async () => {
    await seed('example.net', ['a 192.0.2.1']);
    const cwd = folder({ ...FILES, 'zones/example.net.yaml': 'ttl: 5m\nrecords: { a: { A: 192.0.2.2 } }\n' });
    const { zones } = await sandbox.ask<{ zones: { domain: string; uuid: string }[] }>('/state');
    const uuid = zones.find(({ domain }) => domain === 'example.net')?.uuid;
    await sandbox.ask('/faults', [{ method: 'GET', path: `/dns-zones/${uuid}/$`, nth: 1, kind: '404' }]);
    expect((await dnssync(['plan', '--out', 'plan.json'], cwd, sandbox.env)).code).toBe(1);
    await sandbox.ask('/reset', {});
    const { code, stderr } = await applyPart(cwd);
    expect([code, stderr]).toEqual([0, expect.stringContaining('left out now: example.net')]);
    expect(await writes()).toBe(3);
  });

  it('that is older than a day is warned of', async () => {
    const cwd = await saved();
    edit(cwd, ({ saved }) => {
      saved.createdAt = '2020-01-01T00:00:00Z';
    });
    const { code, stderr } = await apply(cwd);
    expect([code, stderr]).toEqual([0, expect.stringMatching(/warning: plan\.json was made \d+ hours ago/)]);
  });
});

describe('a saved plan that was tampered with', () => {
  it.each<[string, (json: Editable) => void, boolean, number, string]>([
    ['edited', (json) => void json.zones[0]?.changes.pop(), false, 4, 'its digest does not fit'],
    [
      'forged so that it holds less',
      (json) => void json.zones[0]?.changes.pop(),
      true,
      4,
      'neither the zone file nor live has changed',
    ],
    [
      'forged to publish something else',
      (json) => {
        for (const { after } of json.zones[0]?.changes ?? []) if (after) after.value = '203.0.113.66';
      },
      true,
      4,
      'neither the zone file nor live has changed',
    ],
    [
      'of another zone of that name',
      (json) => Object.assign(json.zones[0] ?? {}, { id: 'x' }),
      true,
      4,
      'not the zone',
    ],
    [
      'of another API',
      (json) => Object.assign(json, { apiOrigin: 'http://127.0.0.1:1' }),
      true,
      4,
      '127.0.0.1:1',
    ],
    [
      'of another account',
      (json) => Object.assign(json, { account: 'eve@example.net' }),
      true,
      4,
      'eve@example.net',
    ],
    [
      'of a newer format',
      (json) => Object.assign(json, { formatVersion: '1.7' }),
      true,
      3,
      'its format is 1.7',
    ],
    ['of no format', (json) => Object.assign(json, { zones: 1 }), true, 3, 'it is no plan of dnssync'],
  ])('%s', async (_, change, forge, expected, words) => {
    const cwd = await saved();
    edit(cwd, change, forge);
    const { code, stderr } = await apply(cwd);
    expect([code, stderr]).toEqual([expected, expect.stringContaining(words)]);
    expect(await writes()).toBe(0);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('with the answer of an API that its token must not reach is refused before any call', async () => {
    const cwd = await saved();
    edit(cwd, (json) => Object.assign(json, { apiOrigin: 'https://admin.vps.org' }));
    await sandbox.ask('/reset', {});
    expect((await apply(cwd)).code).toBe(4);
    const { requests } = await sandbox.ask<{ requests: unknown[] }>('/log');
    expect(requests).toEqual([]);
  });
});

describe('what is no saved plan', () => {
  it.each([
    [['apply', 'missing.json'], 'there is no plan missing.json'],
    [['apply', 'plan.json', 'example.com'], 'no zones and no --target'],
    [['apply', 'plan.json', '--target', 'www'], 'no zones and no --target'],
    [['plan', '--out', 'plan'], 'ends in .json'],
    [['plan', '--out', 'plan.json', '--live', 'live.json'], '--live'],
    [['plan', '--out', 'missing/plan.json'], 'cannot write missing/plan.json'],
    [['apply', 'printed.json'], 'it was printed, not saved'],
    [['apply', 'huge.json'], 'it has 268435456 octets'],
    [['apply', 'folder.json'], 'cannot use folder.json: it is no file'],
    [['apply', 'deep.json'], 'it is no plan of dnssync'],
  ])('%j is a mistake: 3', async (args, words) => {
    const cwd = await saved();
    const printed = await dnssync(['plan', '--format', 'json'], cwd, sandbox.env);
    writeFileSync(join(cwd, 'printed.json'), printed.stdout);
    writeFileSync(join(cwd, 'deep.json'), `${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    mkdirSync(join(cwd, 'folder.json'));
    // A hole: it takes no room.
    writeFileSync(join(cwd, 'huge.json'), '');
    truncateSync(join(cwd, 'huge.json'), 2 ** 28);
    const { code, stderr } = await dnssync(args, cwd, sandbox.env);
    expect([code, stderr]).toEqual([3, expect.stringContaining(words)]);
    expect(await writes()).toBe(0);
  });
});

it('a plan that does not announce the gap it would leave now is refused, and the one that does is not', async () => {
  const { zones } = await sandbox.ask<{ zones: { uuid: string }[] }>('/state');
  const aaaa = { record_type: 'AAAA', name: 'www', value: '2001:db8::1', ttl: 300 };
  await sandbox.api('POST', `/dns-zones/${zones[0]?.uuid}/records/`, aaaa);
  await sandbox.ask('/reset', {});
  const cwd = await saved({
    'zones/example.com.yaml':
      'ttl: 5m\nrecords: { keep: { A: 192.0.2.1 }, old: { A: 192.0.2.2 }, www: { CNAME: www.example.net } }\n',
  });
  const announced = readFileSync(join(cwd, 'plan.json'), 'utf8');
  edit(cwd, (json) => {
    for (const change of json.zones[0]?.changes ?? []) delete change.gap;
  });
  const refused = await apply(cwd);
  expect(refused.code, refused.stderr).toBe(4);
  expect(refused.stderr).toMatch(
    /a moment without an answer that it does not announce:\n {2}www\.example\.com has no AAAA/,
  );
  expect(refused.stderr).not.toContain('would be needed');
  expect(await writes()).toBe(0);
  writeFileSync(join(cwd, 'plan.json'), announced);
  expect((await apply(cwd, sandbox.env, ['--force'])).code).toBe(0);
});
