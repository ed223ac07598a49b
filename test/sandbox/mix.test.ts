/** Faults by seed and rate: of every kind against the service without sockets, and over the wire. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Api } from '../../src/sandbox/api/api.ts';
import { Checker } from '../../src/sandbox/control/checker.ts';
import { seed as seedZones } from '../../src/sandbox/control/edit.ts';
import { useMix } from '../../src/sandbox/control/faults.ts';
import { type LogEntry, RequestLog } from '../../src/sandbox/control/request-log.ts';
import { Faults } from '../../src/sandbox/faults/faults.ts';
import { faultKinds } from '../../src/sandbox/faults/kinds.ts';
import { Mix, readMix } from '../../src/sandbox/faults/mix.ts';
import type { Reply, Request } from '../../src/sandbox/http/message.ts';
import { Service } from '../../src/sandbox/service.ts';
import { defaultSettings } from '../../src/sandbox/settings.ts';
import { LaggingReads } from '../../src/sandbox/store/lagging-reads.ts';
import { Store } from '../../src/sandbox/store/store.ts';
import { Throttle } from '../../src/sandbox/throttle.ts';
import { allPermissions, Tokens } from '../../src/sandbox/tokens.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

function request(method: string, path: string, body?: object): Request {
  return {
    method,
    path: `/api/v1${path}`,
    query: new URLSearchParams(),
    target: `/api/v1${path}`,
    origin: 'http://127.0.0.1:8053',
    authorization: 'Bearer vps_all',
    contentType: 'application/json',
    body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
  };
}

interface Run {
  readonly log: readonly LogEntry[];
  readonly fired: ReadonlyMap<string, number>;
  readonly mostInFlight: number;
}

type Life = () => Promise<void>;

type Send = (method: string, path: string, body?: object) => Promise<Reply>;

/**
 * 24 records of one zone made, changed, read and deleted under faults.
 * @param lanes how many of the records are worked on at once
 */
async function drive(seed: number, lanes: number, order: (lives: Life[]) => Life[]): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), 'dnssync-test-'));
  const store = await Store.open(folder, () => 0);
  const settings = defaultSettings();
  const faults = new Faults();
  const log = new RequestLog(() => 0);
  const tokens = new Tokens();
  tokens.add('vps_all', allPermissions);
  const reads = new LaggingReads(
    store,
    () => 0,
    () => 0,
  );
  const api = new Api({ store, reads, tokens, throttle: new Throttle(), settings, now: () => 0 });
  const checker = new Checker(store.state);
  const service = new Service({ api, store, faults, log, checker, settings, sleep: async () => undefined });
  const pump = setInterval(() => faults.release(), 1);
  try {
    const send: Send = async (method, path, body) => {
      let close = () => {};
      const closed = new Promise<void>((resolve) => {
        close = resolve;
      });
      return await service.reply(request(method, path, body), closed).finally(close);
    };
    useMix(faults, store, { seed, rate: 0.4, kinds: faultKinds });
    const zone = seedZones(store, { zones: [{ domain: 'example.com' }] }).zones[0]?.uuid ?? '';
    const waiting = order(Array.from({ length: 24 }, (_, i) => () => liveOf(send, store, zone, `n${i}`)));
    const lane = async () => {
      for (let live = waiting.shift(); live !== undefined; live = waiting.shift()) await live();
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    return { log: log.entries(), fired: faults.fired, mostInFlight: log.counters().most_in_flight };
  } finally {
    clearInterval(pump);
    await store.close();
    await rm(folder, { recursive: true });
  }
}

