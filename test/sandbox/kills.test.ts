import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { mulberry32 } from '../provider/support/seeded-random.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

const run = promisify(execFile);
const bundle = fileURLToPath(new URL('../../lib/sandbox.js', import.meta.url));
const hasCheckconf = spawnSync('named-checkconf', ['-v']).error === undefined;

/** Two at a time, each with a folder of its own. */
const lanes = 2;
const killsPerLane = 100;
const seed = Date.now() % 2 ** 31;

/** In this zone each record counts by itself; every other zone counts as a whole. */
const wide = 'wide.example';
const batch = 'batch.example';
const fillers = 500;
/** Owner names sort it behind all others, so that a file without it is half a file. */
const lastOwner = 'zzz';

interface State {
  readonly zones: readonly {
    domain: string;
    records: readonly { uuid: string; name: string; ttl: number; value: string }[];
  }[];
}

/** What each thing must be: as it was answered last, or as the write on its way would have it. Absent: 'gone'. */
class Ledger {
  readonly #may = new Map<string, Set<string>>();
  /** Whatever was answered for at least once. */
  readonly known = new Set<string>();

  async write<T>(key: string, aim: string, call: () => Promise<T>): Promise<T> {
    const may = this.#may.get(key) ?? new Set(['gone']);
    this.#may.set(key, may.add(aim));
    const answer = await call();
    this.known.add(key);
    this.#may.set(key, new Set([aim]));
    return answer;
  }

  /** What it has become is from now on what must stay. */
  settle(found: ReadonlyMap<string, string>): void {
    for (const key of found.keys()) expect(this.#may.has(key), `${key} was never written`).toBe(true);
    for (const [key, may] of this.#may) {
      const now = found.get(key) ?? 'gone';
      expect([...may], key).toContain(now);
      this.#may.set(key, new Set([now]));
      if (now !== 'gone') this.known.add(key);
    }
  }
}

function readState({ zones }: State): Map<string, string> {
  const found = new Map<string, string>();
  for (const { domain, records } of zones) {
    if (domain !== wide) found.set(domain, textOf(records.map(({ name, value }) => `${name} ${value}`)));
    else {
      for (const { name, ttl, value } of records) {
        expect(found.has(name), `${name} is there twice`).toBe(false);
        found.set(name, `${ttl} ${value}`);
      }
    }
  }
  return found;
}

const textOf = (records: readonly string[]) => `zone of ${[...records].sort().join(', ')}`;

/** Calls of one lane; a call that gets no whole answer throws a TypeError or a SyntaxError. */
class Client {
  readonly #sandbox: RunningSandbox;
  constructor(sandbox: RunningSandbox) {
    this.#sandbox = sandbox;
  }

  async send(method: string, path: string, body?: unknown): Promise<{ uuid: string }> {
    const response = await this.#sandbox.api(method, path, body);
    const text = await response.text();
    expect(response.status, text).toBeLessThan(300);
    return text === '' ? { uuid: '' } : JSON.parse(text);
  }

  /** All or nothing, by the control port. */
  async edit(body: unknown): Promise<{ created: string[] }> {
    return await this.#sandbox.ask('/edit', body);
  }
}

/** Creates, changes and deletes records of the wide zone. */
async function writeRecords(client: Client, ledger: Ledger, zone: string, mark: string): Promise<void> {
  for (let i = 0; ; i++) {
    const name = `${mark}-${i}`;
    const record = { record_type: 'TXT', name, value: 'first', ttl: 1 };
    const made = await ledger.write(name, '1 first', () =>
      client.send('POST', `/dns-zones/${zone}/records/`, record),
    );
    const path = `/dns-records/${made.uuid}/`;
    // Two fields by one call: never one of them alone.
    await ledger.write(name, '2 second', () => client.send('PATCH', path, { ttl: 2, value: 'second' }));
    if (i % 2 === 1) await ledger.write(name, 'gone', () => client.send('DELETE', path));
  }
}

/** Makes zones with two records and deletes three of four: a zone goes with all it holds. */
async function writeZones(client: Client, ledger: Ledger, mark: string): Promise<void> {
  for (let i = 0; ; i++) {
    const domain = `${mark}-${i}.example`;
    const zone = await ledger.write(domain, textOf([]), () => client.send('POST', '/dns-zones/', { domain }));
    const held: string[] = [];
    for (const name of ['a', 'b']) {
      const record = { record_type: 'TXT', name, value: 'x', ttl: 1 };
      await ledger.write(domain, textOf([...held, `${name} x`]), () =>
        client.send('POST', `/dns-zones/${zone.uuid}/records/`, record),
      );
      held.push(`${name} x`);
    }
    if (i % 4 !== 3)
      await ledger.write(domain, 'gone', () => client.send('DELETE', `/dns-zones/${zone.uuid}/`));
  }
}

/** Replaces three records by three others at once, again and again. */
async function writeBatches(client: Client, ledger: Ledger, mark: string, old: string[]): Promise<void> {
  let present = old;
  for (let i = 0; ; i++) {
    const value = `${mark}-${i}`;
    const create = ['a', 'b', 'c'].map((name) => ({ zone: batch, record_type: 'TXT', name, value, ttl: 1 }));
    const aim = textOf(create.map(({ name }) => `${name} ${value}`));
    const { created } = await ledger.write(batch, aim, () => client.edit({ create, delete: present }));
    present = created;
  }
}

/** Ends with the sandbox, and only with it. */
async function untilTheEnd(work: Promise<void>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof TypeError) && !(error instanceof SyntaxError)) throw error;
  });
}

