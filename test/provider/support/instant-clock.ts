/** A clock on which waiting takes no time but is remembered, for tests that talk over real or mocked connections. */
import type { Clock } from '../../../src/provider/clock.ts';

export class InstantClock implements Clock {
  readonly slept: number[] = [];
  #now = 0;

  now(): number {
    return this.#now;
  }

  async sleep(seconds: number): Promise<void> {
    this.slept.push(seconds);
    this.#now += Math.max(0, seconds);
  }

  random(): number {
    return 0.5;
  }
}
