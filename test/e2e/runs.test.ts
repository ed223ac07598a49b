/** The record of a run (design.md section 6), through the built command line against the sandbox. */
import { once } from 'node:events';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dnssync, dnssyncUnverified, ended, folder, startCli } from '../support/cli.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox(['--named', '--token', 'vps_canary_3f9ab2c7d1']);
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.ask('/reset?state=1', {});
  await sandbox.ask('/config', { delay: 0 });
});

const FILES = {
  'zones/example.com.yaml': 'ttl: 5m\nrecords: { www: { A: 192.0.2.1 }, new: { A: 192.0.2.2 } }\n',
};

async function seed(): Promise<void> {
  const records = [
    { record_type: 'A', name: 'www', value: '192.0.2.9', ttl: 300 },
    { record_type: 'TXT', name: 'old', value: 'to go', ttl: 60 },
  ];
  await sandbox.ask('/seed', { zones: [{ domain: 'example.com', records }] });
  await sandbox.ask('/reset', {});
}

function runsIn(cwd: string): string[] {
  const path = join(cwd, '.dnssync/runs');
  return existsSync(path) ? readdirSync(path).sort() : [];
}

function everyPath(path: string): string[] {
  return lstatSync(path).isDirectory()
    ? [path, ...readdirSync(path).flatMap((name) => everyPath(join(path, name)))]
    : [path];
}

async function writes(): Promise<number> {
  const { requests } = await sandbox.ask<{ requests: { method: string }[] }>('/log');
  return requests.filter(({ method }) => method !== 'GET').length;
}

