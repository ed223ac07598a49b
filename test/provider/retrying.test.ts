import { describe, expect, it } from 'vitest';
import { DnssyncError } from '../../src/errors.ts';
import { RateLimiter } from '../../src/provider/rate.ts';
import type { Call, Method, Outcome, Request, Send } from '../../src/provider/request.ts';
import { type CallEvent, retrying } from '../../src/provider/retrying.ts';
import { refusal, saying, silence, unreadable, value } from './support/outcomes.ts';
import { VirtualClock } from './support/virtual-clock.ts';

interface Stage {
  readonly clock: VirtualClock;
  readonly call: Call;
  readonly callsUntil: (stop?: AbortSignal) => Call;
  readonly events: CallEvent[];
  /** When each request went out. */
  readonly sent: number[];
}

/** The layer under test between a scripted wire and a virtual clock; the last outcome repeats. */
function stage(...script: Outcome<never>[]): Stage {
  const clock = new VirtualClock();
  const events: CallEvent[] = [];
  const sent: number[] = [];
  const send: Send = async () => {
    sent.push(clock.now());
    await clock.sleep(0.1);
    return (script.length > 1 ? script.shift() : script[0]) as Outcome<never>;
  };
  const onEvent = (event: CallEvent): void => {
    events.push(event);
  };
  const limiter = new RateLimiter({ clock, concurrency: 16, maxWaitSeconds: 120, onHold: () => {} });
  const callsUntil = retrying(send, {
    apiUrl: 'https://api.example/api/v1',
    timeoutSeconds: 30,
    clock,
    limiter,
    onEvent,
  });
  return { clock, call: callsUntil(), callsUntil, events, sent };
}

const request = (method: Method): Request<string> => ({
  method,
  path: '/dns-records/rec-1/',
  query: { zone: 'not-for-messages' },
  read: () => ({ value: 'never called' }),
});

const REPEATABLE: readonly Method[] = ['GET', 'PUT', 'PATCH', 'DELETE'];
const AMBIGUOUS: readonly [string, Outcome<never>][] = [
  ['a reset', silence('ECONNRESET')],
  ['a time-out', silence('timeout')],
  ['a 502 of a proxy', refusal(502, { problem: undefined })],
  ['a 500', refusal(500)],
  ['a 503', refusal(503)],
  ['a body that is no JSON', unreadable(200)],
];

describe('an outcome that leaves open whether it happened', () => {
  for (const [name, outcome] of AMBIGUOUS) {
    it(`is repeated for what is harmless twice: ${name}`, async () => {
      for (const method of REPEATABLE) {
        const { clock, call, sent } = stage(outcome, outcome, value);
        expect(await clock.run(call(request(method)))).toBe('the value');
        expect(sent).toHaveLength(3);
      }
    });

    it(`is never repeated for a POST, whose fate is told as unknown: ${name}`, async () => {
      const { clock, call, sent } = stage(outcome, value);
      await expect(clock.run(call(request('POST')))).rejects.toMatchObject({ outcome: 'unknown' });
      expect(sent).toHaveLength(1);
    });
  }

  it('is tried six times with growing waits, then told', async () => {
    const { clock, call, sent, events } = stage(silence('ECONNRESET'));
    await expect(clock.run(call(request('PATCH')))).rejects.toMatchObject({
      code: 'network',
      outcome: 'unknown',
      message: 'PATCH api.example/api/v1/dns-records/rec-1/: no answer (ECONNRESET) after 6 attempts',
    });
    expect(sent).toHaveLength(6);
    // Half of 0.25, 0.5, 1, 2 and 4 seconds, as the clock's chance is one half.
    expect(events.map((event) => event.seconds)).toEqual([0.125, 0.25, 0.5, 1, 2]);
    expect(events[0]).toMatchObject({ kind: 'retry', what: 'PATCH /dns-records/rec-1/', attempt: 2 });
  });

  it('is not called unknown for a read', async () => {
    const { clock, call } = stage(silence('ECONNRESET'));
    await expect(clock.run(call(request('GET')))).rejects.toMatchObject({ outcome: 'not-done' });
  });

  it('stays unknown when a later attempt surely did not happen', async () => {
    const { clock, call } = stage(silence('ECONNRESET'), silence('ECONNREFUSED'));
    await expect(clock.run(call(request('PATCH')))).rejects.toMatchObject({ outcome: 'unknown' });
  });
});

