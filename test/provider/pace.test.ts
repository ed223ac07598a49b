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

  it('is what was taken in the whole time, the wait included, where no period fits', () => {
    expect(spacingAfter({ calls: 60, seconds: 2, waited: 1 })).toBeCloseTo(1 / 20, 5);
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