/** Each step is repeated until it has come through; what a repeat finds done is done. */
async function liveOf(send: Send, store: Store, zone: string, name: string): Promise<void> {
  const isThere = () =>
    [...(store.state.zone(zone)?.records.values() ?? [])].find((one) => one.name === name);
  const until = async (isDone: () => boolean, ...call: Parameters<Send>) => {
    for (let tries = 0; tries < 50; tries++) {
      const { answer, delivery } = await send(...call);
      if (isDone() && delivery === 'whole' && answer.status < 500) return;
    }
  };
  await until(() => isThere() !== undefined, 'POST', `/dns-zones/${zone}/records/`, {
    record_type: 'A',
    name,
    value: '192.0.2.1',
  });
  const path = `/dns-records/${isThere()?.uuid}/`;
  await until(() => isThere()?.ttl === 60, 'PATCH', path, { ttl: 60 });
  await until(() => true, 'GET', path);
  await until(() => isThere() === undefined, 'DELETE', path);
}

/** What each request was and what befell it, in the order in which they came for each record; records in any order. */
function comparable(log: readonly LogEntry[]): Record<string, string[]> {
  const names = new Map<string, string>();
  for (const { body, uuid } of log) {
    if (uuid !== undefined) names.set(`/api/v1/dns-records/${uuid}/`, (body as { name: string }).name);
  }
  const byRecord: Record<string, string[]> = {};
  for (const { method, path, body, fault, status, uuid } of log) {
    const name = method === 'POST' ? (body as { name: string }).name : (names.get(path) ?? path);
    const calls = byRecord[name] ?? [];
    byRecord[name] = calls;
    calls.push(JSON.stringify({ method, path, body, fault, status, uuid }));
  }
  return byRecord;
}

describe('a mix of faults', () => {
  const seeds = Array.from({ length: 20 }, (_, seed) => seed);
  const counts = new Map<string, number>();

  test.each(seeds)(
    'of seed %i, run twice with requests in flight at once, gives the same log',
    async (seed) => {
      const first = await drive(seed, 24, (lives) => lives);
      const second = await drive(seed, 8, (lives) => lives.reverse());
      expect(Math.min(first.mostInFlight, second.mostInFlight)).toBeGreaterThan(7);
      expect(first.log.length).toBeGreaterThan(100);
      expect(Object.keys(comparable(first.log))).toHaveLength(24);
      expect(comparable(second.log)).toEqual(comparable(first.log));
      expect(second.fired).toEqual(first.fired);
      for (const [kind, count] of first.fired) counts.set(kind, (counts.get(kind) ?? 0) + count);
    },
  );

  test('gives that log also one request after the other', async () => {
    const [alone, together] = [await drive(7, 1, (lives) => lives), await drive(7, 24, (lives) => lives)];
    expect([alone.mostInFlight, together.mostInFlight]).toEqual([1, 24]);
    expect(comparable(alone.log)).toEqual(comparable(together.log));
  });

  test('of 20 seeds brings every kind there is, some more than once', () => {
    expect([...counts.keys()].sort()).toEqual([...faultKinds].sort());
    expect(Math.min(...counts.values())).toBeGreaterThan(1);
  });

  test('comes at its rate, and another seed means others', () => {
    const draw = (seed: number) => {
      const mix = new Mix({ seed, rate: 0.1, kinds: ['500', '503'] });
      return Array.from({ length: 5000 }, (_, i) => mix.draw(request('GET', `/${i}`)));
    };
    const one = draw(1);
    const hits = one.filter((kind) => kind !== undefined);
    expect(hits.length / 5000).toBeCloseTo(0.1, 1);
    expect(new Set(hits)).toEqual(new Set(['500', '503']));
    expect(draw(2)).not.toEqual(one);
    expect(draw(1)).toEqual(one);
  });

  test('draws anew for every repeat of a request', () => {
    const mix = new Mix({ seed: 1, rate: 0.5, kinds: ['500'] });
    const drawn = Array.from({ length: 40 }, () => mix.draw(request('GET', '/')));
    expect(new Set(drawn)).toEqual(new Set([undefined, '500']));
    mix.restart();
    expect(Array.from({ length: 40 }, () => mix.draw(request('GET', '/')))).toEqual(drawn);
  });

  test('without kinds is of those that end by themselves', () => {
    const { kinds } = readMix({ seed: 1, rate: 1 });
    expect(kinds).toContain('late');
    expect(kinds.filter((kind) => /hold|hang/.test(kind))).toEqual([]);
  });

  test.each<Record<string, unknown>>([
    {},
    { seed: 1 },
    { seed: -1, rate: 0 },
    { seed: 1.5, rate: 0 },
    { seed: 1, rate: 1.1 },
    { seed: 1, rate: '0' },
    { seed: 1, rate: 0, kinds: [] },
    { seed: 1, rate: 0, kinds: ['none'] },
    { seed: 1, rate: 0, rates: 1 },
  ])('%j is refused', (given) => {
    expect(() => readMix(given)).toThrow();
  });
});