describe('a repeat', () => {
  it.each([
    ['a lost answer', silence('ECONNRESET')],
    ['a throttle', refusal(429)],
  ])('goes before what was never sent, and that goes in its order: after %s', async (_, outcome) => {
    const clock = new VirtualClock();
    const limiter = new RateLimiter({ clock, concurrency: 1, maxWaitSeconds: 120, onHold: () => {} });
    const sent: string[] = [];
    const send: Send = async ({ path }) => {
      sent.push(path);
      await clock.sleep(1);
      return sent.length === 1 ? outcome : value;
    };
    const options = { apiUrl: 'https://api.example', timeoutSeconds: 30, clock, limiter, onEvent: () => {} };
    const call = retrying(send, options)();
    const paths = ['/a/', '/b/', '/c/', '/d/'];
    await clock.run(Promise.all(paths.map((path) => call({ ...request('PUT'), path }))));
    // While it waits for its turn to be repeated another may go out.
    const rest = sent.slice(1).filter((path) => path !== '/a/');
    expect(rest).toEqual(['/b/', '/c/', '/d/']);
    expect(sent.lastIndexOf('/a/')).toBeLessThanOrEqual(2);
  });
});

describe('more calls at once', () => {
  it.each([
    ['a value', value, true],
    ['an answer that cannot be read', unreadable(200), true],
    ['a 404', refusal(404), true],
    ['a lost answer', silence('ECONNRESET'), false],
    ['a 500', refusal(500), false],
    ['a 502', refusal(502), false],
  ] as const)('go out after %s: %s', async (_, outcome, grows) => {
    const clock = new VirtualClock();
    const limiter = new RateLimiter({ clock, concurrency: 16, maxWaitSeconds: 120, onHold: () => {} });
    let [underWay, most] = [0, 0];
    const send: Send = async () => {
      most = Math.max(most, ++underWay);
      await clock.sleep(0.1);
      underWay--;
      return outcome;
    };
    const options = { apiUrl: 'https://api.example', timeoutSeconds: 30, clock, limiter, onEvent: () => {} };
    const call = retrying(send, options)();
    // Creates are not repeated, so that no budget runs out.
    await clock.run(Promise.allSettled(Array.from({ length: 60 }, () => call(request('POST')))));
    expect(most).toBe(grows ? 16 : 4);
  });
});

describe('a POST', () => {
  it('is repeated where it surely was not sent', async () => {
    const { clock, call, sent } = stage(silence('ECONNREFUSED'), silence('ENOTFOUND'), value);
    expect(await clock.run(call(request('POST')))).toBe('the value');
    expect(sent).toHaveLength(3);
  });

  it('is repeated after a 429, which did nothing', async () => {
    const { clock, call, sent } = stage(refusal(429, { retryAfter: '5' }), value);
    expect(await clock.run(call(request('POST')))).toBe('the value');
    expect(sent[1]).toBeGreaterThanOrEqual(5.1);
  });

  it('is done with a 201, whatever became of its body', async () => {
    const { clock, call, sent } = stage(unreadable(201));
    expect(await clock.run(call(request('POST')))).toBeUndefined();
    expect(sent).toHaveLength(1);
  });

  it('answered 200 by somebody’s page is unknown', async () => {
    const { clock, call } = stage(unreadable(200));
    await expect(clock.run(call(request('POST')))).rejects.toMatchObject({ code: 'api', outcome: 'unknown' });
  });
});

describe('a DELETE', () => {
  it('whose repeat finds nothing is done', async () => {
    const { clock, call } = stage(silence('ECONNRESET'), refusal(404, saying('Not found.')));
    expect(await clock.run(call(request('DELETE')))).toBeUndefined();
  });

  it('that finds nothing at once is left to the caller to judge', async () => {
    const { clock, call } = stage(refusal(404, saying('Not found.')));
    await expect(clock.run(call(request('DELETE')))).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is not done by the 404 page of somebody else', async () => {
    const { clock, call } = stage(refusal(404, { problem: undefined, body: 'HTML (9 bytes)' }));
    await expect(clock.run(call(request('DELETE')))).rejects.toMatchObject({ code: 'wrong-url' });
  });
});

