/** The exit-code table of design.md section 4, row by row, through the built command line. */
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dnssync, ended, folder, startCli } from '../support/cli.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox([
    '--named',
    '--token',
    'vps_all_access=dns:list,dns:create,dns:delete',
    '--token',
    'vps_reader=dns:list',
  ]);
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.ask('/reset?state=1', {});
  await sandbox.ask('/config', { delay: 0 });
  await fetch(`${sandbox.control}/faults`, { method: 'DELETE' });
});

const ONE = { 'zones/example.com.yaml': 'ttl: 5m\nrecords: { www: { A: 192.0.2.1 } }\n' };

async function seed(...values: string[]): Promise<void> {
  const records = values.map((value, index) => ({ record_type: 'A', name: `n${index}`, value, ttl: 300 }));
  await sandbox.ask('/seed', { zones: [{ domain: 'example.com', records }] });
  await sandbox.ask('/reset', {});
}

async function writeCount(): Promise<number> {
  const { requests } = await sandbox.ask<{ requests: { method: string }[] }>('/log');
  return requests.filter(({ method }) => method !== 'GET').length;
}

describe('exit 0: done, or nothing to do', () => {
  it('a plan with changes and no --detailed-exitcode', async () => {
    expect((await dnssync(['plan'], folder(ONE), sandbox.env)).code).toBe(0);
  });
  it('an apply that has been seen to succeed, and one with nothing to do', async () => {
    const cwd = folder(ONE);
    expect((await dnssync(['apply', '--yes'], cwd, sandbox.env)).code).toBe(0);
    expect((await dnssync(['apply', '--yes'], cwd, sandbox.env)).code).toBe(0);
  });
  it('--version and --help', async () => {
    const cwd = folder({});
    expect(await dnssync(['--version'], cwd)).toMatchObject({ code: 0, stderr: '' });
    expect((await dnssync(['--help'], cwd)).code).toBe(0);
    expect((await dnssync(['plan', '--help'], cwd)).code).toBe(0);
  });
});

describe('exit 1: could not, nothing was written', () => {
  it('a service that is down is never 0 or 2', async () => {
    const gone = await startSandbox();
    await gone.stop();
    for (const args of [['plan', '--detailed-exitcode'], ['apply', '--yes'], ['zones'], ['whoami']]) {
      const { code, stderr } = await dnssync(args, folder(ONE), gone.env);
      expect([args, code]).toEqual([args, 1]);
      expect(stderr).toMatch(/cannot reach|ECONNREFUSED/);
    }
  });
  it('a token that is refused', async () => {
    const { code, stderr } = await dnssync(['plan'], folder(ONE), {
      ...sandbox.env,
      VPS_API_TOKEN: 'vps_mistyped_token',
    });
    expect(code).toBe(1);
    expect(stderr).toContain('401');
    expect(stderr).not.toContain('vps_mistyped_token');
  });
  it('a zone that could not be read, also beside zones with changes', async () => {
    await seed('192.0.2.1');
    await sandbox.ask('/faults', [{ method: 'GET', path: '/dns-zones/[^/]+/$', kind: '404' }]);
    const cwd = folder({ ...ONE, 'zones/new.example.yaml': 'records: { "@": { A: 192.0.2.1 } }' });
    const { code, stdout } = await dnssync(['plan', '--detailed-exitcode'], cwd, sandbox.env);
    expect(code).toBe(1);
    expect(stdout).not.toContain('No changes');
    expect(stdout).toContain('example.com');
  });
});

describe('exit 2: differences', () => {
  it('plan --detailed-exitcode with changes', async () => {
    expect((await dnssync(['plan', '--detailed-exitcode'], folder(ONE), sandbox.env)).code).toBe(2);
  });
});