/** The files that BIND would read at this instant are whole. @returns the owners in the wide zone's file */
async function readFiles(data: string): Promise<Set<string>> {
  const folder = join(data, 'bind');
  const listed = await readFile(join(folder, 'zones.conf'), 'utf8');
  expect(listed).toMatch(/^(zone "\S+" \{ type primary; file "\S+"; \};\n)*$/);
  const owners = new Set<string>();
  for (const [, domain = '', file = ''] of listed.matchAll(/^zone "(\S+)".* file "(\S+)"/gm)) {
    const text = await readFile(join(folder, file), 'utf8');
    expect(text, file).toMatch(/^\S+ 3600 IN SOA (\S+ ){6}\d+\n(\S+ \d+ IN (NS|TXT) \S+\n)*$/);
    if (domain === batch) {
      const values = Array.from(text.matchAll(/ TXT (\S+)$/gm), ([, value]) => value);
      expect([values.length, new Set(values).size], text).toEqual([3, 1]);
    }
    if (domain !== wide) continue;
    expect(text.trimEnd().split('\n').at(-1)).toMatch(new RegExp(`^${lastOwner}\\.`));
    expect(text.match(/^f\d+\./gm)).toHaveLength(fillers);
    for (const [, owner = ''] of text.matchAll(/^(\S+)\.wide\.example\. \d+ IN TXT /gm)) owners.add(owner);
  }
  return owners;
}

/** Starts on a folder and is killed before it can say that it is ready, or just after. */
async function killAmidStart(data: string, after: number): Promise<void> {
  const child = spawn(process.execPath, [bundle, '--data', data, '--port', '0', '--control-port', '0'], {
    stdio: 'ignore',
  });
  const exited = once(child, 'exit');
  await sleep(after);
  child.kill('SIGKILL');
  await exited;
}

async function lane(data: string, at: number): Promise<{ writes: number }> {
  const random = mulberry32(seed + at);
  const start = () => startSandbox(['--data', data]);
  const ledger = new Ledger();
  let sandbox = await start();
  const filler = Array.from({ length: fillers }, (_, i) => `f${i}`).concat(lastOwner);
  const text = 'x'.repeat(200);
  await sandbox.ask('/seed', {
    zones: [
      { domain: wide, records: filler.map((name) => ({ record_type: 'TXT', name, value: text, ttl: 1 })) },
      { domain: batch, records: ['a', 'b', 'c'].map((name) => ({ record_type: 'TXT', name, value: '0' })) },
    ],
  });
  for (const name of filler) await ledger.write(name, `1 ${text}`, async () => undefined);
  await ledger.write(batch, textOf(['a 0', 'b 0', 'c 0']), async () => undefined);

  for (let kill = 0; kill < killsPerLane; kill++) {
    const { zones } = await sandbox.ask<State>('/state');
    const old = zones.find(({ domain }) => domain === batch)?.records.map(({ uuid }) => uuid) ?? [];
    const list = await (await sandbox.api('GET', '/dns-zones/')).json();
    const zone =
      (list as { uuid: string; domain: string }[]).find(({ domain }) => domain === wide)?.uuid ?? '';
    const client = new Client(sandbox);
    const work = Promise.all([
      ...['p', 'q', 'r', 's'].map((writer) =>
        untilTheEnd(writeRecords(client, ledger, zone, `${writer}${kill}`)),
      ),
      untilTheEnd(writeZones(client, ledger, `z${kill}`)),
      untilTheEnd(writeBatches(client, ledger, `g${kill}`, old)),
    ]);
    await sleep(random() * 100);
    await sandbox.kill();
    await work;
    const published = await readFiles(data);
    if (kill % 5 === 0) {
      await killAmidStart(data, random() * 150);
      await readFiles(data);
    }
    sandbox = await start();
    const found = readState(await sandbox.ask<State>('/state'));
    ledger.settle(found);
    // What was published and never answered must not be undone: the world has seen it.
    for (const owner of published) expect(found.has(owner) || ledger.known.has(owner), owner).toBe(true);
  }
  await vi.waitFor(
    async () => {
      const { zones } = await sandbox.ask<{ zones: { state: string }[] }>('/published');
      expect(zones.filter(({ state }) => state !== 'published')).toEqual([]);
    },
    { timeout: 20_000, interval: 50 },
  );
  await sandbox.stop();
  expect((await readdir(join(data, 'bind/zones'))).filter((name) => !name.endsWith('.zone'))).toEqual([]);
  if (hasCheckconf)
    await run('named-checkconf', ['-z', 'named.conf'], { cwd: join(data, 'bind'), maxBuffer: 2 ** 26 });
  return { writes: ledger.known.size };
}

describe('a sandbox that is killed', () => {
  const folders: string[] = [];
  afterAll(async () => {
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  });

  it(`${lanes * killsPerLane} times amid writes, at instants by seed ${seed}, loses no answered write and leaves all whole`, {
    timeout: 300_000,
  }, async () => {
    const results = await Promise.all(
      Array.from({ length: lanes }, async (_, at) => {
        const folder = await mkdtemp(join(tmpdir(), 'dnssync-test-'));
        folders.push(folder);
        return await lane(folder, at);
      }),
    );
    for (const { writes } of results) expect(writes).toBeGreaterThan(fillers + killsPerLane);
  });
});