describe('a refusal', () => {
  it.each([
    [400, 'rejected'],
    [403, 'permission'],
    [404, 'not-found'],
    [409, 'rejected'],
    [413, 'api'],
    [422, 'rejected'],
    [501, 'api'],
  ])('of status %i is told at once as %s', async (status, code) => {
    const { clock, call, sent } = stage(refusal(status));
    await expect(clock.run(call(request('PATCH')))).rejects.toMatchObject({
      code,
      status,
      outcome: 'not-done',
    });
    expect(sent).toHaveLength(1);
  });

  it('carries the field that the service names', async () => {
    const problem = { message: 'MX records require a priority value', field: 'priority' };
    const { clock, call } = stage(refusal(400, { problem }));
    await expect(clock.run(call(request('POST')))).rejects.toMatchObject({
      code: 'rejected',
      field: 'priority',
      message: 'POST api.example/api/v1/dns-records/rec-1/: HTTP 400: MX records require a priority value',
    });
  });
});

describe('a throttle', () => {
  it.each([429, 503])('holds all calls for its time, not the refused one alone (%i)', async (status) => {
    const { clock, call, sent } = stage(refusal(status, { retryAfter: '30' }), value);
    await clock.run(Promise.all([call(request('GET')), clock.sleep(1).then(() => call(request('PATCH')))]));
    expect(sent[0]).toBe(0);
    expect(sent.slice(1).every((at) => at >= 30)).toBe(true);
  });

  it('does not use up attempts', async () => {
    const { clock, call, sent } = stage(...Array.from({ length: 10 }, () => refusal(429)), value);
    expect(await clock.run(call(request('POST')))).toBe('the value');
    expect(sent).toHaveLength(11);
  });

  it('that never takes a call is told in the end', async () => {
    const { clock, call } = stage(refusal(429));
    await expect(clock.run(call(request('GET')))).rejects.toMatchObject({
      code: 'throttled',
      status: 429,
      message: expect.stringMatching(/ after 21 attempts$/),
    });
  });

  it('that asks for more than is allowed is told at once', async () => {
    const { clock, call, sent } = stage(refusal(429, { retryAfter: '86400' }));
    await expect(clock.run(call(request('POST')))).rejects.toMatchObject({
      code: 'throttled',
      outcome: 'not-done',
    });
    expect(sent).toHaveLength(1);
    expect(clock.now()).toBeLessThan(1);
  });

  it('keeps a write unknown whose first attempt may have happened', async () => {
    const { clock, call } = stage(silence('ECONNRESET'), refusal(429, { retryAfter: '86400' }));
    await expect(clock.run(call(request('PATCH')))).rejects.toMatchObject({
      code: 'throttled',
      outcome: 'unknown',
    });
  });
});

describe('a token that is refused', () => {
  it.each([refusal(401), refusal(403, saying('Authentication credentials were not provided.'))])(
    'stops everything: no further call goes out',
    async (outcome) => {
      const { clock, call, sent } = stage(outcome, value);
      const calls = Array.from({ length: 20 }, () =>
        expect(call(request('POST'))).rejects.toMatchObject({ code: 'auth', outcome: 'not-done' }),
      );
      await clock.settle();
      const underWay = sent.length;
      await clock.run(Promise.allSettled(calls));
      expect(sent).toHaveLength(underWay);
      await expect(clock.run(call(request('GET')))).rejects.toMatchObject({ code: 'auth' });
      expect(sent).toHaveLength(underWay);
    },
  );
});

describe('what is wrong for all calls', () => {
  it('does not say of those that were not sent what it says of the one that may have happened', async () => {
    const { clock, call } = stage(silence('ECONNRESET'), refusal(401));
    await expect(clock.run(call(request('PATCH')))).rejects.toMatchObject({
      code: 'auth',
      outcome: 'unknown',
    });
    await expect(call(request('PATCH'))).rejects.toMatchObject({ code: 'auth', outcome: 'not-done' });
  });

  it('is a redirect, but not that of an endpoint which the service need not have', async () => {
    const { clock, call, sent } = stage(refusal(302), value);
    await expect(clock.run(call({ ...request('GET'), isOptional: true }))).rejects.toMatchObject({
      code: 'wrong-url',
    });
    expect(await clock.run(call(request('GET')))).toBe('the value');
    const other = stage(refusal(302), value);
    await expect(other.clock.run(other.call(request('GET')))).rejects.toMatchObject({ code: 'wrong-url' });
    await expect(other.call(request('GET'))).rejects.toMatchObject({ code: 'wrong-url' });
    expect([sent.length, other.sent.length]).toEqual([2, 1]);
  });

  it('is a token that is refused, also by an endpoint which the service need not have', async () => {
    const { clock, call } = stage(refusal(401), value);
    await expect(clock.run(call({ ...request('GET'), isOptional: true }))).rejects.toMatchObject({
      code: 'auth',
    });
    await expect(call(request('GET'))).rejects.toMatchObject({ code: 'auth' });
  });
});

