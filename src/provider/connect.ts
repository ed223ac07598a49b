/** Joins the layers of the client to the provider that a host works with. */
import { setMaxListeners } from 'node:events';
import type { Provider } from '../model/provider.ts';
import type { ApplyEvent } from '../model/report.ts';
import { type Clock, systemClock } from './clock.ts';
import { Latency } from './latency.ts';
import { RateLimiter } from './rate.ts';
import type { Send } from './request.ts';
import { retrying } from './retrying.ts';
import { type VpsOrgApi, vpsOrgApi } from './vpsorg/api.ts';
import { type HttpOptions, httpSend } from './vpsorg/http.ts';
import { vpsOrgProvider } from './vpsorg/provider.ts';
import type { ZoneAnswers } from './vpsorg/zone-answers.ts';

export type ConnectionEvent = Extract<ApplyEvent, { kind: 'wait' | 'retry' | 'read' | 'call' }>;

export interface ConnectOptions extends Omit<HttpOptions, 'timeoutSeconds'> {
  /** For one attempt; 30 where absent. */
  readonly timeoutSeconds?: number;
  /** Longest wait that the service may ask for; 120 where absent. */
  readonly maxWaitSeconds?: number;
  /** Most calls at once; 16 where absent. */
  readonly concurrency?: number;
  /** Once aborted no call is started and waits end; calls under way end by themselves. */
  readonly signal?: AbortSignal;
  /** Once aborted, after `signal`, calls under way are given up: whether they happened is unknown then. */
  readonly giveUp?: AbortSignal;
  readonly onEvent?: (event: ConnectionEvent) => void;
  readonly clock?: Clock;
  /** Told of every answer to a read, for snapshots. */
  readonly answers?: ZoneAnswers;
}

/** Requests that went out, repeats among them. */
export interface CallStats {
  readonly reads: number;
  readonly writes: number;
  /** How many of them were answered 429. */
  readonly throttled: number;
}

export interface Connection extends Provider {
  /** The vendor's API itself, endpoint by endpoint. */
  readonly api: VpsOrgApi;
  /** The same service at the same pace, but held back by `giveUp` only, not by `signal`: for what must not be left half done. */
  readonly finisher: Provider;
  stats(): CallStats;
}

export function connect(options: ConnectOptions): Connection {
  const { apiUrl, signal, giveUp, clock = systemClock, onEvent = () => {} } = options;
  const { timeoutSeconds = 30, maxWaitSeconds = 120, concurrency = 16 } = options;
  // Each wait for a repeat listens to the signal; many at once are no leak.
  for (const each of [signal, giveUp]) if (each !== undefined) setMaxListeners(0, each);

  const stats = { reads: 0, writes: 0, throttled: 0 };
  const latency = new Latency();
  const wire = timed(httpSend({ ...options, timeoutSeconds }), latency, clock);
  const send = heard(counted(wire, stats, onEvent), options.answers);
  const limiter = new RateLimiter({
    clock,
    concurrency,
    maxWaitSeconds,
    onHold: (seconds, why) => onEvent({ kind: 'wait', seconds, why }),
  });
  const calls = retrying(send, { apiUrl, timeoutSeconds, clock, limiter, onEvent, giveUp });
  const api = vpsOrgApi(calls(signal));
  const provider = vpsOrgProvider(apiUrl, api);
  return {
    ...provider,
    readZone: told(provider.readZone, onEvent),
    api,
    finisher: vpsOrgProvider(apiUrl, vpsOrgApi(calls(giveUp))),
    stats: () => ({ ...stats }),
    pace: () => {
      const { seconds } = latency;
      if (seconds === undefined) return undefined;
      const { rate } = limiter;
      return { latency: seconds, atOnce: concurrency, ...(rate === undefined ? {} : { limit: rate }) };
    },
  };
}

function heard(send: Send, answers: ZoneAnswers | undefined): Send {
  if (answers === undefined) return send;
  return (request, cut) => {
    if (request.method !== 'GET') return send(request, cut);
    const read: typeof request.read = (json) => {
      answers.hear(request.path, json);
      return request.read(json);
    };
    return send({ ...request, read }, cut);
  };
}

/** Tells how many of the zones that are asked for together have come back. */
function told(
  readZone: Provider['readZone'],
  onEvent: (event: ConnectionEvent) => void,
): Provider['readZone'] {
  let finished = 0;
  let total = 0;
  return async (zone) => {
    total++;
    try {
      return await readZone(zone);
    } finally {
      finished++;
      onEvent({ kind: 'read', finished, total });
      if (finished === total) finished = total = 0;
    }
  };
}

/** Measures what was answered; what is refused or lost takes another time than what is done. */
function timed(send: Send, latency: Latency, clock: Clock): Send {
  return async (request, cut) => {
    const sentAt = clock.now();
    const outcome = await send(request, cut);
    if (outcome.kind === 'value') latency.answered(clock.now() - sentAt);
    return outcome;
  };
}

function counted(
  send: Send,
  stats: { reads: number; writes: number; throttled: number },
  onEvent: (event: ConnectionEvent) => void,
): Send {
  return async (request, cut) => {
    if (request.method === 'GET') stats.reads++;
    else stats.writes++;
    const outcome = await send(request, cut);
    if (outcome.kind === 'refusal' && outcome.status === 429) stats.throttled++;
    onEvent({ kind: 'call' });
    return outcome;
  };
}
