import { describe, expect, it } from 'vitest';
import { Gate } from '../../src/provider/gate.ts';
import { VirtualClock } from './support/virtual-clock.ts';

async function at(clock: VirtualClock, seconds: number): Promise<void> {
  await clock.run(clock.sleep(seconds - clock.now()));
}

describe('the gate', () => {
  it('stays closed for what was asked and a tenth of it at most', async () => {
    for (const [chance, opens] of [
      [0, 20],
      [0.5, 20.5],
      [0.999, 20.999],
    ] as const) {
      const gate = new Gate(new VirtualClock(() => chance));
      gate.close(20, 0);
      expect(gate.opensAt).toBeCloseTo(opens, 6);
    }
    const gate = new Gate(new VirtualClock(() => 0.5));
    gate.close(2, 0);
    expect(gate.opensAt).toBeCloseTo(2.1, 6);
  });

  it('never opens earlier for a later, shorter wish', () => {
    const gate = new Gate(new VirtualClock(() => 0));
    gate.close(30, 0);
    gate.close(1, 0);
    expect(gate.opensAt).toBe(30);
  });

  it('takes calls that were refused together for one refusal', async () => {
    const clock = new VirtualClock(() => 1);
    const gate = new Gate(clock);
    await at(clock, 5);
    expect(gate.close(undefined, 4.8)).toBe(true);
    expect(gate.close(undefined, 4.9)).toBe(false);
    expect(gate.close(undefined, 4.9)).toBe(false);
    expect(gate.opensAt).toBe(6);
    // Nor does one that comes back late hold the others any longer, or count as another.
    await at(clock, 5.5);
    expect(gate.close(undefined, 4.9)).toBe(false);
    expect(gate.opensAt).toBe(6);
    expect(gate.close(0.1, 4.9)).toBe(false);
    await at(clock, 10);
    gate.close(undefined, 9);
    expect(gate.opensAt).toBe(12);
  });

  it('waits longer each time nothing got through, where the service names no time', async () => {
    const clock = new VirtualClock(() => 1);
    const gate = new Gate(clock);
    const waits: number[] = [];
    for (let round = 0; round < 7; round++) {
      const sentAt = clock.now();
      await at(clock, sentAt + 0.1);
      gate.close(undefined, sentAt);
      waits.push(Math.round(gate.opensAt - clock.now()));
      await at(clock, gate.opensAt);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 20, 20]);
  });

  it('begins anew once a call got through, but not for one that went out before it closed', async () => {
    const clock = new VirtualClock(() => 1);
    const gate = new Gate(clock);
    await at(clock, 1);
    gate.close(undefined, 0.5);
    await at(clock, 3);
    gate.passed(0.6);
    gate.close(undefined, 2.5);
    expect(gate.opensAt - clock.now()).toBe(2);
    await at(clock, 6);
    gate.passed(5.5);
    gate.close(undefined, 5.6);
    expect(gate.opensAt - clock.now()).toBe(1);
  });
});