describe('a service where every fifth call is lost once', () => {
  it('costs no call and no pause, however many calls come at once', async () => {
    const clock = new VirtualClock();
    const lost = new Set<string>();
    let sent = 0;
    const send: Send = async ({ path }) => {
      sent++;
      await clock.sleep(0.1);
      if (!path.endsWith('4/') || lost.has(path)) return value;
      lost.add(path);
      return silence('ECONNRESET');
    };
    const limiter = new RateLimiter({ clock, concurrency: 16, maxWaitSeconds: 120, onHold: () => {} });
    const options = { apiUrl: 'https://api.example/api/v1', timeoutSeconds: 30, clock, limiter };
    const call = retrying(send, { ...options, onEvent: () => {} })();
    // In base five every fifth number ends in 4: a thousand first attempts are lost.
    const calls = Array.from({ length: 5000 }, (_, index) =>
      call({ ...request('PATCH'), path: `/dns-records/${index.toString(5)}/` }),
    );
    await clock.run(Promise.all(calls));
    expect(sent).toBe(6000);
    expect(clock.now()).toBeLessThan(45);
  });
});

describe('a service that is down', () => {
  it('is asked a bounded number of times, however many calls there are, and then no more', async () => {
    const { clock, call, sent } = stage(silence('ECONNREFUSED'));
    const calls = await clock.run(
      Promise.allSettled(Array.from({ length: 500 }, () => call(request('GET')))),
    );
    expect(calls.every(({ status }) => status === 'rejected')).toBe(true);
    expect(sent.length).toBeLessThan(100);
    expect(clock.now()).toBeGreaterThan(60);
    expect(clock.now()).toBeLessThan(120);
  });

  it('says of what was never sent that it was not done, and of what was that it may have been', async () => {
    const { clock, call, sent } = stage(silence('ECONNRESET'));
    const calls = await clock.run(
      Promise.allSettled(Array.from({ length: 500 }, () => call(request('PATCH')))),
    );
    const outcomes = calls.map((each) => each.status === 'rejected' && each.reason.outcome);
    expect(new Set(outcomes)).toEqual(new Set(['unknown', 'not-done']));
    expect(outcomes.filter((outcome) => outcome === 'unknown').length).toBeLessThanOrEqual(sent.length);
  });

  it('is asked less where it lets each call run into the time-out, and is given rest', async () => {
    const asked = async (code: string) => {
      const clock = new VirtualClock();
      let sent = 0;
      const send: Send = async () => {
        sent++;
        await clock.sleep(0.1);
        return silence(code);
      };
      const holds = new Set<string>();
      const onHold = (seconds: number, why: string): void =>
        void holds.add(`${Math.floor(seconds / 10)} ${why}`);
      const limiter = new RateLimiter({ clock, concurrency: 16, maxWaitSeconds: 120, onHold });
      const options = { apiUrl: 'https://api.example', timeoutSeconds: 30, clock, limiter };
      const call = retrying(send, { ...options, onEvent: () => {} })();
      await clock.run(Promise.allSettled(Array.from({ length: 500 }, () => call(request('GET')))));
      expect([...holds]).toEqual(['2 nothing gets through']);
      return sent;
    };
    expect(await asked('timeout')).toBeLessThan(0.6 * (await asked('ECONNREFUSED')));
  });

  it('that comes back within a minute costs no call', async () => {
    const clock = new VirtualClock();
    const send: Send = async () => {
      await clock.sleep(0.05);
      return clock.now() < 45 ? silence('ECONNREFUSED') : value;
    };
    const limiter = new RateLimiter({ clock, concurrency: 16, maxWaitSeconds: 120, onHold: () => {} });
    const call = retrying(send, {
      apiUrl: 'https://api.example/api/v1',
      timeoutSeconds: 30,
      clock,
      limiter,
      onEvent: () => {},
    })();
    const calls = await clock.run(
      Promise.allSettled(Array.from({ length: 200 }, () => call(request('POST')))),
    );
    expect(calls.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(190);
  });
});

describe('a stop', () => {
  const sigint = new DnssyncError('stopped by SIGINT', { code: 'stopped' });

  it('lets the call under way end and starts no other', async () => {
    const { clock, callsUntil, sent } = stage(value);
    const stop = new AbortController();
    const call = callsUntil(stop.signal);
    const first = call(request('POST'));
    await clock.settle();
    stop.abort(sigint);
    expect(await clock.run(first)).toBe('the value');
    await expect(call(request('POST'))).rejects.toMatchObject({
      code: 'stopped',
      message: 'stopped by SIGINT',
      outcome: 'not-done',
    });
    expect(sent).toHaveLength(1);
  });

  it('does not cut a write that is under way: what becomes of it is to be known', async () => {
    const clock = new VirtualClock();
    const limiter = new RateLimiter({ clock, concurrency: 16, maxWaitSeconds: 120, onHold: () => {} });
    const slow: Send = (_request, cut) =>
      new Promise((resolve) => {
        cut?.addEventListener('abort', () => resolve(silence('stopped')));
        void clock.sleep(5).then(() => resolve(value));
      });
    const options = { apiUrl: 'https://api.example', timeoutSeconds: 30, clock, limiter, onEvent: () => {} };
    const stop = new AbortController();
    const write = retrying(slow, options)(stop.signal)(request('PATCH'));
    await clock.settle();
    stop.abort(sigint);
    expect(await clock.run(write)).toBe('the value');
  });

  it('cuts the wait for a repeat, and what was sent stays unknown', async () => {
    const { clock, callsUntil, sent } = stage(silence('ECONNRESET'));
    const stop = new AbortController();
    const ended = expect(callsUntil(stop.signal)(request('PATCH'))).rejects.toMatchObject({
      code: 'stopped',
      outcome: 'unknown',
    });
    await clock.run(clock.sleep(0.15));
    stop.abort(sigint);
    await ended;
    expect(clock.now()).toBe(0.15);
    expect(sent).toHaveLength(1);
  });

  it('cuts a read that is under way, says nothing of a repeat, and does not take it for a failure', async () => {
    const clock = new VirtualClock();
    const limiter = new RateLimiter({ clock, concurrency: 16, maxWaitSeconds: 120, onHold: () => {} });
    const events: CallEvent[] = [];
    const hangs: Send = (_request, cut) =>
      new Promise((resolve) => {
        cut?.addEventListener('abort', () => resolve(silence('stopped')));
      });
    const onEvent = (event: CallEvent): void => {
      events.push(event);
    };
    const calls = retrying(hangs, {
      apiUrl: 'https://api.example',
      timeoutSeconds: 30,
      clock,
      limiter,
      onEvent,
    });
    const stop = new AbortController();
    const read = calls(stop.signal)(request('GET'));
    await clock.settle();
    stop.abort(sigint);
    await expect(clock.run(read)).rejects.toMatchObject({ code: 'stopped', message: 'stopped by SIGINT' });
    expect(events).toEqual([]);
  });

  it.each<Method>(['POST', 'PATCH', 'DELETE'])(
    'that lasts gives up a %s without an answer: unknown, and not sent again, by the finisher neither',
    async (method) => {
      const clock = new VirtualClock();
      const limiter = new RateLimiter({ clock, concurrency: 16, maxWaitSeconds: 120, onHold: () => {} });
      const sent: string[] = [];
      const hangs: Send = (_, cut) => {
        sent.push(method);
        return new Promise((resolve) => {
          cut?.addEventListener('abort', () => resolve(silence('stopped')));
        });
      };
      const stop = new AbortController();
      const last = new AbortController();
      const options = {
        apiUrl: 'https://api.example',
        timeoutSeconds: 30,
        clock,
        limiter,
        onEvent: () => {},
      };
      const calls = retrying(hangs, { ...options, giveUp: last.signal });
      const writes = [calls(stop.signal), calls(last.signal)].map((call) => call(request(method)));
      await clock.settle();
      stop.abort(sigint);
      await clock.settle();
      last.abort(sigint);
      const given = {
        status: 'rejected',
        reason: {
          code: 'stopped',
          outcome: 'unknown',
          message: expect.stringContaining('given up without an answer'),
        },
      };
      expect(await clock.run(Promise.allSettled(writes))).toMatchObject([given, given]);
      expect(sent).toHaveLength(2);
    },
  );

  it('does not hold back the calls of the finisher', async () => {
    const { clock, callsUntil } = stage(value);
    const stop = new AbortController();
    callsUntil(stop.signal);
    stop.abort(sigint);
    expect(await clock.run(callsUntil()(request('POST')))).toBe('the value');
  });
});
