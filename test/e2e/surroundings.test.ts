/** An apply in the middle of which the disk fills up, its readers go away, or the machine's clock is set. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dnssync, ended, folder, startCli } from '../support/cli.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox(['--named']);
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.ask('/reset?state=1', {});
  await fetch(`${sandbox.control}/faults`, { method: 'DELETE' });
});

const NAMES = Array.from({ length: 60 }, (_, index) => `h${String(index).padStart(2, '0')}`);
const FILES = {
  'dnssync.yaml': 'concurrency: 2\n',
  'zones/example.com.yaml': `records:\n${NAMES.map((name) => `  ${name}: { A: 192.0.2.1 }\n`).join('')}`,
};
const APPLY = ['apply', '--yes', '--force'];

/** Two creates in the middle are held until `/release`. */
async function hold(kind: 'hold-before' | 'hold-after'): Promise<void> {
  await sandbox.ask('/seed', { zones: [{ domain: 'example.com', records: [] }] });
  const fault = { method: 'POST', path: '/records/', kind };
  await sandbox.ask('/faults', [
    { ...fault, nth: 9 },
    { ...fault, nth: 10 },
  ]);
}

async function untilHeld(count: number): Promise<void> {
  while ((await sandbox.ask<{ held: number }>('/faults')).held < count) {
    await new Promise((turn) => setImmediate(turn));
  }
}

async function creates(): Promise<number> {
  const { requests } = await sandbox.ask<{ requests: { method: string }[] }>('/log');
  return requests.filter(({ method }) => method === 'POST').length;
}

async function live(): Promise<string[]> {
  const { zones } = await sandbox.ask<{ zones: { records: { name: string }[] }[] }>('/state');
  return zones.flatMap(({ records }) => records.map(({ name }) => name)).sort();
}

function runFolder(cwd: string): string {
  const path = join(cwd, '.dnssync/runs');
  return join(path, readdirSync(path).at(-1) ?? '');
}

const journalOf = (cwd: string): string => join(runFolder(cwd), 'journal.jsonl');

/** Lines that tell of a call before it goes out. */
function intents(cwd: string): number {
  return readFileSync(journalOf(cwd), 'utf8')
    .split('\n')
    .filter((line) => /"state":"intent".*\}$/.test(line)).length;
}

/** Runs an apply, fills the disk while two calls are held, and holds the end against what the service saw. */
async function expectNoCallUnwritten(
  cwd: string,
  { fill, empty, words }: { fill: (pid: number) => void; empty: () => void; words: RegExp },
): Promise<void> {
  await hold('hold-before');
  const child = startCli(APPLY, cwd, sandbox.env);
  const result = ended(child);
  await untilHeld(2);
  fill(child.pid as number);
  await sandbox.ask('/release', {});
  const { code, stdout, stderr } = await result;
  expect(code, stdout + stderr).toBe(5);
  // What went out stands in the journal, and went no further than that.
  expect(await creates()).toBeLessThanOrEqual(intents(cwd));
  expect(await creates()).toBeLessThan(NAMES.length);
  const done = (await live()).length;
  expect(done).toBeGreaterThanOrEqual(10);
  expect(stdout).toContain(`${done} records created`);
  expect(stdout).toContain(`Not tried (${NAMES.length - done})`);
  expect(stdout).toMatch(words);
  expect(stderr).toContain('the record of this run is incomplete');
  empty();
  expect((await dnssync(['runs'], cwd)).stdout).toContain('cut off');
  expect((await dnssync(APPLY, cwd, sandbox.env)).code).toBe(0);
  expect(await live()).toEqual(NAMES);
}

const canLimit = spawnSync('prlimit', ['--version']).status === 0;

