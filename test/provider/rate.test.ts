import { describe, expect, it } from 'vitest';
import { DnssyncError } from '../../src/errors.ts';
import { RateLimiter, type Ticket } from '../../src/provider/rate.ts';
import { retrying } from '../../src/provider/retrying.ts';
import { mulberry32 } from './support/seeded-random.ts';
import { type ThrottleModel, throttledService } from './support/throttled-service.ts';
import { VirtualClock } from './support/virtual-clock.ts';

interface Run {
  readonly seconds: number;
  readonly taken: number;
  readonly refused: number;
  readonly tooEarly: number;
  readonly holds: readonly number[];
}

/** Sends so many creates, 16 workers at once as an apply would, through the whole stack but the wire. */
async function run(calls: number, model: ThrottleModel, pause = 0, seed = 1, workers = 16): Promise<Run> {
  const clock = new VirtualClock(mulberry32(seed));
  const service = throttledService(clock, model);
  const holds: number[] = [];
  const limiter = new RateLimiter({
    clock,
    concurrency: 16,
    maxWaitSeconds: 120,
    onHold: (seconds) => holds.push(seconds),
  });
  const call = retrying(service.send, {
    apiUrl: 'https://api.example/api/v1',
    timeoutSeconds: 30,
    clock,
    limiter,
    onEvent: () => {},
  })();
  const read = (): Promise<unknown> => call({ method: 'GET', path: '/', read: () => ({ value: undefined }) });
  if (pause > 0) await clock.run(read().then(() => clock.sleep(pause)));
  const began = clock.now();
  let left = calls;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await call({ method: 'POST', path: '/', read: () => ({ value: undefined }) });
  };
  await clock.run(Promise.all(Array.from({ length: workers }, worker)));
  return { seconds: clock.now() - began, holds, ...service.answers };
}

function around(seconds: number, jitter: number): () => number {
  const chance = mulberry32(7);
  return () => seconds + jitter * (chance() - 0.5);
}

describe('a service without a limit', () => {
  it('takes 1,000 calls of 50 ms in well under 8.5 s, at 16 at once', async () => {
    const unlimited = { calls: 1e6, perSeconds: 1, latency: () => 0.05, retryAfter: 'seconds' } as const;
    const { seconds, taken } = await run(1000, unlimited);
    expect(taken).toBe(1000);
    expect(seconds).toBeLessThan(4);
  });

  it('takes 100 calls of 50 ms, a small plan, in under 0.5 s', async () => {
    const unlimited = { calls: 1e6, perSeconds: 1, latency: () => 0.05, retryAfter: 'seconds' } as const;
    expect((await run(100, unlimited)).seconds).toBeLessThan(0.5);
  });
});

describe('a throttled service', () => {
  // The figures of design section 9: at most 1.15 × calls/rate + 2 s, at most 2 % of the answers 429.
  it.each([
    [10, 117],
    [20, 59.5],
  ])('at %i calls a second takes 1,000 calls in time, with few refusals', async (rate, most) => {
    for (const retryAfter of ['seconds', 'none'] as const) {
      for (const [latency, jitter] of [
        [0.005, 0.002],
        [0.05, 0.01],
        [0.1, 0.02],
      ] as const) {
        const model = { calls: rate, perSeconds: 1, latency: around(latency, jitter), retryAfter };
        const { seconds, taken, refused, tooEarly } = await run(1000, model);
        expect(taken).toBe(1000);
        expect(seconds).toBeLessThan(most);
        expect(refused / (refused + taken)).toBeLessThan(0.02);
        expect(tooEarly).toBe(0);
      }
    }
  });

  it('is learned as well after minutes in which a person read the plan', async () => {
    const model = { calls: 10, perSeconds: 1, latency: around(0.05, 0.01), retryAfter: 'seconds' } as const;
    const { seconds, taken } = await run(300, model, 300);
    expect(taken).toBe(301);
    expect(seconds).toBeLessThan(36.5);
  });

  it('that counts by the minute is not hammered either', async () => {
    const model = {
      calls: 600,
      perSeconds: 60,
      latency: around(0.05, 0.01),
      retryAfter: 'seconds',
    } as const;
    const { seconds, taken, refused, tooEarly } = await run(1000, model);
    expect({ taken, tooEarly }).toEqual({ taken: 1000, tooEarly: 0 });
    expect(seconds).toBeLessThan(117);
    expect(refused / (refused + taken)).toBeLessThan(0.02);
  });

  // What others take of an account's limit, or a mishap of the service: each costs its second, and little more.
  it.each([
    [16, [3, 7, 10, 13]],
    [16, [0, 1, 2, 3]],
    [16, [2, 3, 6, 7]],
    [16, [1, 4, 8, 14]],
    [1, [3, 5, 7, 9]],
    [1, [8, 10, 12, 14]],
  ])(
    'that refuses a few early calls and none later is not taken for a slow one (%i at once, %j)',
    async (workers, oneOffs) => {
      for (const latency of [0.005, 0.05]) {
        const model = {
          calls: 100,
          perSeconds: 1,
          latency: () => latency,
          retryAfter: 'seconds',
          oneOffs,
        } as const;
        const small = await run(14, model, 0, 1, workers);
        expect(small).toMatchObject({ taken: 14, refused: 4, tooEarly: 0 });
        expect(small.seconds).toBeLessThan(12);
        expect((await run(200, model, 0, 1, workers)).seconds).toBeLessThan(50);
      }
    },
  );

  it('is told of once for each pause, not once for each refused call', async () => {
    const model = {
      calls: 10,
      perSeconds: 1,
      latency: around(0.05, 0.01),
      retryAfter: 'seconds',
    } as const;
    const { holds, refused } = await run(50, model);
    expect(holds.length).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(holds.length);
    expect(holds.every((seconds) => seconds >= 1 && seconds <= 1.1)).toBe(true);
  });
});

