/** A model of a service that throttles as Django REST Framework does: at most so many calls in any window of time. */
import type { Outcome, Send } from '../../../src/provider/request.ts';
import type { VirtualClock } from './virtual-clock.ts';

export interface ThrottleModel {
  readonly calls: number;
  readonly perSeconds: number;
  /** How long an answer takes, given the number of the call. */
  readonly latency: (call: number) => number;
  /** What a 429 says besides its status. */
  readonly retryAfter: 'seconds' | 'none';
  /** Numbers of calls, from 0, that are refused whatever the limit: somebody else has just used it up. */
  readonly oneOffs?: readonly number[];
}

export interface Served {
  readonly send: Send;
  readonly answers: { taken: number; refused: number; tooEarly: number };
}

export function throttledService(clock: VirtualClock, model: ThrottleModel): Served {
  const answers = { taken: 0, refused: 0, tooEarly: 0 };
  let log: number[] = [];
  let quietUntil = 0;
  let number = 0;
  const send: Send = async <T>(): Promise<Outcome<T>> => {
    const isOneOff = model.oneOffs?.includes(number) === true;
    const latency = model.latency(number++);
    if (clock.now() < quietUntil) answers.tooEarly++;
    await clock.sleep(latency / 2);
    const now = clock.now();
    log = log.filter((at) => at > now - model.perSeconds);
    const refused = isOneOff || log.length >= model.calls;
    if (!refused) log.push(now);
    const wait = Math.max(1, Math.ceil((log[0] ?? 0) + model.perSeconds - now));
    await clock.sleep(latency / 2);
    if (!refused) {
      answers.taken++;
      return { kind: 'value', status: 200, value: undefined as T };
    }
    answers.refused++;
    if (model.retryAfter === 'seconds') quietUntil = Math.max(quietUntil, clock.now() + wait);
    return {
      kind: 'refusal',
      status: 429,
      problem: { message: 'Request was throttled.' },
      body: '',
      date: 'Sun, 06 Nov 1994 08:49:37 GMT',
      ...(model.retryAfter === 'seconds' ? { retryAfter: String(wait) } : {}),
    };
  };
  return { send, answers };
}