describe('a disk that fills up in the middle of an apply: no call goes out that is not on it', () => {
  // As a quota does: no file of the process may grow any more, so that the journal's next line fails.
  it.skipIf(!canLimit)('seen by a limit on files', async () => {
    const cwd = folder(FILES);
    await expectNoCallUnwritten(cwd, {
      fill: (pid) =>
        void execFileSync('prlimit', [`--pid=${pid}`, `--fsize=${statSync(journalOf(cwd)).size}`]),
      empty: () => undefined,
      words: /file too large/,
    });
  });

  const mounted: string[] = [];
  afterEach(() => {
    for (const path of mounted.splice(0)) {
      execFileSync('umount', [path]);
      rmdirSync(path);
    }
  });

  /** A disk of its own with these files; undefined where this user may not mount one. */
  function smallDisk(files: Readonly<Record<string, string>>): string | undefined {
    const path = mkdtempSync(join(tmpdir(), 'dnssync-disk-'));
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', path]).status !== 0) {
      rmdirSync(path);
      return undefined;
    }
    mounted.push(path);
    mkdirSync(join(path, 'zones'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
    return path;
  }

  it('a real one', async ({ skip }) => {
    const cwd = smallDisk(FILES);
    if (cwd === undefined) return skip('only root may mount a disk');
    const ballast = join(cwd, 'ballast');
    await expectNoCallUnwritten(cwd, {
      fill: () => {
        for (const size of [65536, 4096, 1]) {
          try {
            for (;;) writeFileSync(ballast, Buffer.alloc(size), { flag: 'a' });
          } catch (error) {
            expect(error).toMatchObject({ code: 'ENOSPC' });
          }
        }
      },
      empty: () => rmSync(ballast),
      words: /no space left on device/,
    });
  });
});

it('readers that go away in the middle do not stop the work, and the run tells of it', async () => {
  const cwd = folder(FILES);
  await hold('hold-after');
  const child = startCli([...APPLY, '-v'], cwd, sandbox.env);
  const result = ended(child);
  await untilHeld(2);
  child.stdout?.destroy();
  child.stderr?.destroy();
  await sandbox.ask('/release', {});
  expect((await result).code).toBe(0);
  expect(await live()).toEqual(NAMES);
  expect(JSON.parse(readFileSync(join(runFolder(cwd), 'report.json'), 'utf8'))).toMatchObject({
    summary: { done: NAMES.length, unknown: 0, notTried: 0 },
    verification: { status: 'equal' },
  });
});

it('readers that go away, and then a stop: the code of the signal, and the run tells what is left', async () => {
  const cwd = folder(FILES);
  await hold('hold-after');
  const child = startCli(APPLY, cwd, sandbox.env);
  const result = ended(child);
  await untilHeld(2);
  child.stdout?.destroy();
  child.stderr?.destroy();
  child.kill('SIGTERM');
  await sandbox.ask('/release', {});
  expect((await result).code).toBe(143);
  expect(JSON.parse(readFileSync(join(runFolder(cwd), 'report.json'), 'utf8'))).toMatchObject({
    summary: { done: 10, unknown: 0, notTried: NAMES.length - 10 },
    stopped: 'stopped by SIGTERM',
  });
  expect((await dnssync(APPLY, cwd, sandbox.env)).code).toBe(0);
});

describe('a clock that is set in the middle of an apply', () => {
  const YEAR = 365 * 86_400_000;

  /** From the ninth write on the machine's clock is off by so much. */
  const shim = (off: number): string => `const RealDate = Date;
let off = 0;
globalThis.Date = class extends RealDate {
  constructor(...given) { given.length === 0 ? super(RealDate.now() + off) : super(...given); }
  static now() { return RealDate.now() + off; }
};
const call = globalThis.fetch;
let writes = 0;
globalThis.fetch = (url, init) => {
  if (init.method !== 'GET' && ++writes === 9) off = ${off};
  return call(url, init);
};`;

  const few = NAMES.slice(0, 12);

  it.each([
    ['forwards', 10 * YEAR],
    ['backwards', -10 * YEAR],
  ])('%s by ten years changes no wait and no end, and the run is the last one', async (_, off) => {
    const cwd = folder({
      'zones/example.com.yaml': `records:\n${few.map((name) => `  ${name}: { A: 192.0.2.1 }\n`).join('')}`,
      'clock.mjs': shim(off),
    });
    await sandbox.ask('/seed', { zones: [{ domain: 'example.com', records: [] }] });
    await sandbox.ask('/faults', [
      { method: 'POST', path: '/records/', kind: '502-html-after', nth: 8 },
      { method: 'POST', path: '/records/', kind: '429', nth: 10, retry_after: '2' },
    ]);
    const env = { ...sandbox.env, NODE_OPTIONS: `--import=${join(cwd, 'clock.mjs')}` };
    const { code, stdout, stderr } = await dnssync([...APPLY, '--timeout', '5m'], cwd, env);
    expect(code, stdout + stderr).toBe(0);
    expect(await live()).toEqual(few);
    const { requests } = await sandbox.ask<{
      requests: { method: string; status: number; at: number }[];
    }>('/log');
    const refused = requests.findIndex(({ status }) => status === 429);
    const [{ at = 0 } = {}, last] = [requests[refused], requests.at(-1)];
    expect((last?.at ?? 0) - at).toBeGreaterThanOrEqual(2000);

    // From here on the clock is off from the start: what was done last is last all the same.
    writeFileSync(join(cwd, 'clock.mjs'), shim(off).replace('let off = 0', `let off = ${off}`));
    await sandbox.ask('/seed', {
      zones: [
        {
          domain: 'example.com',
          records: [{ record_type: 'A', name: 'stray', value: '192.0.2.9', ttl: 60 }],
        },
      ],
    });
    expect((await dnssync(APPLY, cwd, env)).code).toBe(0);
    expect((await dnssync(['undo', '--yes'], cwd, env)).code).toBe(0);
    expect(await live()).toEqual([...few, 'stray']);
  });
});
