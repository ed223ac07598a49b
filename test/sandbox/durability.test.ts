import { execFile, spawn } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Store } from '../../src/sandbox/store/store.ts';
import { startSandbox } from '../support/sandbox.ts';

const bundle = fileURLToPath(new URL('../../lib/sandbox.js', import.meta.url));
let folder: string;
let journal: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dnssync-test-'));
  journal = join(folder, 'state.log');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const start = () => startSandbox(['--data', folder, '--token', 'vps_test']);

describe('the journal', () => {
  const stored = async () => {
    const store = await Store.open(folder, () => 0);
    const domains = Array.from(store.state.zones(), (entry) => entry.zone.domain);
    await store.close();
    return domains;
  };
  const add = async (...domains: string[]) => {
    const store = await Store.open(folder, () => 0);
    for (const domain of domains) store.commit([{ op: 'put-zone', zone: store.newZone(domain) }]);
    await store.flushed();
    await store.close();
  };

  test.each([
    ['half a line', (line: string) => line.slice(0, line.length / 2)],
    ['a line without its end', (line: string) => line.slice(0, -1)],
    ['a line with a hole in it', (line: string) => line.replace('put-zone', '\0\0\0\0\0\0\0\0')],
    ['one octet', () => 'x'],
  ])('passes over %s at its end, and goes on from there', async (_, tear) => {
    await add('a.example');
    const whole = await readFile(journal, 'utf8');
    await appendFile(journal, tear(whole.replace('a.example', 'b.example')));
    expect(await stored()).toEqual(['a.example']);
    await add('c.example');
    expect(await stored()).toEqual(['a.example', 'c.example']);
  });

  test('with a damaged line before others is refused and left as it is', async () => {
    await add('a.example');
    await appendFile(journal, await readFile(journal, 'utf8'));
    const damaged = (await readFile(journal, 'utf8')).replace('a.example', 'z.example');
    await writeFile(journal, damaged);
    await expect(Store.open(folder, () => 0)).rejects.toThrow(/state\.log is damaged at byte 0/);
    expect(await readFile(journal, 'utf8')).toBe(damaged);
  });

  test('is compacted while it runs when it is mostly history', async () => {
    const store = await Store.open(folder, () => 0);
    const zone = store.newZone('a.example');
    store.commit([{ op: 'put-zone', zone }]);
    await store.flushed();
    store.commit(Array.from({ length: 120_000 }, () => ({ op: 'drop-record' as const, uuid: 'none' })));
    await store.flushed();
    expect((await stat(journal)).size).toBeLessThan(1000);
    store.commit([{ op: 'put-zone', zone: store.newZone('b.example') }]);
    await store.flushed();
    await store.close();
    expect(await stored()).toEqual(['a.example', 'b.example']);
  });

  test('keeps created_at rising over a restart, though the clock stands still', async () => {
    await add('a.example', 'b.example');
    await add('c.example');
    const store = await Store.open(folder, () => 0);
    const stamps = Array.from(store.state.zones(), (entry) => entry.zone.created_at);
    await store.close();
    expect(stamps).toEqual([
      '1970-01-01T00:00:00.000001Z',
      '1970-01-01T00:00:00.000002Z',
      '1970-01-01T00:00:00.000003Z',
    ]);
  });
});

describe('the data folder', () => {
  test('is for one sandbox at a time; the second says who holds it', async () => {
    const sandbox = await start();
    const { code, stderr } = await runBundle('--data', folder, '--port', '0', '--control-port', '0');
    expect(stderr).toMatch(
      /^dnssync-sandbox: .* is in use by process \d+; stop that sandbox, or remove .*lock/,
    );
    expect(stderr.split('\n')).toHaveLength(2);
    expect(code).toBe(1);
    expect(await sandbox.stop()).toBe(0);
    expect(await (await start()).stop()).toBe(0);
  });

  test.each([
    ['a file', async () => await writeFile(join(folder, 'data'), '')],
    [
      'a folder whose lock cannot be had',
      async () => await mkdir(join(folder, 'data', 'lock'), { recursive: true }),
    ],
    [
      'a folder whose state cannot be read',
      async () => await mkdir(join(folder, 'data', 'state.log'), { recursive: true }),
    ],
  ])('that is %s is refused in one line', async (_, prepare) => {
    await prepare();
    const { code, stderr } = await runBundle(
      '--data',
      join(folder, 'data'),
      '--port',
      '0',
      '--control-port',
      '0',
    );
    expect(stderr).toMatch(/^dnssync-sandbox: cannot (use|read) .*data.*\n$/);
    expect(code).toBe(1);
  });

  test('never holds a token, in whatever file', async () => {
    const sandbox = await startSandbox(['--data', folder, '--token', 'vps_canary']);
    const made = await sandbox.api('POST', '/dns-zones/', { domain: 'example.com' });
    expect(made.status).toBe(201);
    await expect.poll(() => sandbox.ask('/published')).toMatchObject({ zones: [{ state: 'published' }] });
    await sandbox.stop();
    const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) =>
      one.isFile(),
    );
    const texts = await Promise.all(files.map((one) => readFile(join(one.parentPath, one.name), 'utf8')));
    expect(texts.join()).toContain('example.com');
    expect(texts.join()).not.toContain('canary');
  });

  test('is a passing one without --data, gone after the end', async () => {
    const sandbox = await startSandbox();
    await sandbox.api('POST', '/dns-zones/', { domain: 'example.com' });
    await sandbox.stop();
    const again = await startSandbox();
    expect(await again.ask('/state')).toEqual({ zones: [] });
    await again.stop();
  });

  test.skipIf(process.platform === 'win32')(
    'that is full ends the sandbox; what was answered is kept',
    async () => {
      // A limit on the size of files stands in for a full disk: the write fails halfway, as it does there.
      const command = `trap '' XFSZ; ulimit -f 16; exec "$0" "$@"`;
      const flags = [
        bundle,
        '--data',
        folder,
        '--port',
        '0',
        '--control-port',
        '0',
        '--json',
        '--token',
        'vps_test',
      ];
      const child = spawn('bash', ['-c', command, process.execPath, ...flags]);
      const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
      let stderr = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        stderr += text;
      });
      const line = await new Promise<string>((resolve) => {
        createInterface({ input: child.stdout }).once('line', resolve);
      });
      const { url } = JSON.parse(line) as { url: string };
      const answered: string[] = [];
      let status = 201;
      for (let i = 0; status === 201; i++) {
        const domain = `z${i}.${'x'.repeat(60)}.example`;
        const response = await fetch(`${url}/dns-zones/`, {
          method: 'POST',
          headers: { authorization: 'Bearer vps_test', 'content-type': 'application/json' },
          body: JSON.stringify({ domain }),
        });
        status = response.status;
        if (status === 201) answered.push(domain);
      }
      expect(status).toBe(500);
      expect(await exit).toBe(1);
      expect(stderr).toMatch(/^dnssync-sandbox: cannot write .*state\.log: EFBIG/);
      expect(answered.length).toBeGreaterThan(20);
      expect((await stored()).slice(0, answered.length)).toEqual(answered);
    },
  );

  async function stored(): Promise<string[]> {
    const store = await Store.open(folder, () => 0);
    const domains = Array.from(store.state.zones(), (entry) => entry.zone.domain);
    await store.close();
    return domains;
  }
});

function runBundle(...args: string[]): Promise<{ code: number | string | null | undefined; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [bundle, ...args], (error, _, stderr) => {
      resolve({ code: error === null ? 0 : error.code, stderr });
    });
  });
}
