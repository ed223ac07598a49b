/** An apply that is stopped while calls hang: by a signal, by two, by npm, by its time-out, by a terminal that is closed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CliResult, dnssync, ended, folder, startCli } from '../support/cli.ts';
import { resultOf } from '../support/cli-process.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox(['--named']);
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.ask('/release', {});
  await sandbox.ask('/reset?state=1', {});
  await fetch(`${sandbox.control}/faults`, { method: 'DELETE' });
});

const NAMES = Array.from({ length: 8 }, (_, index) => `h${index}`);
const APPLY = ['apply', '--yes', '--force'];
const IS_STOPPING = 'no new call goes out';

interface Zone {
  readonly uuid: string;
  readonly domain: string;
  readonly records: { readonly name: string }[];
}

async function zoneNamed(domain: string): Promise<Zone> {
  const { zones } = await sandbox.ask<{ zones: Zone[] }>('/state');
  return zones.find((zone) => zone.domain === domain) as Zone;
}

/** A folder whose apply makes eight records, two at a time, and whose third and fourth call meet these faults. */
async function site(domain: string, kinds: readonly [string, string]): Promise<string> {
  await sandbox.ask('/seed', { zones: [{ domain, records: [] }] });
  const { uuid } = await zoneNamed(domain);
  const path = `/dns-zones/${uuid}/records/`;
  const faults = kinds.map((kind, index) => ({ method: 'POST', path, nth: 3 + index, kind }));
  await sandbox.ask('/faults', faults);
  const records = NAMES.map((name) => `  ${name}: { A: 192.0.2.1 }\n`).join('');
  return folder({ 'dnssync.yaml': 'concurrency: 2\n', [`zones/${domain}.yaml`]: `records:\n${records}` });
}

/** Resolves once so many of the faults on order have come. */
async function untilFired(count: number): Promise<void> {
  for (;;) {
    const { faults } = await sandbox.ask<{ faults: { fired: boolean }[] }>('/faults');
    if (faults.filter(({ fired }) => fired).length >= count) return;
    await new Promise((turn) => setImmediate(turn));
  }
}

async function untilSaid(child: ChildProcess, words: string): Promise<void> {
  for (let said = ''; !said.includes(words); ) {
    said += String((await once(child.stderr as NodeJS.ReadableStream, 'data'))[0]);
  }
}

/** What the run kept of itself. */
function record(cwd: string): { readonly done: number; readonly unknown: number; readonly notTried: number } {
  const path = join(cwd, '.dnssync/runs');
  const [id = ''] = readdirSync(path);
  return JSON.parse(readFileSync(join(path, id, 'report.json'), 'utf8')).summary;
}

/** The report names each change once, on stdout and in the run's folder, and the next run ends the work. */
async function expectReported(
  cwd: string,
  domain: string,
  { stdout }: CliResult,
  unknown: number,
): Promise<void> {
  const done = 4 - unknown;
  expect(record(cwd)).toMatchObject({ done, unknown, notTried: 4 });
  expect(stdout).toContain(`${done} records created`);
  expect(stdout).toContain('Not tried (4)');
  if (unknown > 0) {
    expect(stdout).toContain(`Unknown, it may or may not have happened (${unknown})`);
    expect(stdout).toContain('given up without an answer');
  }
  const again = await dnssync(APPLY, cwd, sandbox.env);
  expect([again.code, again.stderr]).toEqual([0, expect.anything()]);
  expect((await zoneNamed(domain)).records.map(({ name }) => name).sort()).toEqual(NAMES);
}

