import { describe, expect, it } from 'vitest';
import { Meter } from '../../src/cli/meter.ts';

/** A meter on a clock of its own, that is told of a change and a call every so many seconds. */
function running(total: number) {
  let now = 1000;
  const meter = new Meter(() => now);
  let finished = 0;
  return {
    meter,
    pass(seconds: number): void {
      now += seconds;
    },
    go(changes: number, every: number): void {
      for (let change = 0; change < changes; change++) {
        now += every;
        meter.called();
        meter.count('changes', ++finished, total);
      }
    },
  };
}

describe('the meter', () => {
  it('has nothing to show before something is counted', () => {
    expect(new Meter(() => 0).view()).toBeUndefined();
  });

  it('foretells nothing from the first instant', () => {
    const { meter, go } = running(100);
    go(3, 0.1);
    expect(meter.view()).toEqual({ what: 'changes', finished: 3, total: 100, calls: 3, waits: 0 });
  });

  it('tells rate and time left once a steady run is seen', () => {
    const { meter, go } = running(100);
    go(50, 0.1);
    const view = meter.view();
    expect(view?.rate).toBeCloseTo(10, 0);
    expect(view?.secondsLeft).toBeCloseTo(5, 0);
  });

  it('follows a service that becomes slow', () => {
    const { meter, go } = running(1000);
    go(500, 0.01);
    go(40, 1);
    const view = meter.view();
    expect(view?.rate).toBeCloseTo(1, 1);
    expect(view?.secondsLeft).toBeGreaterThan(400);
  });

  it('has the time of the waits in its forecast, and counts them down', () => {
    const { meter, go, pass } = running(100);
    for (let burst = 0; burst < 3; burst++) {
      go(10, 0.01);
      meter.held(1, '429');
      pass(0.4);
      expect(meter.view()?.held?.seconds).toBeCloseTo(0.6, 5);
      pass(0.6);
    }
    const view = meter.view();
    expect(view).toMatchObject({ waits: 3 });
    expect(view?.held).toBeUndefined();
    // Ten in 1.1 seconds.
    expect(view?.secondsLeft).toBeCloseTo(7.7, 0);
  });

  it('shows a wait before anything is counted, and nothing once it is over', () => {
    const { meter, pass } = running(1);
    meter.held(5, 'throttled');
    expect(meter.view()).toMatchObject({ total: 0, held: { seconds: 5, why: 'throttled' } });
    pass(5.1);
    expect(meter.view()).toBeUndefined();
  });

  it('begins anew with each stage', () => {
    const { meter, go } = running(100);
    go(50, 0.1);
    meter.held(1, '429');
    meter.begin();
    meter.count('zones read', 1, 7);
    expect(meter.view()).toEqual({ what: 'zones read', finished: 1, total: 7, calls: 0, waits: 0 });
  });
});