describe('an apply leaves a record', () => {
  it('with the plan, what stood there before in the words of the API, each call, and the report', async () => {
    await seed();
    const cwd = folder(FILES);
    const { zones } = await sandbox.ask<{ zones: { uuid: string }[] }>('/state');
    const before: unknown = await (await sandbox.api('GET', `/dns-zones/${zones[0]?.uuid}/`)).json();
    expect((await dnssync(['apply', '--yes'], cwd, sandbox.env)).code).toBe(0);
    const [id = '', ...others] = runsIn(cwd);
    expect(others).toEqual([]);
    const read = (name: string): string => readFileSync(join(cwd, '.dnssync/runs', id, name), 'utf8');
    const json = (name: string): Record<string, unknown> => JSON.parse(read(name)) as Record<string, unknown>;
    expect(json('run.json')).toMatchObject({ id, command: 'apply', newZones: [] });
    expect(json('plan.json')).toMatchObject({ summary: { creates: 1, updates: 1, deletes: 1 } });
    expect(json('snapshot/example.com.json')).toEqual(before);
    expect(read('snapshot/example.com.yaml')).toContain('"to go"');
    expect(json('report.json')).toMatchObject({ summary: { done: 3 }, verification: { status: 'equal' } });
    expect(read('journal.jsonl').trim().split('\n')).toHaveLength(6);
    expect(readFileSync(join(cwd, '.dnssync/.gitignore'), 'utf8')).toBe('*\n');
  });

  it('whose name the JSON of an apply and of an undo says, where one was made', async () => {
    await seed();
    const cwd = folder(FILES);
    const json = async (...args: string[]): Promise<unknown[]> => {
      const { code, stdout } = await dnssync([...args, '--yes', '--format', 'json'], cwd, sandbox.env);
      expect(code).toBe(0);
      const { run, ...rest } = JSON.parse(stdout) as Record<string, unknown>;
      return [run, Object.keys(rest)];
    };
    expect(await json('apply')).toEqual([runsIn(cwd)[0], ['plan', 'report']]);
    expect(await json('undo')).toEqual([runsIn(cwd)[1], ['plan', 'report']]);
    expect(await json('undo', runsIn(cwd)[0] ?? '')).toEqual([undefined, ['plan']]);
  });

  it('that only its owner can read, and that holds no token', async () => {
    await seed();
    const cwd = folder(FILES);
    expect((await dnssync(['plan', '--out', 'plan.json'], cwd, sandbox.env)).code).toBe(0);
    expect((await dnssync(['apply', '--yes', '-v'], cwd, sandbox.env)).code).toBe(0);
    for (const path of everyPath(join(cwd, '.dnssync'))) {
      expect([path, statSync(path).mode & 0o077]).toEqual([path, 0]);
    }
    const files = everyPath(cwd).filter((path) => statSync(path).isFile());
    expect(files.length).toBeGreaterThan(7);
    for (const path of files) expect(readFileSync(path, 'utf8')).not.toContain('canary_3f9ab2c7d1');
  });

  it('beside dnssync.yaml, of touched zones only, and none where nothing is to do', async () => {
    await seed();
    await sandbox.ask('/seed', {
      zones: [
        { domain: 'same.example', records: [{ record_type: 'A', name: 'a', value: '192.0.2.1', ttl: 300 }] },
      ],
    });
    const cwd = folder({
      ...Object.fromEntries(Object.entries(FILES).map(([name, text]) => [`dns/${name}`, text])),
      'dns/zones/same.example.yaml': 'ttl: 5m\nrecords: { a: { A: 192.0.2.1 } }\n',
      'dns/zones/fresh.example.yaml': 'ttl: 5m\nrecords: { a: { A: 192.0.2.1 } }\n',
      'dns/dnssync.yaml': 'concurrency: 4\n',
    });
    const args = ['apply', '--yes', '--config', 'dns/dnssync.yaml'];
    expect((await dnssyncUnverified(args, cwd, sandbox.env)).code).toBe(0);
    const [id = ''] = runsIn(join(cwd, 'dns'));
    const path = join(cwd, 'dns/.dnssync/runs', id);
    expect(readdirSync(join(path, 'snapshot')).sort()).toEqual(['example.com.json', 'example.com.yaml']);
    expect(JSON.parse(readFileSync(join(path, 'run.json'), 'utf8'))).toMatchObject({
      newZones: ['fresh.example'],
    });
    expect((await dnssyncUnverified(args, cwd, sandbox.env)).code).toBe(0);
    expect(runsIn(join(cwd, 'dns'))).toHaveLength(1);
  });

  it('that can be planned against, as live state from a file', async () => {
    await seed();
    const cwd = folder(FILES);
    expect((await dnssync(['apply', '--yes'], cwd, sandbox.env)).code).toBe(0);
    const snapshot = `.dnssync/runs/${runsIn(cwd)[0]}/snapshot`;
    const { stdout } = await dnssync(['plan', '--live', snapshot], cwd);
    expect(stdout).toContain('1 to create, 1 to update, 1 to delete');
  });

  it('and keeps as many as it is told', async () => {
    await seed();
    const cwd = folder(FILES);
    for (let run = 1; run <= 4; run++) {
      writeFileSync(
        join(cwd, 'zones/example.com.yaml'),
        `ttl: ${run}m\nrecords: { www: { A: 192.0.2.1 } }\n`,
      );
      await dnssync(['apply', '--yes', '--keep-runs', '2'], cwd, sandbox.env);
    }
    const kept = runsIn(cwd);
    expect(kept).toHaveLength(2);
    const plan = JSON.parse(
      readFileSync(join(cwd, '.dnssync/runs', kept[1] ?? '', 'plan.json'), 'utf8'),
    ) as object;
    expect(JSON.stringify(plan)).toContain('"ttl":240');
  });
});

describe('an apply that cannot be recorded writes nothing: 4', () => {
  it.each<[string, (cwd: string) => void, string, string[]]>([
    [
      'a file in the place of the folder',
      (cwd) => writeFileSync(join(cwd, '.dnssync'), ''),
      'is no folder',
      [],
    ],
    [
      'a link in the place of the folder',
      (cwd) => {
        mkdirSync(join(cwd, 'elsewhere'));
        symlinkSync(join(cwd, 'elsewhere'), join(cwd, '.dnssync'));
      },
      'is no folder',
      [],
    ],
    [
      'a link in the place of the runs',
      (cwd) => {
        mkdirSync(join(cwd, '.dnssync'));
        symlinkSync(cwd, join(cwd, '.dnssync/runs'));
      },
      'is no folder',
      ['plan'],
    ],
  ])('%s', async (_, spoil, words, keys) => {
    await seed();
    const cwd = folder(FILES);
    spoil(cwd);
    const { code, stdout, stderr } = await dnssync(['apply', '--yes', '--format', 'json'], cwd, sandbox.env);
    expect([code, stderr]).toEqual([4, expect.stringContaining(words)]);
    // Where there can be no lock either, there is no plan yet.
    expect(stdout === '' ? [] : Object.keys(JSON.parse(stdout) as object)).toEqual(keys);
    expect(await writes()).toBe(0);
  });

  it('a disk that is full', async () => {
    await seed();
    const records = Array.from({ length: 60 }, (_, i) => `  r${i}: { A: 192.0.2.1 }`).join('\n');
    const cwd = folder({
      'zones/example.com.yaml': `records:\n${records}\n`,
      'full.sh': 'ulimit -f 8; exec "$@"',
    });
    // No file may grow beyond 8 blocks, so that writing the plan fails as it does on a full disk.
    const child = startCli(['apply', '--yes', '--force'], cwd, sandbox.env, ['/bin/sh', 'full.sh']);
    const { code, stderr } = await ended(child);
    expect([code, stderr]).toEqual([4, expect.stringMatching(/could not be recorded in .*: file too large/)]);
    expect(await writes()).toBe(0);
    expect(runsIn(cwd)).toEqual([]);
  });
});

