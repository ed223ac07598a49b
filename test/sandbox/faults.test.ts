import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

let sandbox: RunningSandbox;
let zone: string;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  await fetch(`${sandbox.control}/faults`, { method: 'DELETE' });
  await sandbox.ask('/reset?state=1', {});
  const made = await sandbox.api('POST', '/dns-zones/', { domain: 'example.com' });
  zone = ((await made.json()) as { uuid: string }).uuid;
});

const json = 'application/json';
const create = (signal?: AbortSignal) =>
  fetch(`${sandbox.url}/dns-zones/${zone}/records/`, {
    method: 'POST',
    redirect: 'manual',
    headers: { authorization: `Bearer ${sandbox.token}`, 'content-type': json },
    body: JSON.stringify({ record_type: 'A', name: 'www', value: '192.0.2.1' }),
    ...(signal === undefined ? {} : { signal }),
  });

async function stored(): Promise<number> {
  const { zones } = await sandbox.ask<{ zones: { record_count: number }[] }>('/state');
  return zones[0]?.record_count ?? -1;
}

describe('a fault with an answer', () => {
  test.each([
    ['400', 400, json, 0],
    ['500', 500, json, 0],
    ['503', 503, json, 0],
    ['502-html', 502, 'text/html', 0],
    ['429', 429, json, 0],
    ['401', 401, json, 0],
    ['403', 403, json, 0],
    ['404', 404, json, 0],
    ['redirect', 302, null, 0],
    ['500-after', 500, json, 1],
    ['502-html-after', 502, 'text/html', 1],
    ['html-200', 200, 'text/html', 1],
    ['bad-json', 201, json, 1],
    ['empty', 201, json, 1],
    ['late', 504, 'text/html', 0],
  ])('%s: status %i, %s, records stored: %i', async (kind, status, type, count) => {
    await sandbox.ask('/faults', [{ kind, method: 'POST' }]);
    const answer = await create();
    const text = await answer.text();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, type]);
    expect(await stored()).toBe(count);
    if (kind === 'bad-json') expect(() => JSON.parse(text)).toThrow();
    if (kind === 'empty') expect(text).toBe('');
    if (kind === 'redirect')
      expect(answer.headers.get('location')).toMatch(/^https:\/\/elsewhere\.invalid\/api/);
    if (kind === '429') expect(answer.headers.get('retry-after')).toBe('1');
  });
});

describe('a fault without an answer', () => {
  test.each([
    ['reset-before', 0],
    ['reset-after', 1],
  ])('%s: the connection breaks, records stored: %i', async (kind, count) => {
    await sandbox.ask('/faults', [{ kind }]);
    await expect(create()).rejects.toThrow(/fetch failed/);
    expect(await stored()).toBe(count);
  });

  test.each([
    ['hang-before', 0],
    ['hang-after', 1],
  ])('%s: nothing ever comes, records stored: %i', async (kind, count) => {
    await sandbox.ask('/faults', [{ kind }]);
    const abort = new AbortController();
    const given = create(abort.signal);
    await expect.poll(() => sandbox.ask('/faults')).toMatchObject({ faults: [{ fired: true }] });
    await expect.poll(stored).toBe(count);
    abort.abort();
    await expect(given).rejects.toThrow(/abort/);
  });

  test('truncated: the head is there, the body breaks off', async () => {
    await sandbox.ask('/faults', [{ kind: 'truncated' }]);
    const answer = await create();
    expect(answer.status).toBe(201);
    await expect(answer.text()).rejects.toThrow(/terminated/);
    expect(await stored()).toBe(1);
  });
});

