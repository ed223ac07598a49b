/** A clock that jumps from one timer to the next, so that minutes of waiting are tested in milliseconds. */
import type { Clock } from '../../../src/provider/clock.ts';

interface Timer {
  readonly at: number;
  readonly fire: () => void;
}

export class VirtualClock implements Clock {
  #now = 0;
  #timers: Timer[] = [];
  readonly #chances: () => number;

  /** @param chances what random() gives, one after the other */
  constructor(chances: () => number = () => 0.5) {
    this.#chances = chances;
  }

  now(): number {
    return this.#now;
  }

  random(): number {
    return this.#chances();
  }

  sleep(seconds: number, cut?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (cut?.aborted) return resolve();
      const timer = { at: this.#now + Math.max(0, seconds), fire: resolve };
      this.#timers.push(timer);
      cut?.addEventListener('abort', () => {
        this.#timers = this.#timers.filter((other) => other !== timer);
        resolve();
      });
    });
  }

  /** How many waits are pending. */
  get waiting(): number {
    return this.#timers.length;
  }

  /** Lets everything run that needs no time. */
  async settle(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** Runs until the promise is settled; rejects where nothing is left that could settle it. */
  async run<T>(promise: Promise<T>): Promise<T> {
    let settled = false;
    const done = promise.finally(() => {
      settled = true;
    });
    done.catch(() => {});
    for (;;) {
      await this.settle();
      if (settled) return done;
      const next = this.#timers.reduce<Timer | undefined>(
        (first, timer) => (first === undefined || timer.at < first.at ? timer : first),
        undefined,
      );
      if (next === undefined) throw new Error('nothing is left to wait for, and it is not done');
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#now = Math.max(this.#now, next.at);
      next.fire();
    }
  }
}
