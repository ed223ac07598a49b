/** Sends each request until its outcome is clear, repeating only what is harmless twice. */
import { isDnssyncError } from '../errors.ts';
import type { ApplyEvent } from '../model/report.ts';
import { askedWait, backoff } from './backoff.ts';
import { RetryBudget } from './budget.ts';
import { classify } from './classify.ts';
import type { Clock } from './clock.ts';
import { amended, type FailureContext, failure } from './failure.ts';
import type { RateLimiter, Return } from './rate.ts';
import type { Call, Outcome, Request, Send } from './request.ts';

export type CallEvent = Extract<ApplyEvent, { kind: 'wait' | 'retry' }>;

export interface RetryOptions extends Pick<FailureContext, 'apiUrl' | 'timeoutSeconds'> {
  readonly clock: Clock;
  readonly limiter: RateLimiter;
  readonly onEvent: (event: CallEvent) => void;
  /** Ends even the writes that are under way. */
  readonly giveUp?: AbortSignal | undefined;
}

const MOST_ATTEMPTS = 6;
/** A throttled attempt did not happen and does not count; but a service that never takes a call is not asked for ever. */
const MOST_THROTTLED = 20;
/** First bound of the wait before a repeat (seconds). */
const BASE = 0.25;
/** What a repeat costs the budget; a time-out has cost the service more. */
const COST = 10;
const TIMEOUT_COST = 20;
/** Rest of all calls where nothing gets through (seconds). */
const PAUSE = 20;

/**
 * Stands between the requests and the wire, not around the provider port: the waits, the pace and the budget are about
 * requests (a list may be many), and only here are a status, a `Retry-After` and the difference between 'not sent'
 * and 'sent, no answer' known. Returns the calls that a stop holds back; without one, those that only an end does.
 */
export function retrying(send: Send, options: RetryOptions): (stop?: AbortSignal) => Call {
  const { clock, limiter, onEvent, giveUp } = options;
  const budget = new RetryBudget();

  return (stop) =>
    async <T>(request: Request<T>): Promise<T | undefined> => {
      let maybeDone = false;
      let throttled = 0;
      let spent = 0;
      for (let attempts = 1; ; ) {
        const ticket = await limiter.enter(stop, attempts + throttled > 1).catch((error: unknown) => {
          throw isDnssyncError(error) && maybeDone ? amended(error, { outcome: 'unknown' }) : error;
        });
        // A write that went out is waited for as long as may be; a read that nobody will use is not.
        const isRead = request.method === 'GET';
        const cut = isRead ? stop : giveUp;
        const outcome = await send(request, cut);
        const verdict = classify(request.method, outcome);
        // A DELETE that is repeated finds gone what it deleted; a first one that finds nothing is not ours to judge.
        if (verdict === 'done' || (verdict === 'gone' && maybeDone)) {
          limiter.leave(ticket, returnOf(outcome));
          budget.earn(spent);
          return outcome.kind === 'value' ? outcome.value : undefined;
        }

        maybeDone ||= verdict === 'ambiguous' && !isRead;
        const sent = attempts + throttled;
        const error = failure(request, outcome, { ...options, attempts: sent, maybeDone });
        // The token or the address is wrong: whatever waits would only meet the same.
        const isOfAll = error.code !== 'wrong-url' || request.isOptional !== true;
        if (verdict === 'fatal' && isOfAll) limiter.close(amended(error, { outcome: 'not-done' }));
        limiter.leave(ticket, returnOf(outcome));
        // Whatever a read came to that was cut: the limiter turns it away now.
        if (isRead && stop?.aborted) continue;
        if (verdict === 'gate' && throttled < MOST_THROTTLED) {
          throttled++;
          continue;
        }
        const mayRepeat = verdict === 'not-done' || (verdict === 'ambiguous' && request.method !== 'POST');
        if (!mayRepeat || attempts === MOST_ATTEMPTS || cut?.aborted) throw error;

        const cost = error.code === 'timeout' ? TIMEOUT_COST : COST;
        const allowance = budget.spend(cost, ticket.sentAt, clock.now());
        if (allowance === 'give-up') {
          limiter.close(amended(error, { outcome: 'not-done' }));
          throw error;
        }
        if (allowance === 'pause') limiter.hold(ticket, PAUSE, 'nothing gets through');
        spent += cost;
        const seconds = backoff(BASE, attempts, clock.random());
        attempts++;
        const what = `${request.method} ${request.path}`;
        onEvent({ kind: 'retry', what, attempt: attempts, seconds, why: error.message });
        await clock.sleep(seconds, stop);
      }
    };
}

function returnOf(outcome: Outcome<unknown>): Return {
  if (outcome.kind === 'silence') return { kind: 'lost' };
  if (outcome.kind !== 'refusal') return { kind: 'taken' };
  if (outcome.status === 429 || outcome.status === 503) {
    return { kind: 'refused', overload: outcome.status === 503, asked: askedWait(outcome) };
  }
  return { kind: outcome.status < 500 ? 'taken' : 'lost' };
}