describe('over the wire', () => {
  let sandbox: RunningSandbox;
  beforeAll(async () => {
    sandbox = await startSandbox(['--faults', 'seed=7,rate=1,kinds=500,503']);
  });
  afterAll(() => sandbox.stop());

  test('a mix is given on the command line, shown, changed and cleared', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 12; i++) statuses.push((await sandbox.api('GET', '/dns-zones/')).status);
    expect(new Set(statuses)).toEqual(new Set([500, 503]));
    expect(await sandbox.ask('/faults')).toMatchObject({
      mix: { seed: 7, rate: 1, kinds: ['500', '503'] },
    });
    await sandbox.ask('/reset', {});
    const again: number[] = [];
    for (let i = 0; i < 12; i++) again.push((await sandbox.api('GET', '/dns-zones/')).status);
    expect(again).toEqual(statuses);
    await sandbox.ask('/faults', { seed: 7, rate: 1, kinds: ['404'] });
    expect((await sandbox.api('GET', '/dns-zones/')).status).toBe(404);
    await fetch(`${sandbox.control}/faults`, { method: 'DELETE' });
    expect((await sandbox.api('GET', '/dns-zones/')).status).toBe(200);
  });

  /** Kinds that take no time: the others wait for a clock or for somebody. */
  const swift = faultKinds.filter((kind) => !/^(hold|hang|slow)|^late$/.test(kind));

  /** So many records sent four times each and read, through sockets, several at once. */
  async function drive(seed: number, lanes: number, names: string[]): Promise<string[]> {
    await fetch(`${sandbox.control}/faults`, { method: 'DELETE' });
    await sandbox.ask('/reset?state=1', {});
    await sandbox.ask('/faults', { seed, rate: 0.4, kinds: swift });
    const seeded = await sandbox.ask<{ zones: { uuid: string }[] }>('/seed', {
      zones: [{ domain: 'example.com' }],
    });
    const call = async (...args: Parameters<RunningSandbox['api']>) =>
      sandbox
        .api(...args)
        .then((answer) => answer.text())
        .catch(() => '');
    const lane = async () => {
      for (let name = names.shift(); name !== undefined; name = names.shift()) {
        const record = { record_type: 'A', name, value: '192.0.2.1' };
        for (let i = 0; i < 4; i++)
          await call('POST', `/dns-zones/${seeded.zones[0]?.uuid}/records/`, record);
        await call('GET', `/dns-zones/?domain=${name}.example`);
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    const { requests } = await sandbox.ask<{ requests: LogEntry[] }>('/log');
    return requests
      .map(({ method, path, body, fault, status, uuid }) =>
        JSON.stringify({ method, path, body, fault, status, uuid }),
      )
      .sort();
  }

  test('20 seeds, each run twice with requests in flight at once, give the same logs', async () => {
    for (let seed = 0; seed < 20; seed++) {
      const names = Array.from({ length: 10 }, (_, i) => `n${i}`);
      const first = await drive(seed, 10, [...names]);
      expect(first).toHaveLength(50);
      expect(await drive(seed, 4, names.reverse()), `seed ${seed}`).toEqual(first);
    }
  });

  test.each([null, 'x', 7, { seed: 1 }])('%j is no mix', async (given) => {
    await expect(sandbox.ask('/faults', given)).rejects.toThrow(/answered 400/);
  });
});