describe('kill -9 during an apply', () => {
  it('leaves a record that can be read, and a rerun finishes', async () => {
    await seed();
    await sandbox.ask('/config', { delay: 40 });
    const records = Array.from({ length: 100 }, (_, i) => `  r${i}: { A: 192.0.2.1 }`).join('\n');
    const cwd = folder({ 'zones/example.com.yaml': `ttl: 5m\nrecords:\n${records}\n` });
    const child = startCli(['apply', '--yes', '--verbose', '--force'], cwd, sandbox.env);
    // The first finished change shows that writing is under way.
    while (!String((await once(child.stderr as NodeJS.ReadableStream, 'data'))[0]).includes('r'));
    while (((await sandbox.ask<{ requests: { method: string }[] }>('/log')).requests.length ?? 0) < 20);
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    const [id = ''] = runsIn(cwd);
    expect(existsSync(join(cwd, '.dnssync/runs', id, 'report.json'))).toBe(false);
    const lines = readFileSync(join(cwd, '.dnssync/runs', id, 'journal.jsonl'), 'utf8')
      .trim()
      .split('\n');
    const states = lines.map((line) => (JSON.parse(line) as { state: string }).state);
    const made = (await sandbox.ask<{ requests: { method: string }[] }>('/log')).requests.filter(
      ({ method }) => method !== 'GET',
    );
    // What the service has seen was written down first.
    expect(states.filter((state) => state === 'intent').length).toBeGreaterThanOrEqual(made.length);
    expect(states.filter((state) => state === 'done').length).toBeGreaterThan(0);
    expect((await dnssync(['apply', '--yes', '--force'], cwd, sandbox.env)).code).toBe(0);
    expect((await dnssync(['plan', '--detailed-exitcode'], cwd, sandbox.env)).code).toBe(0);
    rmSync(join(cwd, '.dnssync'), { recursive: true });
  });
});

describe('two applies at once', () => {
  it('are one: the second is refused by name before it reads anything, and works once the first has ended', async () => {
    await seed();
    await sandbox.ask('/faults', [{ kind: 'hold-after', method: 'POST', path: '/records/' }]);
    const records = Array.from({ length: 60 }, (_, i) => `  r${i}: { A: 192.0.2.1 }`).join('\n');
    const cwd = folder({ 'zones/example.com.yaml': `ttl: 5m\nrecords:\n${records}\n` });
    const first = startCli(['apply', '--yes', '--verbose', '--force'], cwd, sandbox.env);
    const result = ended(first);
    while (((await sandbox.ask('/faults')) as { held: number }).held === 0);
    const second = await dnssync(['apply', '--yes', '--force'], cwd, sandbox.env);
    const undo = await dnssync(['undo', '--yes', '--force'], cwd, sandbox.env);
    for (const { code, stdout, stderr } of [second, undo]) {
      expect([code, stdout]).toEqual([4, '']);
      expect(stderr).toMatch(
        new RegExp(`dnssync apply \\(process ${first.pid} on .*\\) has been at it for \\d+ s`),
      );
    }
    expect((await dnssync(['plan'], cwd, sandbox.env)).code).toBe(0);
    await sandbox.ask('/release', {});
    expect((await result).code).toBe(0);
    expect(existsSync(join(cwd, '.dnssync/lock'))).toBe(false);
    expect((await dnssync(['apply', '--yes'], cwd, sandbox.env)).code).toBe(0);
  });
});
