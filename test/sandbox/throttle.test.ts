import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { RequestLog } from '../../src/sandbox/control/request-log.ts';
import { emptyAnswer, type Request } from '../../src/sandbox/http/message.ts';
import { type InProcess, openInProcess } from './in-process.ts';

describe('--throttle 3', () => {
  let sandbox: InProcess;
  beforeEach(async () => {
    sandbox = await openInProcess({ throttle: 3 }, { vps_other: ['dns:list'], vps_nothing: [] });
  });
  afterEach(() => sandbox.close());
  const list = (token?: string | null) => sandbox.call('GET', '/dns-zones/', undefined, token);

  test("refuses the fourth call of a second in Django REST Framework's words", () => {
    for (let i = 0; i < 3; i++) expect(list().status).toBe(200);
    expect(list()).toMatchObject({
      status: 429,
      headers: { 'retry-after': '1', 'content-type': 'application/json' },
      body: { detail: 'Request was throttled. Expected available in 1 second.' },
    });
  });

  test('admits again as the window slides, one for each call that left it', () => {
    for (const time of [0, 400, 800]) {
      sandbox.time = time;
      expect(list().status).toBe(200);
    }
    sandbox.time = 999;
    expect(list().status).toBe(429);
    sandbox.time = 1000;
    expect(list().status).toBe(200);
    expect(list().status).toBe(429);
    sandbox.time = 1400;
    expect(list().status).toBe(200);
    expect(list().status).toBe(429);
  });

  test('counts all tokens of the account together', () => {
    expect([list('vps_other'), list(), list('vps_other')].map((answer) => answer.status)).toEqual([
      200, 200, 200,
    ]);
    expect(list().status).toBe(429);
  });

  test('comes after token and permission, which cost nothing, and before the work', () => {
    for (let i = 0; i < 5; i++) expect(list(null).status).toBe(401);
    for (let i = 0; i < 5; i++) expect(list('vps_nothing').status).toBe(403);
    for (let i = 0; i < 3; i++) expect(sandbox.call('GET', '/dns-zones/none/').status).toBe(404);
    expect(sandbox.call('POST', '/dns-zones/', { domain: 'a.example' }).status).toBe(429);
    expect(list(null).status).toBe(401);
    sandbox.time = 5000;
    expect(list().body).toEqual([]);
  });

  test('a refused call does not prolong the wait', () => {
    for (let i = 0; i < 3; i++) list();
    sandbox.time = 990;
    for (let i = 0; i < 50; i++) expect(list().status).toBe(429);
    sandbox.time = 1000;
    expect(list().status).toBe(200);
  });
});

describe('requests that come too early after a 429', () => {
  const request: Request = {
    method: 'GET',
    path: '/',
    query: new URLSearchParams(),
    target: '/',
    origin: '',
    authorization: undefined,
    contentType: undefined,
    body: Buffer.alloc(0),
  };

  test('are counted from when the 429 is out until the time it named', async () => {
    let time = 0;
    const log = new RequestLog(() => time);
    const closed = Promise.resolve();
    const first = log.begin(request, closed);
    log.begin(request, closed);
    expect(log.counters().early_after_429).toBe(0);
    const answer = emptyAnswer(429, { 'retry-after': '2' });
    log.end(first, { answer, delivery: 'whole' }, undefined, closed);
    await closed;
    time = 1999;
    log.begin(request, closed);
    expect(log.counters().early_after_429).toBe(1);
    time = 2000;
    log.begin(request, closed);
    expect(log.counters().early_after_429).toBe(1);
  });

  test('are counted also where it named a date, and not where it named nonsense', async () => {
    const counted = async (after: string) => {
      const log = new RequestLog(() => 0);
      const closed = Promise.resolve();
      const answer = emptyAnswer(429, { 'retry-after': after });
      log.end(log.begin(request, closed), { answer, delivery: 'whole' }, undefined, closed);
      await closed;
      log.begin(request, closed);
      return log.counters().early_after_429;
    };
    expect(await counted(new Date(Date.now() + 60_000).toUTCString())).toBe(1);
    expect(await counted(new Date(Date.now() - 60_000).toUTCString())).toBe(0);
    expect(await counted('soon')).toBe(0);
  });
});