describe('exit 3: invalid input', () => {
  it.each([
    ['an invalid file', ['plan'], { 'zones/example.com.yaml': 'records: { www: { A: nonsense } }' }],
    ['an unknown option', ['plan', '--nonsense'], ONE],
    ['an unknown command', ['plam'], ONE],
    ['an unknown zone on the command line', ['plan', 'example.cmo'], ONE],
    ['a format that does not exist', ['plan', '--format', 'xml'], ONE],
    ['an --allow without a number', ['apply', '--allow', 'example.com'], ONE],
    ['no token', ['plan'], ONE],
  ])('%s', async (name, args, files) => {
    const env = name === 'no token' ? {} : sandbox.env;
    const { code, stderr, stdout } = await dnssync(args, folder(files), env);
    expect(code, stderr + stdout).toBe(name === 'no token' ? 1 : 3);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(await writeCount()).toBe(0);
  });
  it('validate --strict with a warning', async () => {
    const cwd = folder({ 'zones/example.com.yaml': 'records: { www: { TXT: one # two\n } }' });
    expect((await dnssync(['validate'], cwd)).code).toBe(0);
    expect((await dnssync(['validate', '--strict'], cwd)).code).toBe(3);
  });
});

describe('exit 4: refused before any write', () => {
  it('by the guard, whose message names the records and the flag that allows just that', async () => {
    await seed(...Array.from({ length: 10 }, (_, index) => `192.0.2.${index + 1}`));
    const cwd = folder({ 'zones/example.com.yaml': 'ttl: 5m\nrecords: { n0: { A: 192.0.2.1 } }' });
    const refused = await dnssync(['apply', '--yes'], cwd, sandbox.env);
    expect(refused.code).toBe(4);
    expect(refused.stderr + refused.stdout).toContain('--allow example.com=9');
    expect(await writeCount()).toBe(0);
    expect((await dnssync(['apply', '--yes', '--allow', 'example.com=8'], cwd, sandbox.env)).code).toBe(4);
    expect(await writeCount()).toBe(0);
    expect((await dnssync(['apply', '--yes', '--allow', 'example.com=9'], cwd, sandbox.env)).code).toBe(0);
    expect(await writeCount()).toBe(9);
  });
  it('where nobody can answer and --yes is missing', async () => {
    const { code, stderr } = await dnssync(['apply'], folder(ONE), sandbox.env);
    expect(code).toBe(4);
    expect(stderr).toContain('--yes');
    expect(await writeCount()).toBe(0);
  });
  it('where the token lacks a permission, by its name', async () => {
    const { code, stderr } = await dnssync(['apply', '--yes'], folder(ONE), {
      ...sandbox.env,
      VPS_API_TOKEN: 'vps_reader',
    });
    expect(code).toBe(4);
    expect(stderr).toContain('dns:create');
    expect(await writeCount()).toBe(0);
  });
});

describe('exit 5: something was written and the goal is not reached', () => {
  it('where the service refuses one of two changes', async () => {
    await seed('192.0.2.9');
    await sandbox.ask('/faults', [{ method: 'POST', path: '/records/$', nth: 1, kind: '403' }]);
    const cwd = folder({
      'zones/example.com.yaml':
        'ttl: 5m\nrecords: { n0: { A: 192.0.2.9 }, a: { A: 192.0.2.1 }, b: { A: 192.0.2.2 } }',
    });
    const { code, stdout } = await dnssync(['apply', '--yes'], cwd, sandbox.env);
    expect(code).toBe(5);
    expect(stdout).toMatch(/zones\/example\.com\.yaml:2/);
  });
});

describe('exit 130 and 143: stopped by a signal, with a report', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s', async (signal, expected) => {
    await seed('192.0.2.9');
    await sandbox.ask('/config', { delay: 100 });
    const names = Array.from({ length: 200 }, (_, index) => `  r${index}: { A: 192.0.2.1 }`).join('\n');
    const cwd = folder({ 'zones/example.com.yaml': `ttl: 5m\nrecords:\n  n0: { A: 192.0.2.9 }\n${names}\n` });
    const child = startCli(['apply', '--yes', '--verbose'], cwd, sandbox.env);
    const result = ended(child);
    // The first finished change shows that writing is under way.
    while (!String((await once(child.stderr as NodeJS.ReadableStream, 'data'))[0]).includes('r'));
    child.kill(signal);
    const { code, stdout } = await result;
    expect(code).toBe(expected);
    expect(stdout).toMatch(/not tried/);
    const after = await dnssync(['apply', '--yes'], cwd, sandbox.env);
    expect(after.code, after.stdout).toBe(0);
  });
});
