import { describe, expect, it } from 'vitest';
import { callsToApply } from '../../src/model/plan.ts';
import type { ServicePace } from '../../src/model/provider.ts';
import { forecast, withForecast } from '../../src/plan/forecast.ts';
import { create, planOf, remove, rr, zonePlan } from '../render/sample-plan.ts';

describe('how long the calls take', () => {
  it.each<[string, number, ServicePace, ReturnType<typeof forecast>]>([
    ['a limit that was met', 37, { limit: 2, latency: 0.05, atOnce: 16 }, { seconds: 18.5, rate: 2 }],
    ['answers, where no limit was met', 1600, { latency: 0.05, atOnce: 16 }, { seconds: 5 }],
    ['answers one after the other', 40, { latency: 0.5, atOnce: 1 }, { seconds: 20 }],
    ['five stages, however few calls', 6, { latency: 2, atOnce: 16 }, { seconds: 10 }],
    [
      'slow answers below a generous limit',
      100,
      { limit: 50, latency: 1, atOnce: 4 },
      { seconds: 25, rate: 50 },
    ],
    ['nothing that can be measured', 100, { latency: 0, atOnce: 16 }, { seconds: 0 }],
  ])('%s', (_, calls, pace, expected) => {
    expect(forecast(calls, pace)).toEqual(expected);
  });
});

describe('the calls of an apply', () => {
  const change = create(rr('www', 'A', '192.0.2.1'));

  it('are the reads of the plan, the account, the writes, and a second look at each zone that is written', () => {
    const untouched = zonePlan([]);
    expect(callsToApply(planOf([zonePlan([change, remove(rr('a', 'A', '192.0.2.2'))]), untouched]))).toEqual({
      reads: 3 + 1 + 1,
      writes: 2,
    });
  });

  it('look at a new zone as well, and at the list where zones are to be gone', () => {
    const plan = planOf([zonePlan([], { action: 'create' }), zonePlan([], { action: 'delete' })]);
    expect(callsToApply(plan).reads).toBe(3 + 1 + 1 + 1);
  });
});

describe('the forecast of a plan', () => {
  const plan = planOf([zonePlan([create(rr('www', 'A', '192.0.2.1'))])]);

  it('is about all calls of the apply', () => {
    const { forecast: told } = withForecast(plan, { limit: 1, latency: 0.01, atOnce: 16 }).cost;
    expect(told).toEqual({ seconds: 2 + 1 + 1 + 1, rate: 1 });
  });

  it('is left out where nothing is known, and where nothing is to do', () => {
    expect(withForecast(plan, undefined).cost).toEqual(plan.cost);
    const empty = planOf([zonePlan([])]);
    expect(withForecast(empty, { latency: 1, atOnce: 1 }).cost).toEqual(empty.cost);
  });
});
