import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

let sandbox: RunningSandbox;
let zone: string;
const defaults = { list: 'bare', delay: 0, throttle: 0, errors: 'page', lax: false, account: true };
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.ask('/config', defaults);
  await sandbox.ask('/reset?state=1', {});
  const { zones } = await sandbox.ask<{ zones: { uuid: string }[] }>('/seed', {
    zones: [{ domain: 'example.com' }],
  });
  zone = zones[0]?.uuid ?? '';
});

const a = { record_type: 'A', name: 'www', value: '192.0.2.1' };

async function records(): Promise<Record<string, unknown>[]> {
  const answer = await sandbox.api('GET', `/dns-zones/${zone}/records/`);
  return (await answer.json()) as Record<string, unknown>[];
}

function control(method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(sandbox.control + path, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

describe('seed', () => {
  test('adds what the API would refuse, word for word, and leaves the rest alone', async () => {
    await sandbox.api('POST', `/dns-zones/${zone}/records/`, a);
    const odd = [
      { ...a, name: 'WWW.example.com.', ttl: -5 },
      { record_type: 'SOA', name: '@', value: 'whatever\n$INCLUDE x', priority: 99 },
      { record_type: 'CNAME', name: '__proto__', value: '\u001b[31m', uuid: 'mine', created_at: 'once' },
    ];
    await sandbox.ask('/seed', { zones: [{ domain: 'EXAMPLE.com', records: odd }, { domain: 'b.example' }] });
    expect(await records()).toMatchObject([
      a,
      { name: 'WWW.example.com.', value: '192.0.2.1', ttl: -5 },
      { record_type: 'SOA', value: 'whatever\n$INCLUDE x', priority: 99 },
      { uuid: 'mine', name: '__proto__', value: '\u001b[31m', created_at: 'once' },
    ]);
    const { zones } = await sandbox.ask<{ zones: { domain: string; record_count: number }[] }>('/state');
    expect(zones.map(({ domain, record_count }) => [domain, record_count])).toEqual([
      ['example.com', 4],
      ['b.example', 0],
    ]);
  });

  test('with something wrong in it stores nothing of it', async () => {
    const before = await sandbox.ask('/state');
    const good = { domain: 'c.example', records: [a] };
    for (const bad of [
      { records: [a] },
      { domain: 'd.example', records: [{ ...a, ttl: 'x' }] },
      'text',
      null,
    ]) {
      expect((await control('POST', '/seed', { zones: [good, bad] })).status).toBe(400);
    }
    expect(await sandbox.ask('/state')).toEqual(before);
  });

  test.each<[string, (zone: string) => object[]]>([
    [
      'two zones',
      () => [
        { domain: 'c.example', uuid: 'u' },
        { domain: 'd.example', uuid: 'u' },
      ],
    ],
    [
      'two records',
      () => [
        {
          domain: 'c.example',
          records: [
            { ...a, uuid: 'u' },
            { ...a, uuid: 'u' },
          ],
        },
      ],
    ],
    ['a zone and a record', () => [{ domain: 'c.example', uuid: 'u', records: [{ ...a, uuid: 'u' }] }]],
    ['one that is there', (uuid) => [{ domain: 'c.example', uuid }]],
  ])('takes no uuid twice: %s', async (_, zones) => {
    const before = await sandbox.ask('/state');
    expect((await control('POST', '/seed', { zones: zones(zone) })).status).toBe(400);
    expect(await sandbox.ask('/state')).toEqual(before);
  });

  test('takes no number that JSON cannot say again', async () => {
    const sent = await fetch(`${sandbox.control}/seed`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"zones":[{"domain":"c.example","records":[{"record_type":"A","name":"@","value":"x","ttl":1e999}]}]}',
    });
    expect(sent.status).toBe(400);
  });
});

describe('edit', () => {
  test('creates, changes and deletes behind the back of the client', async () => {
    await sandbox.ask('/seed', {
      zones: [
        {
          domain: 'example.com',
          records: [
            { ...a, uuid: 'one' },
            { ...a, uuid: 'two' },
          ],
        },
      ],
    });
    const { created } = await sandbox.ask<{ created: string[] }>('/edit', {
      create: [{ zone: 'example.com', ...a, name: 'three' }],
      update: [{ uuid: 'one', value: '192.0.2.99' }],
      delete: ['two'],
    });
    expect(await records()).toMatchObject([
      { uuid: 'one', name: 'www', value: '192.0.2.99' },
      { uuid: created[0], name: 'three' },
    ]);
    await sandbox.ask('/edit', { delete: [zone] });
    expect(await sandbox.ask('/state')).toEqual({ zones: [] });
  });

  test('changes one record twice, each time what it has become', async () => {
    await sandbox.ask('/seed', { zones: [{ domain: 'example.com', records: [{ ...a, uuid: 'one' }] }] });
    await sandbox.ask('/edit', {
      update: [
        { uuid: 'one', ttl: 60 },
        { uuid: 'one', value: '192.0.2.9' },
      ],
    });
    expect(await records()).toMatchObject([{ uuid: 'one', ttl: 60, value: '192.0.2.9' }]);
  });

  test('of what is not there changes nothing', async () => {
    for (const edit of [
      { delete: ['none'] },
      { update: [{ uuid: 'none' }] },
      { create: [{ zone: 'none.example', ...a }] },
    ]) {
      expect(
        (await control('POST', '/edit', { create: [{ zone: 'example.com', ...a }], ...edit })).status,
      ).toBe(404);
    }
    expect((await control('POST', '/edit', { delete: [1] })).status).toBe(400);
    expect(await records()).toEqual([]);
  });
});

