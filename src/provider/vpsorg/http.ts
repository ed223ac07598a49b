/** Sends one request over the wire and reads its answer whole, within a time and a size. */
import { Agent, type Dispatcher, ProxyAgent } from 'undici';
import type { Outcome, Problem, Request, Send } from '../request.ts';
import { proxyFor } from './proxy.ts';
import type { Settings } from './settings.ts';
import { readProblem } from './wire.ts';

export interface HttpOptions extends Settings {
  /** For one attempt, its body included; undici's own body timer starts anew with each byte. */
  readonly timeoutSeconds: number;
  /** Where the proxy variables are looked up. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** More than the largest zone by far: 100,000 records are about 20 MB. */
const MOST_BYTES = 64 * 2 ** 20;

/** The sender for one API. Its connections close by themselves when idle and keep no process alive. */
export function httpSend(options: HttpOptions): Send {
  const dispatcher = dispatcherFor(options);
  return async <T>(request: Request<T>, cut?: AbortSignal): Promise<Outcome<T>> => {
    const url = urlOf(request, options.apiUrl);
    const init = initOf(request, options, dispatcher, cut);
    let response: Response;
    try {
      // Looked up for each call, so that tests can stand in for the global.
      response = await globalThis.fetch(url, init);
    } catch (error) {
      return { kind: 'silence', code: codeOf(error) };
    }
    const body = await readBody(response);
    return response.ok
      ? readAnswer(request, response.status, body, options)
      : readRefusal(response, body, options);
  };
}

function urlOf({ path, query = {} }: Request<unknown>, apiUrl: string): URL {
  const url = new URL(`${apiUrl}${path}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}

function initOf(
  { method, body }: Request<unknown>,
  { token, timeoutSeconds }: HttpOptions,
  dispatcher: Dispatcher,
  cut: AbortSignal | undefined,
): RequestInit {
  const timeout = AbortSignal.timeout(timeoutSeconds * 1000);
  const json = body === undefined ? undefined : JSON.stringify(body);
  const init = {
    method,
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${token.reveal()}`,
      'user-agent': 'dnssync',
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(json === undefined ? {} : { body: json }),
    // A redirect would carry the token to wherever it points, and turn a POST into a GET.
    redirect: 'manual',
    signal: cut === undefined ? timeout : AbortSignal.any([timeout, cut]),
    dispatcher,
  };
  // undici 7's Agent works in the fetch of every Node here, but is not the type that @types/node knows.
  return init as unknown as RequestInit;
}

function dispatcherFor({ apiUrl, env = {} }: HttpOptions): Dispatcher {
  const proxy = proxyFor(apiUrl, env);
  return proxy === undefined ? new Agent() : new ProxyAgent(proxy.url);
}

type Body = { readonly json: unknown } | { readonly problem: string };

/** Reads at most {@link MOST_BYTES}. Total: a body that breaks off, or is no JSON, is a problem in words. */
async function readBody(response: Response): Promise<Body> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    // Leaving the loop early cancels the body and with it the connection.
    for await (const chunk of response.body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > MOST_BYTES) return { problem: `the answer is larger than ${MOST_BYTES} bytes` };
      chunks.push(chunk);
    }
  } catch (error) {
    return { problem: `the answer broke off after ${bytes} bytes (${codeOf(error)})` };
  }
  if (bytes === 0) return { json: undefined };
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
    return { json: JSON.parse(text) as unknown };
  } catch {
    const isHtml = response.headers.get('content-type')?.includes('html') ?? false;
    return { problem: `the answer is ${isHtml ? 'HTML' : 'no JSON'} (${bytes} bytes)` };
  }
}

function readAnswer<T>(request: Request<T>, status: number, body: Body, { token }: HttpOptions): Outcome<T> {
  const reading = 'problem' in body ? body : request.read(body.json);
  return reading.problem === undefined
    ? { kind: 'value', status, value: reading.value as T }
    : { kind: 'unreadable', status, problem: token.redact(reading.problem) };
}

function readRefusal(response: Response, body: Body, { apiUrl, token }: HttpOptions): Outcome<never> {
  const { status, headers } = response;
  const retryAfter = headers.get('retry-after');
  const location = headers.get('location');
  const target =
    location !== null && URL.canParse(location, apiUrl) ? new URL(location, apiUrl).host : undefined;
  const problem = 'problem' in body ? undefined : readProblem(body.json);
  return {
    kind: 'refusal',
    status,
    problem: problem === undefined ? undefined : redacted(problem, (text) => token.redact(text)),
    body: 'problem' in body ? body.problem : 'no explanation',
    date: headers.get('date') ?? new Date().toUTCString(),
    ...(retryAfter === null ? {} : { retryAfter }),
    ...(target === undefined ? {} : { redirectHost: token.redact(target) }),
  };
}

/** A service may repeat what it was sent, the token included. */
function redacted({ message, code, field }: Problem, redact: (text: string) => string): Problem {
  return {
    message: redact(message),
    ...(code === undefined ? {} : { code: redact(code) }),
    ...(field === undefined ? {} : { field: redact(field) }),
  };
}

/** The transport's word for an error. Its message is not used: it may repeat what was sent. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if (error.name === 'TimeoutError') return 'timeout';
  const cause = error.cause instanceof Error ? error.cause : error;
  // A DOMException's code is a number that says nothing.
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
  return code === 'Error' ? 'unknown' : code;
}
