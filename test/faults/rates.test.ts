/** Limits of 2, 10 and 50 calls a second, with every form of Retry-After: never early, few refusals, in good time. */
import { describe, expect, it } from 'vitest';
import { isDnssyncError } from '../../src/errors.ts';
import { RateLimiter } from '../../src/provider/rate.ts';
import type { Outcome, Send } from '../../src/provider/request.ts';
import { retrying } from '../../src/provider/retrying.ts';
import { mulberry32 } from '../provider/support/seeded-random.ts';
import { VirtualClock } from '../provider/support/virtual-clock.ts';
import { seeds, tell } from './support/scale.ts';

/** An hour off, for the service's clock need not be ours (milliseconds). */
const SERVICE_EPOCH = Date.UTC(2026, 0, 1, 1);

/** What a 429 says, given the seconds until the next call would be taken; `asks` is what of that a client can know. */
interface Form {
  readonly header: (wait: number, date: number) => string | undefined;
  readonly message: (wait: number) => string;
  readonly asks: (wait: number) => number;
}

const silent = (): string => 'Request was throttled.';
const nothing = (): number => 0;
const whole = (wait: number): number => Math.max(1, Math.ceil(wait));
const FORMS: Readonly<Record<string, Form>> = {
  seconds: { header: (wait) => String(whole(wait)), message: silent, asks: whole },
  date: {
    header: (wait, date) => new Date(date + whole(wait) * 1000).toUTCString(),
    message: silent,
    asks: whole,
  },
  'no header, but a text': {
    header: () => undefined,
    message: (wait) => `Request was throttled. Expected available in ${whole(wait)} second.`,
    asks: whole,
  },
  none: { header: () => undefined, message: silent, asks: nothing },
  zero: { header: () => '0', message: silent, asks: nothing },
  negative: { header: () => '-5', message: silent, asks: nothing },
  garbage: { header: () => 'soon, 3 or so', message: silent, asks: nothing },
  float: { header: (wait) => wait.toFixed(3), message: silent, asks: (wait) => Number(wait.toFixed(3)) },
};

interface Measured {
  readonly seconds: number;
  readonly answers: number;
  readonly refusedAfterTenSeconds: number;
  readonly answersAfterTenSeconds: number;
  readonly early: number;
}

/** Sends so many writes, as an apply would, through the whole client but its wire, to a sliding window of one second. */
async function run(calls: number, rate: number, form: Form, seed: number): Promise<Measured> {
  const clock = new VirtualClock(mulberry32(seed));
  const jitter = mulberry32(seed + 99);
  const count = { answers: 0, refusedAfter: 0, answersAfter: 0, early: 0 };
  let taken: number[] = [];
  let quietUntil = 0;
  const send: Send = async <T>(): Promise<Outcome<T>> => {
    if (clock.now() < quietUntil) count.early++;
    await clock.sleep(0.01 + 0.03 * jitter());
    const now = clock.now();
    taken = taken.filter((at) => at > now - 1);
    const isRefused = taken.length >= rate;
    if (!isRefused) taken.push(now);
    const wait = isRefused ? (taken[0] ?? now) + 1 - now : 0;
    const date = SERVICE_EPOCH + Math.floor(now) * 1000;
    await clock.sleep(0.01 + 0.03 * jitter());
    count.answers++;
    if (clock.now() > 10) {
      count.answersAfter++;
      if (isRefused) count.refusedAfter++;
    }
    if (!isRefused) return { kind: 'value', status: 200, value: undefined as T };
    quietUntil = Math.max(quietUntil, clock.now() + form.asks(wait));
    const retryAfter = form.header(wait, date);
    return {
      kind: 'refusal',
      status: 429,
      problem: { message: form.message(wait) },
      body: '',
      date: new Date(date).toUTCString(),
      ...(retryAfter === undefined ? {} : { retryAfter }),
    };
  };
  const limiter = new RateLimiter({ clock, concurrency: 16, maxWaitSeconds: 120, onHold: () => {} });
  const apiUrl = 'https://api.example/api/v1';
  const call = retrying(send, { apiUrl, timeoutSeconds: 30, clock, limiter, onEvent: () => {} })();
  let left = calls;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await call({ method: 'POST', path: '/', read: () => ({ value: undefined }) });
  };
  await clock.run(Promise.all(Array.from({ length: 16 }, worker)));
  return {
    seconds: clock.now(),
    answers: count.answers,
    refusedAfterTenSeconds: count.refusedAfter,
    answersAfterTenSeconds: count.answersAfter,
    early: count.early,
  };
}

describe.each([2, 10, 50])('a limit of %i calls a second', (rate) => {
  it.each(Object.keys(FORMS))(
    'told by a Retry-After of this form: %s',
    async (name) => {
      const worst = { share: 0, slack: 0, early: 0, runs: 0 };
      const calls = 30 * rate;
      for (const seed of seeds(5, 50)) {
        const form = FORMS[name] as Form;
        const measured = await run(calls, rate, form, seed);
        const share = measured.refusedAfterTenSeconds / measured.answersAfterTenSeconds;
        worst.runs++;
        worst.early += measured.early;
        worst.share = Math.max(worst.share, share);
        worst.slack = Math.max(worst.slack, (measured.seconds - 2) / (calls / rate));
      }
      tell(`rate ${rate}, ${name}`, {
        runs: worst.runs,
        early: worst.early,
        'refused after 10 s, worst %': (100 * worst.share).toFixed(2),
        'time, worst of (t - 2 s) / (calls / rate)': worst.slack.toFixed(3),
      });
      expect(worst.early).toBe(0);
      expect(worst.share).toBeLessThanOrEqual(0.02);
      expect(worst.slack).toBeLessThanOrEqual(1.15);
    },
    120_000,
  );

  it('that asks for a day stops the run, with the reason', async () => {
    const absurd: Form = { header: () => '86400', message: silent, asks: () => 86_400 };
    const error: unknown = await run(30 * rate, rate, absurd, 1).catch((reason: unknown) => reason);
    if (!isDnssyncError(error)) throw error;
    expect(error.code).toBe('throttled');
    expect(error.message).toMatch(/asks to wait 8\d{4} s, more than the 120 s allowed/);
    expect(error.hint).toContain('--max-wait');
  });
});
