/** How a run that writes comes to its end when it is stopped: nothing new, then a last wait, then no wait at all. */
import { DnssyncError, isDnssyncError } from '../errors.ts';
import type { CommonOptions } from './common-options.ts';
import type { Host } from './host.ts';

/** GitHub's runner sends SIGINT, SIGTERM 7.5 s later and SIGKILL 2.5 s after that; the report must be out before (seconds). */
const LAST_WAIT = 7;
/** From then on nothing waits for the network; what has not ended so much later never will (seconds). */
const WATCH = 5;
/** Node fires a longer timer at once (milliseconds). */
const LONGEST_TIMER = 2 ** 31 - 1;

export interface Ending {
  /** Aborted by a signal or by `--timeout`: no call goes out any more. */
  readonly stop: AbortSignal;
  /** Aborted a little later, or by a second signal: the calls that are under way are given up. */
  readonly giveUp: AbortSignal;
}

/** @param timeout seconds from now after which the run is stopped */
export function endingOf(
  host: Host,
  { timeout, quiet }: CommonOptions & { readonly timeout: number },
): Ending {
  const late = new AbortController();
  const isOver = new DnssyncError(`stopped: --timeout of ${timeout} s is over`, { code: 'stopped' });
  after(timeout, () => late.abort(isOver));
  const stop = AbortSignal.any([host.stopSignal(), late.signal]);

  const last = new AbortController();
  const giveUp = AbortSignal.any([host.hurrySignal(), last.signal]);
  stop.addEventListener('abort', () => {
    after(LAST_WAIT, () => last.abort(stop.reason));
    const reason: unknown = stop.reason;
    if (!quiet && host.isWriting() && isDnssyncError(reason)) {
      host.stderr.write(
        `${reason.message}: no new call goes out; those under way may take ${LAST_WAIT} s more (a second signal gives them up)\n`,
      );
    }
  });
  const watch = (): void => {
    if (host.isWriting()) host.breakOff();
  };
  giveUp.addEventListener('abort', () => after(WATCH, watch));
  return { stop, giveUp };
}

/** A timer keeps no process alive that has nothing else to wait for. */
function after(seconds: number, ring: () => void): void {
  setTimeout(ring, Math.min(seconds * 1000, LONGEST_TIMER)).unref();
}
