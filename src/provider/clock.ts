/** Time and chance, handed in so that tests own them. */
import { setTimeout as delay } from 'node:timers/promises';

export interface Clock {
  /** Seconds since some fixed moment; never jumps, whatever is done to the machine's clock. */
  now(): number;
  /** Resolves after that many seconds, or as soon as `cut` is aborted. */
  sleep(seconds: number, cut?: AbortSignal): Promise<void>;
  /** At least 0, below 1. */
  random(): number;
}

export const systemClock: Clock = {
  now: () => performance.now() / 1000,
  async sleep(seconds, cut) {
    try {
      await delay(seconds * 1000, undefined, cut === undefined ? {} : { signal: cut });
    } catch {
      // Cut short: there is no other way for a timer to fail.
    }
  },
  random: Math.random,
};
