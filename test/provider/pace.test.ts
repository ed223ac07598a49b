import { describe, expect, it } from 'vitest';
import { Pace } from '../../src/provider/pace.ts';

/** Sends a burst, is refused, waits, and says how far apart the next two calls must be. */
function spacingAfter(burst: {
  calls: number;
  seconds: number;
  asked?: number;
  waited: number;
  from?: number;
}) {
  const pace = new Pace();
  const from = burst.from ?? 0;
  for (let call = 0; call < burst.calls; call++) {
    const at = from + (burst.seconds * call) / burst.calls;
    pace.started(at);
    pace.taken(at, at);
  }
  const refusedAt = from + burst.seconds;
  pace.started(refusedAt);
  pace.refused(refusedAt, refusedAt, burst.asked);
  const again = refusedAt + burst.waited;
  pace.started(again);
  return pace.nextAt - again;
}

describe('the pace', () => {
  it('is none until something is refused', () => {
    const pace = new Pace();
    for (let at = 0; at < 10; at += 0.01) {
      expect(pace.nextAt).toBeLessThanOrEqual(at);
      pace.started(at);
      pace.taken(at, at);
    }
  });

  it('is 5 % below the limit, where calls and wait fit a limit by the second or the minute', () => {
    // 10 a second: nine tenths of the second are left, and are told as 1.
    expect(spacingAfter({ calls: 10, seconds: 0.1, asked: 1, waited: 1 })).toBeCloseTo(1 / 9.5, 5);
    // The same, met by a slow start.
    expect(spacingAfter({ calls: 10, seconds: 0.7, asked: 1, waited: 1 })).toBeCloseTo(1 / 9.5, 5);
    // 600 a minute.
    expect(spacingAfter({ calls: 600, seconds: 2.5, asked: 58, waited: 59 })).toBeCloseTo(1 / 9.5, 5);
    // 3,600 an hour.
    expect(spacingAfter({ calls: 3600, seconds: 100, asked: 3500, waited: 3500 })).toBeCloseTo(1 / 0.95, 5);
  });

  it('learns nothing from a refusal before the first few calls: another run may have used the limit up', () => {
    const pace = new Pace();
    pace.started(0);
    pace.taken(0.01, 0.01);
    pace.refused(0.02, 0.02, 1);
    for (let call = 0; call < 5; call++) {
      const at = 1.02 + call / 100;
      pace.started(at);
      expect(pace.rate).toBeUndefined();
      pace.taken(at, at);
    }
    // Five a second: the second refusal tells.
    pace.started(1.1);
    pace.refused(1.1, 1.1, 1);
    pace.started(2.1);
    expect(pace.rate).toBeCloseTo(0.95 * 5, 2);
  });

  it('is learned from four calls, and not from three', () => {
    expect(spacingAfter({ calls: 4, seconds: 0.1, asked: 1, waited: 1 })).toBeCloseTo(1 / 3.8, 5);
    expect(spacingAfter({ calls: 3, seconds: 0.1, asked: 1, waited: 1 })).toBeLessThanOrEqual(0);
  });

  it('is what was taken in the whole time, the wait included, where no period fits', () => {
    expect(spacingAfter({ calls: 60, seconds: 2, waited: 1 })).toBeCloseTo(1 / 20, 5);
    expect(spacingAfter({ calls: 60, seconds: 2, waited: 1, from: 50 })).toBeCloseTo(1 / 20, 5);
    expect(spacingAfter({ calls: 100, seconds: 3, asked: 7, waited: 7 })).toBeCloseTo(1 / 10, 5);
  });

  it('takes a limit that is met within a second, without a word on the wait, for one by the second', () => {
    expect(spacingAfter({ calls: 20, seconds: 0.5, waited: 0.1 })).toBeCloseTo(1 / 19, 5);
    expect(spacingAfter({ calls: 20, seconds: 0.5, waited: 20 })).toBeCloseTo(1 / 19, 5);
    const pace = new Pace();
    pace.started(0);
    pace.taken(0.1, 0.1);
    pace.refused(0.2, 0.2, undefined);
    expect(pace.nextAt).toBe(1.2);
  });

  it('waits no second of its own choice where the service names a wait, or has taken calls for longer', () => {
    const told = new Pace();
    told.started(0);
    told.taken(0.1, 0.1);
    told.refused(0.2, 0.2, 0.5);
    expect(told.nextAt).toBeLessThanOrEqual(0.2);
    const later = new Pace();
    for (const at of [50, 50.5, 51, 51.4]) {
      later.started(at);
      later.taken(at, at);
    }
    later.refused(51.5, 51.5, undefined);
    expect(later.nextAt).toBeLessThanOrEqual(51.5);
  });

  it('is learned from few calls, too, where these are refused a second time', () => {
    const pace = new Pace();
    pace.started(0);
    pace.taken(0, 0);
    pace.refused(0.1, 0.1, 1);
    for (const at of [1.1, 1.2]) {
      pace.started(at);
      pace.taken(at, at);
    }
    pace.refused(1.3, 1.3, 1);
    pace.started(2.3);
    // 95 % of two calls in a second, and the growth by the call that has waited.
    expect(pace.rate).toBeCloseTo(0.95 * 2 + 0.05, 2);
  });

  it('forgets what came before an idle time', () => {
    const pace = new Pace();
    pace.started(0);
    pace.taken(0.1, 0.1);
    for (let call = 0; call < 10; call++) {
      pace.started(300 + call / 100);
      pace.taken(300 + call / 100, 300 + call / 100);
    }
    pace.refused(300.1, 300.1, 1);
    pace.started(301.1);
    expect(pace.nextAt - 301.1).toBeCloseTo(1 / 9.5, 5);
  });

  it('is learned from nothing where the very first call is refused', () => {
    const pace = new Pace();
    pace.started(0);
    pace.refused(0.1, 0.1, 1);
    pace.started(1.2);
    expect(pace.nextAt).toBeLessThanOrEqual(1.2);
  });
});

