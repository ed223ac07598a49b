import { execFile, spawn } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Store } from '../../src/sandbox/store/store.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

const bundle = fileURLToPath(new URL('../../lib/sandbox.js', import.meta.url));
let folder: string;
let journal: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dnssync-test-'));
  journal = join(folder, 'state.log');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const start = () => startSandbox(['--data', folder, '--token', 'vps_test']);

/** What a writer did to one record: the ttl that was answered last, and what was on its way when the lights went out. */
interface Track {
  readonly value: string;
  answered: number | 'gone' | 'never';
  underWay: number | 'gone' | undefined;
}

/** Creates, changes and deletes records of its own, one call at a time, until the sandbox is gone. */
async function write(
  sandbox: RunningSandbox,
  zone: string,
  writer: string,
  answered: () => void,
): Promise<Track[]> {
  const tracks: Track[] = [];
  const call = async (track: Track, aim: number | 'gone', method: string, path: string, body?: unknown) => {
    track.underWay = aim;
    const response = await sandbox.api(method, path, body);
    const text = await response.text();
    expect(response.status, text).toBeLessThan(300);
    track.answered = aim;
    track.underWay = undefined;
    answered();
    return text;
  };
  try {
    for (let i = 0; ; i++) {
      const track: Track = { value: `${writer}.${i}`, answered: 'never', underWay: undefined };
      tracks.push(track);
      const record = { record_type: 'TXT', name: writer, value: track.value, ttl: 1 };
      const made = JSON.parse(await call(track, 1, 'POST', `/dns-zones/${zone}/records/`, record));
      await call(track, 2, 'PATCH', `/dns-records/${made.uuid}/`, { ttl: 2 });
      if (i % 2 === 1) await call(track, 'gone', 'DELETE', `/dns-records/${made.uuid}/`);
    }
  } catch (error) {
    // Only the end of the sandbox may end a writer.
    if (!(error instanceof TypeError) && !(error instanceof SyntaxError)) throw error;
  }
  return tracks;
}

describe('kill -9', () => {
  test('24 times amid writes loses no answered write and invents none', { timeout: 120_000 }, async () => {
    let sandbox = await start();
    const made = await sandbox.api('POST', '/dns-zones/', { domain: 'example.com' });
    const zone = (await made.json()) as { uuid: string };
    const all: Track[] = [];
    for (let round = 0; round < 24; round++) {
      // Another instant each time: after so many answers, with up to six more calls on their way.
      let left = 1 + ((round * 7) % 40);
      let killed = Promise.resolve();
      const answered = () => {
        if (--left === 0) killed = sandbox.kill();
      };
      const running = sandbox;
      const writers = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) =>
        write(running, zone.uuid, `${name}${round}`, answered),
      );
      all.push(...(await Promise.all(writers)).flat());
      await killed;
      sandbox = await start();
      const detail = (await (await sandbox.api('GET', `/dns-zones/${zone.uuid}/`)).json()) as {
        records: { value: string; ttl: number }[];
      };
      const ttls = new Map(detail.records.map((record) => [record.value, record.ttl]));
      expect(ttls.size).toBe(detail.records.length);
      for (const track of all) {
        const found = ttls.get(track.value) ?? (track.answered === 'never' ? 'never' : 'gone');
        expect([track.answered, track.underWay], track.value).toContain(found);
        // What it has become is from now on what must stay.
        track.answered = found;
        track.underWay = undefined;
        ttls.delete(track.value);
      }
      expect([...ttls.keys()]).toEqual([]);
    }
    expect(all.length).toBeGreaterThan(100);
    await sandbox.stop();
  });
});

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
