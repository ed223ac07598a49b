/** How a run ends where something goes wrong around it: streams, signals, bugs, lost answers. Never 0 unless it is done. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
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
  await fetch(`${sandbox.control}/faults`, { method: 'DELETE' });
});

const ONE = { 'zones/example.com.yaml': 'ttl: 5m\nrecords: { www: { A: 192.0.2.1 } }\n' };

async function live(): Promise<string[]> {
  const { zones } = await sandbox.ask<{ zones: { records: { name: string; value: string }[] }[] }>('/state');
  return zones.flatMap(({ records }) => records.map(({ name, value }) => `${name} ${value}`));
}

async function seed(...names: string[]): Promise<void> {
  const records = names.map((name) => ({ record_type: 'A', name, value: '192.0.2.9', ttl: 300 }));
  await sandbox.ask('/seed', { zones: [{ domain: 'example.com', records }] });
  await sandbox.ask('/reset', {});
}

/** Resolves once the sandbox has been asked for this. */
async function untilAsked(path: RegExp): Promise<void> {
  for (;;) {
    const { requests } = await sandbox.ask<{ requests: { path: string }[] }>('/log');
    if (requests.some((request) => path.test(request.path))) return;
    await new Promise((turn) => setImmediate(turn));
  }
}

describe('streams', () => {
  it('a reader that goes away (`apply --yes | head -1`) does not stop the work', async () => {
    const child = startCli(['apply', '--yes'], folder(ONE), sandbox.env);
    child.stdout?.destroy();
    child.stderr?.destroy();
    expect((await ended(child)).code).toBe(0);
    expect(await live()).toEqual(['www 192.0.2.1']);
  });

  it.skipIf(!existsSync('/dev/full'))('a plan that could not be written out is no success', async () => {
    const child = spawn(process.execPath, [resolve('lib/cli.js'), 'plan', '--format', 'json'], {
      cwd: folder(ONE),
      env: { ...process.env, ...sandbox.env },
      stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
    });
    const { code, stderr } = await ended(child);
    expect(code).toBe(1);
    expect(stderr).toContain('cannot write the output');
  });
});

describe('signals', () => {
  it('SIGINT while a read hangs ends a plan at once', async () => {
    await seed('www');
    await sandbox.ask('/faults', [{ method: 'GET', path: '/dns-zones/[^/]+/$', kind: 'hang-before' }]);
    const child = startCli(['plan'], folder(ONE), sandbox.env);
    const result = ended(child);
    await untilAsked(/dns-zones\/[^/]+\/$/);
    child.kill('SIGINT');
    expect(await result).toMatchObject({ code: 130, stdout: '' });
  });

  it('SIGTERM while live is read again is 143, with the report', async () => {
    await seed();
    await sandbox.ask('/faults', [{ method: 'GET', path: '/dns-zones/[^/]+/$', kind: 'hang-before' }]);
    const child = startCli(['apply', '--yes'], folder(ONE), sandbox.env);
    const result = ended(child);
    await untilAsked(/dns-zones\/[^/]+\/$/);
    child.kill('SIGTERM');
    const { code, stdout } = await result;
    expect(code).toBe(143);
    expect(stdout).toContain('stopped by SIGTERM');
    expect(stdout).toContain('1 record created');
  });

  it('--timeout 0 starts no call', async () => {
    const { code, stderr } = await dnssync(['apply', '--yes', '--timeout', '0'], folder(ONE), sandbox.env);
    expect(code).toBe(1);
    expect(stderr).toContain('--timeout');
  });
});

describe('a bug', () => {
  /** Plants a bug that shows once the first record has been created. */
  function planted(statement: string): [cwd: string, env: Record<string, string>] {
    const cwd = folder({
      ...ONE,
      'bug.mjs': `const call = globalThis.fetch;
globalThis.fetch = async (url, init) => {
  const response = await call(url, init);
  if (init.method === 'POST' && String(url).endsWith('/records/')) { ${statement} }
  return response;
};`,
    });
    return [cwd, { ...sandbox.env, NODE_OPTIONS: `--import=${join(cwd, 'bug.mjs')}` }];
  }

  it.each([
    ['in a promise', "Object.defineProperty(response, 'ok', { get() { throw new TypeError('planted'); } });"],
    ['in a callback', "process.nextTick(() => { throw new TypeError('planted'); });"],
    ['that nobody awaits', "void Promise.reject(new TypeError('planted'));"],
    ['that never settles', 'await new Promise(() => undefined);'],
  ])('%s, once writes are under way, is 5 and shows no stack', async (_, statement) => {
    await seed();
    const { code, stdout, stderr } = await dnssync(['apply', '--yes'], ...planted(statement));
    expect(code).toBe(5);
    expect(stdout + stderr).not.toMatch(/^\s+at /m);
    if (!statement.startsWith('await')) expect(stderr).toContain('This is a bug in dnssync');
  });

  it('that never settles, beside something that never ends, is broken off after a stop', async () => {
    await seed();
    const [cwd, env] = planted('setInterval(() => undefined, 1000); await new Promise(() => undefined);');
    const child = startCli(['apply', '--yes'], cwd, env);
    const result = ended(child);
    await untilAsked(/records\/$/);
    child.kill('SIGTERM');
    while (!String((await once(child.stderr as NodeJS.ReadableStream, 'data'))[0]).includes('no new call'));
    await wait(600);
    child.kill('SIGTERM');
    const { code, stderr } = await result;
    expect(code).toBe(143);
    expect(stderr).toContain('did not come to its end');
    // The record tells as much as is known.
    const { stdout } = await dnssync(['runs', 'show'], cwd);
    expect(stdout).toContain('may or may not have happened');
    expect((await dnssync(['apply', '--yes'], cwd, sandbox.env)).code).toBe(0);
  });
});