/** A pace that has learned 20 calls a second, at the third second, from a limit of no usual period. */
function twenty(from = 0): Pace {
  const pace = new Pace();
  for (let call = 0; call < 60; call++) {
    pace.started(from + call / 30);
    pace.taken(from + call / 30, from + call / 30);
  }
  pace.refused(from + 2, from + 2, undefined);
  pace.started(from + 3);
  return pace;
}

/** Sends each call when its turn comes, until a time. Says how fast it went at last. */
function goOn(pace: Pace, until: number): number {
  while (pace.nextAt < until) {
    const at = pace.nextAt;
    pace.started(at);
    pace.taken(at, at);
  }
  return pace.rate ?? 0;
}

/** Is refused at a time, waits a second, and says how fast the calls go then. */
function refusedAt(pace: Pace, at: number): number {
  pace.refused(at, at, 1);
  pace.started(at + 1);
  return 1 / (pace.nextAt - at - 1);
}

describe('a pace that is learned', () => {
  it('grows by 5 % a second while it is far from what was refused', () => {
    expect(goOn(twenty(), 4)).toBeCloseTo(21, 0);
    expect(goOn(twenty(), 13)).toBeCloseTo(20 * 1.05 ** 10, 0);
  });

  it('grows as quickly where it is slow, while it is far from what was refused', () => {
    const pace = new Pace();
    for (const at of [0, 0.4, 0.8, 1.2, 1.6, 1.9]) {
      pace.started(at);
      pace.taken(at, at);
    }
    pace.refused(2, 2, undefined);
    pace.started(3);
    // 0.05 with each of six calls.
    for (let call = 0; call < 5; call++) pace.started(pace.nextAt);
    expect(pace.rate).toBeCloseTo(2.3, 2);
  });

  it('hardly grows near what was refused', () => {
    const pace = new Pace();
    for (let call = 0; call < 10; call++) {
      pace.started(call / 100);
      pace.taken(call / 100, call / 100);
    }
    pace.refused(0.1, 0.1, 1);
    pace.started(1.1);
    expect(goOn(pace, 11)).toBeCloseTo(9.6, 1);
  });

  it('does not grow by calls that nobody had to wait for, and makes up for half an interval at most', () => {
    const pace = twenty();
    const { rate = 0, nextAt } = pace;
    const late = nextAt + 2 / rate;
    pace.started(late);
    expect(pace.rate).toBe(rate);
    expect(pace.nextAt - late).toBeCloseTo(0.5 / rate, 6);
  });

  it('slows down by a tenth where it is refused after a while, and by three where that comes soon', () => {
    const soon = twenty();
    const before = goOn(soon, 5);
    expect(refusedAt(soon, 5)).toBeCloseTo(0.7 * before, 5);
    const later = twenty();
    const rate = goOn(later, 7);
    expect(refusedAt(later, 7)).toBeCloseTo(0.9 * rate, 5);
  });

  it('comes back quickly to 95 % of what was refused, then probes slowly, and quickly again well past it', () => {
    const pace = twenty();
    const limit = goOn(pace, 7);
    refusedAt(pace, 7);
    expect(goOn(pace, 12) / limit).toBeCloseTo(0.955, 2);
    let calls = 0;
    for (; (pace.rate ?? 0) <= 1.05 * limit && calls < 10_000; calls++) goOn(pace, pace.nextAt + 0.001);
    // 0.1 of the limit in steps of 0.001.
    expect(calls).toBeGreaterThan(90 * limit);
    expect(calls).toBeLessThan(110 * limit);
    const past = pace.rate ?? 0;
    expect(goOn(pace, pace.nextAt + 1)).toBeGreaterThan(1.04 * past);
  });

  it('is what was taken in all the time, where nothing was taken since the last wait, but not less than 70 %', () => {
    const pace = twenty(50);
    const first = pace.rate ?? 0;
    // Sixty calls in 4.1 s.
    expect(refusedAt(pace, 53.1)).toBeCloseTo(60 / 4.1, 5);
    const second = pace.rate ?? 0;
    expect(second).toBeLessThan(first);
    // Sixty calls in 21 s would be far less.
    expect(refusedAt(pace, 70)).toBeCloseTo(0.7 * second, 5);
  });

  it('waits no second of its own choice any more', () => {
    const pace = twenty();
    const { nextAt } = pace;
    pace.taken(3.005, 3.005);
    pace.refused(3.01, 3.01, undefined);
    expect(pace.nextAt).toBe(nextAt);
  });
});