describe('calls that are never answered', () => {
  it('are given up after the last wait: unknown, reported, 130, 143, and 5 for --timeout', async () => {
    const ways: readonly [string, string[], NodeJS.Signals | undefined, number][] = [
      ['int.example', [], 'SIGINT', 130],
      ['term.example', [], 'SIGTERM', 143],
      ['late.example', ['--timeout', '3s'], undefined, 5],
    ];
    const sites: string[] = [];
    for (const [domain] of ways) sites.push(await site(domain, ['hang-before', 'hang-after']));
    const runs = ways.map(([domain, more], index) => {
      const child = startCli([...APPLY, ...more, domain], sites[index] as string, sandbox.env);
      return { child, result: ended(child) };
    });
    await untilFired(6);
    for (const [index, [, , signal]] of ways.entries()) if (signal) runs[index]?.child.kill(signal);
    const results = await Promise.all(runs.map(({ result }) => result));
    expect(results.map(({ code }) => code)).toEqual(ways.map(([, , , code]) => code));
    for (const [index, [domain]] of ways.entries()) {
      expect(results[index]?.stderr).toContain(IS_STOPPING);
      await expectReported(sites[index] as string, domain, results[index] as CliResult, 2);
    }
  });

  it('are given up at once by a second signal', async () => {
    const cwd = await site('example.com', ['hang-before', 'hang-after']);
    const child = startCli(APPLY, cwd, sandbox.env);
    const result = ended(child);
    await untilFired(2);
    child.kill('SIGINT');
    await untilSaid(child, IS_STOPPING);
    // What comes sooner is taken for the same key.
    await wait(600);
    child.kill('SIGINT');
    const { code, stdout, stderr } = await result;
    expect([code, stderr]).toEqual([130, expect.anything()]);
    await expectReported(cwd, 'example.com', { code, stdout, stderr }, 2);
  });
});

describe('calls that are answered within the last wait', () => {
  it('are done', async () => {
    const cwd = await site('example.com', ['hold-before', 'hold-after']);
    const child = startCli(APPLY, cwd, sandbox.env);
    const result = ended(child);
    await untilFired(2);
    child.kill('SIGTERM');
    await untilSaid(child, IS_STOPPING);
    await sandbox.ask('/release', {});
    expect((await result).code).toBe(143);
    await expectReported(cwd, 'example.com', await result, 0);
  });

  it('also where one key sends two signals, as under npm', async () => {
    const cwd = await site('example.com', ['hold-before', 'hold-after']);
    const child = startCli(APPLY, cwd, sandbox.env);
    const result = ended(child);
    await untilFired(2);
    child.kill('SIGINT');
    child.kill('SIGINT');
    await untilSaid(child, IS_STOPPING);
    child.kill('SIGINT');
    await sandbox.ask('/release', {});
    expect((await result).code).toBe(130);
    await expectReported(cwd, 'example.com', await result, 0);
  });

  it('also where npm runs it and Ctrl-C reaches both', async () => {
    const cwd = await site('example.com', ['hold-before', 'hold-after']);
    const child = spawn(
      'npm',
      ['exec', '--offline', '-c', `"${process.execPath}" "${resolve('lib/cli.js')}" ${APPLY.join(' ')}`],
      {
        cwd,
        env: { PATH: process.env.PATH, HOME: cwd, ...sandbox.env },
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true,
      },
    );
    const result = resultOf(child);
    await untilFired(2);
    process.kill(-(child.pid as number), 'SIGINT');
    await untilSaid(child, IS_STOPPING);
    await sandbox.ask('/release', {});
    await expectReported(cwd, 'example.com', await result, 0);
  });
});

it('a wait that the service asked for is cut short: nothing is unknown', async () => {
  const cwd = await site('example.com', ['hold-before', 'hold-before']);
  const { uuid } = await zoneNamed('example.com');
  const path = `/dns-zones/${uuid}/records/`;
  await sandbox.ask('/faults', [{ method: 'POST', path, nth: 5, kind: '429', retry_after: '100' }]);
  const child = startCli([...APPLY, '-v'], cwd, sandbox.env);
  const result = ended(child);
  await untilFired(2);
  await sandbox.ask('/release', {});
  await untilSaid(child, 'throttles (429)');
  child.kill('SIGINT');
  const { code, stdout } = await result;
  expect(code).toBe(130);
  const { done, unknown, notTried } = record(cwd);
  expect([done + notTried, unknown]).toEqual([NAMES.length, 0]);
  expect(done).toBeGreaterThanOrEqual(4);
  expect(stdout).toContain(`Not tried (${notTried})`);
  expect((await dnssync(APPLY, cwd, sandbox.env)).code).toBe(0);
  expect((await zoneNamed('example.com')).records.map(({ name }) => name).sort()).toEqual(NAMES);
});

it('a terminal that is closed (SIGHUP) while writes are under way does not stop them', async () => {
  const cwd = await site('example.com', ['hold-before', 'hold-after']);
  const child = startCli(APPLY, cwd, sandbox.env);
  const result = ended(child);
  await untilFired(2);
  child.kill('SIGHUP');
  await sandbox.ask('/release', {});
  expect((await result).code).toBe(0);
  expect(record(cwd)).toMatchObject({ done: 8, unknown: 0, notTried: 0 });
});