describe('a zone to be created', () => {
  it('whose answer is lost, in a list that cannot be read, may have been written: 5', async () => {
    await sandbox.ask('/faults', [
      { method: 'POST', path: '/dns-zones/$', kind: 'reset-after' },
      { method: 'GET', path: '/dns-zones/$', nth: 2, kind: '403' },
    ]);
    const { code, stdout } = await dnssync(['apply', '--yes'], folder(ONE), sandbox.env);
    expect(code).toBe(5);
    expect(stdout).toContain('may or may not have happened');
    expect((await dnssync(['apply', '--yes'], folder(ONE), sandbox.env)).code).toBe(0);
  });

  it('whose answer is lost, and into which the service puts its name servers, is found', async () => {
    await sandbox.ask('/config', { apex_ns: true });
    await sandbox.ask('/faults', [{ method: 'POST', path: '/dns-zones/$', kind: 'reset-after' }]);
    const { code, stdout } = await dnssync(['apply', '--yes'], folder(ONE), sandbox.env);
    await sandbox.ask('/config', { apex_ns: false });
    expect(code, stdout).toBe(0);
  });
});

it('an account endpoint that redirects is no obstacle', async () => {
  await sandbox.ask('/faults', [{ method: 'GET', path: '/account/me/', kind: 'redirect' }]);
  const { code, stderr } = await dnssync(['apply', '--yes'], folder(ONE), sandbox.env);
  expect(code).toBe(0);
  expect(stderr).toContain('could not ask what the token may do');
});

it('`dnssync help plan` is no mistake, `dnssync` without a command is one', async () => {
  expect(await dnssync(['help', 'plan'], folder({}))).toMatchObject({ code: 0, stderr: '' });
  expect(await dnssync([], folder({}))).toMatchObject({ code: 3, stdout: '' });
});

it('`dnssync zones` needs no files, but a folder that is named must be there', async () => {
  await seed();
  const { code, stdout } = await dnssync(['zones'], folder({}), sandbox.env);
  expect(code).toBe(0);
  expect(stdout).toContain('example.com');
  expect((await dnssync(['zones', '--zones', 'zonse'], folder({}), sandbox.env)).code).toBe(3);
});

describe('stdout of apply --format json is one JSON value where there is a plan, and empty where there is none', () => {
  const json = ['apply', '--format', 'json'];
  const GUARDED = { 'zones/example.com.yaml': 'ttl: 5m\nrecords: { keep: { A: 192.0.2.9 } }\n' };

  it.each([
    ['applied', [...json, '--yes'], ONE, {}, 0, ['plan', 'run', 'report']],
    ['nobody to ask', json, ONE, {}, 4, ['plan']],
    ['stopped by the guard', [...json, '--yes'], GUARDED, {}, 4, ['plan']],
    ['a permission missing', [...json, '--yes'], ONE, { VPS_API_TOKEN: 'vps_reader' }, 4, ['plan']],
    ['invalid files', json, { 'zones/example.com.yaml': 'records: 1' }, {}, 3, undefined],
    ['a token refused', json, ONE, { VPS_API_TOKEN: 'vps_mistyped' }, 1, undefined],
  ])('%s', async (_, args, files, env, expected, keys) => {
    await seed(...(files === GUARDED ? ['keep', 'a', 'b', 'c', 'd', 'e', 'f'] : []));
    const { code, stdout, stderr } = await dnssync(args, folder(files as Record<string, string>), {
      ...sandbox.env,
      ...env,
    });
    expect(code, stderr).toBe(expected);
    if (keys === undefined) expect(stdout).toBe('');
    else expect(Object.keys(JSON.parse(stdout) as object)).toEqual(keys);
    if (code !== 0) expect(stderr).not.toBe('');
  });

  it('nothing to do', async () => {
    await dnssync(['apply', '--yes'], folder(ONE), sandbox.env);
    const { code, stdout } = await dnssync(json, folder(ONE), sandbox.env);
    expect([code, Object.keys(JSON.parse(stdout) as object)]).toEqual([0, ['plan']]);
  });
});