describe('log and counters', () => {
  test('tell what came in, in order, with the bodies of writes and the uuids of what was made', async () => {
    await sandbox.ask('/reset', {});
    const path = `/dns-zones/${zone}/records/`;
    const made = (await (await sandbox.api('POST', path, a)).json()) as { uuid: string };
    await sandbox.api('POST', path, a);
    await sandbox.api('GET', `${path}?x=1`);
    await sandbox.api('DELETE', `/dns-records/${made.uuid}/`);
    const { requests } = await sandbox.ask<{ requests: unknown[] }>('/log');
    expect(requests).toEqual([
      {
        n: 1,
        at: expect.any(Number),
        method: 'POST',
        path: `/api/v1${path}`,
        status: 201,
        body: a,
        uuid: made.uuid,
      },
      { n: 2, at: expect.any(Number), method: 'POST', path: `/api/v1${path}`, status: 400, body: a },
      { n: 3, at: expect.any(Number), method: 'GET', path: `/api/v1${path}?x=1`, status: 200 },
      {
        n: 4,
        at: expect.any(Number),
        method: 'DELETE',
        path: `/api/v1/dns-records/${made.uuid}/`,
        status: 204,
      },
    ]);
    expect(await sandbox.ask('/counters')).toEqual({
      requests: 4,
      reads: 1,
      writes: 3,
      by_method_and_status: { 'POST 201': 1, 'POST 400': 1, 'GET 200': 1, 'DELETE 204': 1 },
      most_in_flight: 1,
      early_after_429: 0,
      faults: {},
    });
  });

  test('count how many were under way at once', async () => {
    await sandbox.ask('/config', { delay: 50 });
    await sandbox.ask('/reset', {});
    await Promise.all(Array.from({ length: 5 }, () => sandbox.api('GET', '/dns-zones/')));
    expect(await sandbox.ask('/counters')).toMatchObject({ requests: 5, most_in_flight: 5 });
  });

  test('never hold a token', async () => {
    expect(JSON.stringify(await sandbox.ask('/log'))).not.toContain(sandbox.token);
    expect(JSON.stringify(await sandbox.ask('/config'))).not.toContain(sandbox.token);
  });

  test('reset leaves the zones unless it is told otherwise', async () => {
    await sandbox.ask('/reset', {});
    expect(await sandbox.ask('/log')).toEqual({ requests: [] });
    expect(await sandbox.ask('/state')).toMatchObject({ zones: [{ domain: 'example.com' }] });
    await sandbox.ask('/reset?state=1', {});
    expect(await sandbox.ask('/state')).toEqual({ zones: [] });
  });
});

describe('config', () => {
  test('switches while it runs', async () => {
    expect(await sandbox.ask('/config', { list: 'paginated', page_size: 1, account: false })).toMatchObject({
      list: 'paginated',
      page_size: 1,
    });
    expect(await (await sandbox.api('GET', '/dns-zones/')).json()).toMatchObject({ count: 1, next: null });
    expect((await sandbox.api('GET', '/account/me/')).status).toBe(404);
    await sandbox.ask('/config', { throttle: 1 });
    await sandbox.api('GET', '/dns-zones/');
    const answer = await sandbox.api('GET', '/dns-zones/');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '1']);
  });

  test.each<Record<string, unknown>>([
    { nonsense: 1 },
    { delay: -1 },
    { delay: '5' },
    { lax: 'yes' },
    { list: 'x' },
    { toString: 1 },
  ])('refuses %j and changes nothing', async (change) => {
    const before = await sandbox.ask('/config');
    expect((await control('POST', '/config', { page_size: 7, ...change })).status).toBe(400);
    expect(await sandbox.ask('/config')).toEqual(before);
  });

  test('with a delay the work is done at once, the answer comes later', async () => {
    await sandbox.ask('/config', { delay: 60_000 });
    const abort = new AbortController();
    const given = fetch(`${sandbox.url}/dns-zones/${zone}/records/`, {
      method: 'POST',
      signal: abort.signal,
      headers: { authorization: `Bearer ${sandbox.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(a),
    });
    await expect.poll(() => sandbox.ask('/state')).toMatchObject({ zones: [{ record_count: 1 }] });
    abort.abort();
    await expect(given).rejects.toThrow();
  });
});

test('what the control port does not have is 404 and says where to look', async () => {
  for (const [method, path] of [
    ['GET', '/nonsense'],
    ['POST', '/state'],
    ['PUT', '/config'],
  ] as const) {
    const answer = await control(method, path, method === 'GET' ? undefined : {});
    expect([answer.status, (await answer.json()) as object]).toMatchObject([
      404,
      { detail: expect.stringContaining('GET /') },
    ]);
  }
  expect(await sandbox.ask('/')).toMatchObject({ endpoints: expect.arrayContaining(['POST /seed']) });
});

test('what comes from a form of a web page is refused', async () => {
  const answer = await fetch(`${sandbox.control}/edit`, { method: 'POST', body: '{"delete":[]}' });
  expect(answer.status).toBe(415);
});