describe('a fault on order', () => {
  test('comes with the nth request that matches, once, and the log says so', async () => {
    await sandbox.ask('/reset', {});
    await sandbox.ask('/faults', [{ kind: '503', method: 'GET', path: '/dns-zones/$', nth: 2 }]);
    const statuses: number[] = [];
    for (const path of ['/dns-zones/', '/account/me/', '/dns-zones/', '/dns-zones/']) {
      statuses.push((await sandbox.api('GET', path)).status);
    }
    expect(statuses).toEqual([200, 200, 503, 200]);
    expect(await sandbox.ask('/faults')).toMatchObject({
      faults: [{ kind: '503', method: 'GET', path: '\\/dns-zones\\/$', nth: 2, seen: 2, fired: true }],
    });
    const { requests } = await sandbox.ask<{ requests: object[] }>('/log');
    expect(requests[2]).toMatchObject({ status: 503, fault: '503' });
  });

  test('carries the Retry-After that was asked for, a date too', async () => {
    const date = 'Fri, 31 Dec 1999 23:59:59 GMT';
    await sandbox.ask('/faults', [
      { kind: '429', nth: 1, retry_after: date },
      { kind: '503', nth: 2, retry_after: '7' },
      { kind: '503', nth: 3 },
    ]);
    const given: (string | null)[] = [];
    for (let i = 0; i < 3; i++)
      given.push((await sandbox.api('GET', '/dns-zones/')).headers.get('retry-after'));
    expect(given).toEqual([date, '7', null]);
  });

  test.each([
    {},
    { kind: 'none' },
    { kind: '500', nth: 0 },
    { kind: '500', path: '(' },
    { kind: '500', method: 1 },
    { kind: 'slow', ms: -1 },
  ])('%j is refused', async (fault) => {
    await expect(sandbox.ask('/faults', [fault])).rejects.toThrow(/answered 400/);
    expect(await sandbox.ask('/faults')).toEqual({ faults: [], mix: null, held: 0 });
  });
});

describe('a fault in its own time', () => {
  test.each([
    ['hold-before', 0],
    ['hold-after', 1],
  ])('%s: stands still until it is released, records stored meanwhile: %i', async (kind, count) => {
    await sandbox.ask('/faults', [{ kind }]);
    const given = create();
    await expect.poll(() => sandbox.ask('/faults')).toMatchObject({ held: 1 });
    expect(await stored()).toBe(count);
    expect(await sandbox.ask('/release', {})).toEqual({ released: 1 });
    expect((await given).status).toBe(201);
    expect(await stored()).toBe(1);
    expect(await sandbox.ask('/faults')).toMatchObject({ held: 0 });
  });

  test('late: the answer is 504, the work is done afterwards', async () => {
    await sandbox.ask('/faults', [{ kind: 'late', ms: 1 }]);
    expect((await create()).status).toBe(504);
    await expect.poll(stored).toBe(1);
  });

  test.each(['slow', 'slow-body'])('%s: takes the time it was told, and is whole', async (kind) => {
    await sandbox.ask('/faults', [{ kind, ms: 80 }]);
    const before = performance.now();
    const answer = await create();
    const head = performance.now();
    expect(await answer.json()).toMatchObject({ name: 'www' });
    expect(performance.now() - before).toBeGreaterThan(60);
    if (kind === 'slow-body') expect(performance.now() - head).toBeGreaterThan(40);
  });
});

test('the log tells what a POST has made, also where its answer is lost', async () => {
  const kinds = ['500-after', 'html-200', 'reset-after', 'truncated'];
  await sandbox.ask(
    '/faults',
    kinds.map((kind, index) => ({ kind, method: 'POST', nth: index + 1 })),
  );
  for (const kind of kinds) {
    await sandbox.api('POST', '/dns-zones/', { domain: `${kind}.example` }).catch(() => undefined);
  }
  const { zones } = await sandbox.ask<{ zones: { uuid: string }[] }>('/state');
  const { requests } = await sandbox.ask<{ requests: { uuid?: string }[] }>('/log');
  expect(requests.map(({ uuid }) => uuid)).toEqual(zones.map(({ uuid }) => uuid));
  expect(requests).toHaveLength(5);
});

test('the counters tell how many came of each kind', async () => {
  await sandbox.ask('/faults', [{ kind: '500' }, { kind: '500', nth: 2 }, { kind: '503', nth: 3 }]);
  for (let i = 0; i < 4; i++) await sandbox.api('GET', '/dns-zones/');
  expect(await sandbox.ask('/counters')).toMatchObject({ faults: { 500: 2, 503: 1 } });
});

test('a hanging request does not keep the sandbox from stopping', async () => {
  const other = await startSandbox();
  await other.ask('/faults', [{ kind: 'hang-before' }]);
  const given = other.api('GET', '/dns-zones/').catch((error: Error) => error);
  await expect.poll(() => other.ask('/faults')).toMatchObject({ faults: [{ fired: true }] });
  expect(await other.stop()).toBe(0);
  expect(await given).toBeInstanceOf(Error);
});
