/** Posts a notice to a webhook: a few tries in bounded time, and words for what became of it. Its address is a secret. */
import { Agent, ProxyAgent } from 'undici';
import { DnssyncError } from '../errors.ts';
import { proxyFor } from './vpsorg/proxy.ts';
import { isLoopback } from './vpsorg/settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export const WEBHOOK_VARIABLE = 'DNSSYNC_WEBHOOK_URL';

/** Whoever knows the address may post, so that it stands in no output. */
export interface Webhook {
  readonly url: string;
  /** May be shown. */
  readonly host: string;
}

/** The webhook that the environment names. Throws a usage error for none, and for one that cannot be used. */
export function readWebhook(env: Environment): Webhook {
  const text = (env[WEBHOOK_VARIABLE] ?? '').trim();
  if (text === '') throw refused(`--notify needs an address in ${WEBHOOK_VARIABLE}`);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) throw refused(`${WEBHOOK_VARIABLE} is not a URL`);
  if (url.username !== '' || url.password !== '')
    throw refused(`${WEBHOOK_VARIABLE} must not hold a user or password`);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname)))
    throw refused(`${WEBHOOK_VARIABLE} must begin with https:// (http:// is for this machine only)`);
  return { url: url.href, host: url.host };
}

export interface PostOptions {
  readonly env: Environment;
  /** Seconds. */
  readonly sleep: (seconds: number) => Promise<void>;
  readonly signal: AbortSignal;
}

const SECONDS_A_TRY = 10;
/** Seconds before each further try. */
const PAUSES = [1, 4];

/** Undefined once the notice was taken; else why not, without the address. Takes a minute at most. */
export async function postNotice(
  webhook: Webhook,
  notice: object,
  options: PostOptions,
): Promise<string | undefined> {
  for (let attempt = 0; ; attempt++) {
    const problem = await tryPost(webhook, notice, options);
    if (problem === undefined) return undefined;
    const pause = PAUSES[attempt];
    if (!problem.mayPass || pause === undefined || options.signal.aborted) return problem.words;
    await options.sleep(pause).catch(() => undefined);
  }
}

interface Problem {
  readonly words: string;
  /** Whether another try may fare better. */
  readonly mayPass: boolean;
}

async function tryPost(
  { url, host }: Webhook,
  notice: object,
  { env, signal }: PostOptions,
): Promise<Problem | undefined> {
  const proxy = proxyFor(url, env);
  const dispatcher = proxy === undefined ? new Agent() : new ProxyAgent(proxy.url);
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': 'dnssync' },
    body: JSON.stringify(notice),
    // A redirect would carry the notice to wherever it points.
    redirect: 'manual',
    signal: AbortSignal.any([AbortSignal.timeout(SECONDS_A_TRY * 1000), signal]),
    dispatcher,
  };
  try {
    // undici 7's Agent works in the fetch of every Node here, but is not the type that @types/node knows.
    const response = await globalThis.fetch(url, init as unknown as RequestInit);
    await response.body?.cancel();
    if (response.ok) return undefined;
    const { status } = response;
    return { words: `${host} answered ${status}`, mayPass: status === 429 || status >= 500 };
  } catch {
    return { words: `${host} could not be reached in time`, mayPass: true };
  } finally {
    // Closing would wait for a proxy that has taken the call and never answers.
    await dispatcher.destroy();
  }
}

function refused(message: string): DnssyncError {
  const hint = `set ${WEBHOOK_VARIABLE} to the address that the chat gives for an incoming webhook`;
  return new DnssyncError(message, { code: 'usage', hint });
}