describe('the limiter', () => {
  const limiterOf = (
    clock: VirtualClock,
    concurrency = 16,
    onHold: (seconds: number, why: string) => void = () => {},
  ): RateLimiter => new RateLimiter({ clock, concurrency, maxWaitSeconds: 120, onHold });

  /** Asks for so many tickets and says how many were given at once. */
  async function given(clock: VirtualClock, limiter: RateLimiter, asked: number): Promise<Ticket[]> {
    const tickets: Ticket[] = [];
    for (let i = 0; i < asked; i++) void limiter.enter().then((ticket) => tickets.push(ticket));
    await clock.settle();
    return tickets;
  }

  it('begins with four calls at once, or fewer where fewer are allowed', async () => {
    const clock = new VirtualClock();
    expect(await given(clock, limiterOf(clock), 20)).toHaveLength(4);
    expect(await given(clock, limiterOf(clock, 2), 20)).toHaveLength(2);
  });

  it('lets out who came first, but for those who come again', async () => {
    const clock = new VirtualClock();
    const limiter = limiterOf(clock, 1);
    const order: string[] = [];
    const first = await limiter.enter();
    const caller = async (name: string, again?: boolean): Promise<void> => {
      const ticket = await limiter.enter(undefined, again);
      order.push(name);
      limiter.leave(ticket, { kind: 'taken' });
    };
    const all = [caller('a'), caller('b'), caller('c'), caller('again', true)];
    limiter.leave(first, { kind: 'taken' });
    await Promise.all(all);
    expect(order).toEqual(['again', 'a', 'b', 'c']);
  });

  it('grows by one after a refusal, not by as much again', async () => {
    const clock = new VirtualClock(() => 0);
    const limiter = limiterOf(clock);
    limiter.leave(await limiter.enter(), { kind: 'refused', overload: true, asked: 1 });
    // Four at once became two; after four answers there are three.
    for (let i = 0; i < 4; i++) limiter.leave(await clock.run(limiter.enter()), { kind: 'taken' });
    expect(await given(clock, limiter, 7)).toHaveLength(3);
  });

  it('learns a rate from a throttle, and none from an overload', async () => {
    for (const overload of [false, true]) {
      const clock = new VirtualClock(() => 0);
      const told: [number, string][] = [];
      const limiter = limiterOf(clock, 16, (...hold) => told.push(hold));
      for (let i = 0; i < 10; i++) limiter.leave(await limiter.enter(), { kind: 'taken' });
      limiter.leave(await limiter.enter(), { kind: 'refused', overload, asked: 1 });
      await clock.run(limiter.enter());
      if (overload) expect(limiter.rate).toBeUndefined();
      else expect(limiter.rate).toBeCloseTo(9.5, 1);
      expect(told).toEqual([
        [1, overload ? 'the service is overloaded (503)' : 'the service throttles (429)'],
      ]);
    }
  });

  it('waits as long as is allowed, and tells of it', async () => {
    const clock = new VirtualClock(() => 0);
    const holds: number[] = [];
    const limiter = limiterOf(clock, 16, (seconds) => holds.push(seconds));
    limiter.leave(await limiter.enter(), { kind: 'refused', overload: false, asked: 120 });
    expect((await clock.run(limiter.enter())).sentAt).toBe(120);
    expect(holds).toEqual([120]);
  });

  it('doubles after a window of answers, up to the most allowed', async () => {
    const clock = new VirtualClock();
    const limiter = limiterOf(clock, 10);
    for (let i = 0; i < 12; i++) limiter.leave(await limiter.enter(), { kind: 'taken' });
    expect(await given(clock, limiter, 7)).toHaveLength(7);
    expect(await given(clock, limiter, 7)).toHaveLength(1);
  });

  it('halves once for calls that are refused together', async () => {
    const clock = new VirtualClock();
    const limiter = limiterOf(clock);
    const tickets = await given(clock, limiter, 4);
    for (const ticket of tickets) limiter.leave(ticket, { kind: 'refused', overload: true, asked: 1 });
    const next = given(clock, limiter, 4);
    await clock.run(clock.sleep(2));
    expect(await next).toHaveLength(2);
  });

  it('lets nobody out before the time that was asked for, whoever comes', async () => {
    const clock = new VirtualClock(() => 0);
    const limiter = limiterOf(clock);
    limiter.leave(await limiter.enter(), { kind: 'refused', overload: false, asked: 30 });
    const { sentAt } = await clock.run(limiter.enter());
    expect(sentAt).toBeGreaterThanOrEqual(30);
  });

  it('refuses at once, also those who wait already, where the service asks for too long a wait', async () => {
    const clock = new VirtualClock(() => 0);
    let holds = 0;
    const limiter = limiterOf(clock, 16, () => holds++);
    const [first] = await given(clock, limiter, 4);
    const waiting = expect(limiter.enter()).rejects.toMatchObject({ code: 'throttled', outcome: 'not-done' });
    limiter.leave(first as Ticket, { kind: 'refused', overload: false, asked: 86_400 });
    await waiting;
    await expect(limiter.enter()).rejects.toMatchObject({
      message: 'the service asks to wait 86400 s, more than the 120 s allowed',
      hint: 'run again later, or allow more with --max-wait',
    });
    // Nobody is told of a wait that nobody will do.
    expect(holds).toBe(0);
    expect(clock.now()).toBe(0);
    expect(clock.waiting).toBe(0);
  });

  it('cuts the wait of those who are stopped, and of them alone', async () => {
    const clock = new VirtualClock(() => 0);
    const limiter = limiterOf(clock);
    limiter.leave(await limiter.enter(), { kind: 'refused', overload: false, asked: 60 });
    const stop = new AbortController();
    const stopped = expect(limiter.enter(stop.signal)).rejects.toMatchObject({
      code: 'stopped',
      message: 'stopped by SIGINT',
      outcome: 'not-done',
    });
    const finisher = limiter.enter();
    stop.abort(new DnssyncError('stopped by SIGINT', { code: 'stopped' }));
    await stopped;
    await expect(limiter.enter(stop.signal)).rejects.toMatchObject({ code: 'stopped' });
    expect((await clock.run(finisher)).sentAt).toBe(60);
  });

  it('leaves no timer behind when nobody waits any more', async () => {
    const clock = new VirtualClock(() => 0);
    const limiter = limiterOf(clock);
    limiter.leave(await limiter.enter(), { kind: 'refused', overload: false, asked: 60 });
    const stop = new AbortController();
    const waiting = limiter.enter(stop.signal);
    expect(clock.waiting).toBe(1);
    stop.abort();
    await expect(waiting).rejects.toThrow('stopped');
    expect(clock.waiting).toBe(0);
  });

  it('lets nothing out once it is closed', async () => {
    const clock = new VirtualClock();
    const limiter = limiterOf(clock, 1);
    const ticket = await limiter.enter();
    const waiting = expect(limiter.enter()).rejects.toMatchObject({ code: 'auth' });
    limiter.close(new DnssyncError('the token is refused', { code: 'auth' }));
    limiter.leave(ticket, { kind: 'taken' });
    await waiting;
    await expect(limiter.enter()).rejects.toMatchObject({ code: 'auth' });
  });

  it('serves 200,000 callers who come at once without a step that grows with their number', async () => {
    const clock = new VirtualClock();
    const limiter = limiterOf(clock);
    const stop = new AbortController();
    let served = 0;
    const call = async (): Promise<void> => {
      limiter.leave(await limiter.enter(stop.signal), { kind: 'taken' });
      served++;
    };
    await Promise.all(Array.from({ length: 200_000 }, call));
    expect(served).toBe(200_000);
    // It takes under a second; a queue that searches its head takes a dozen.
  });
});
