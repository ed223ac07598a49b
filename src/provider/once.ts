/** Sends each request once and turns its outcome into a value or an error: the client without any repeats. */
import { classify } from './classify.ts';
import { failure } from './failure.ts';
import type { Call, Send } from './request.ts';

export interface CallContext {
  readonly apiUrl: string;
  readonly timeoutSeconds: number;
}

export function once(send: Send, context: CallContext): Call {
  return async (request) => {
    const outcome = await send(request);
    if (outcome.kind === 'value') return outcome.value;
    const verdict = classify(request.method, outcome);
    if (verdict === 'done') return undefined;
    throw failure(request, outcome, { ...context, attempts: 1, maybeDone: verdict === 'ambiguous' });
  };
}
