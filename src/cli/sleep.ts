/** Waiting that a stop cuts short. */
import { setTimeout as wait } from 'node:timers/promises';

/** A sleep in seconds; it resolves early once the signal is aborted. */
export function sleeper(signal: AbortSignal): (seconds: number) => Promise<void> {
  return (seconds) => wait(seconds * 1000, undefined, { signal }).catch(() => undefined);
}
