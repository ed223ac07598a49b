/** Stands for the network between `fetch` and a virtual sandbox: latency, broken connections, time-outs, on its clock. */
import type { Answer, Reply, Request } from '../../../src/sandbox/http/message.ts';
import { mulberry32 } from '../../provider/support/seeded-random.ts';
import type { VirtualSandbox } from './virtual-sandbox.ts';

export interface WireOptions {
  readonly seed: number;
  /** Changes an answer on its way, such as how it asks to wait. */
  readonly amend?: (answer: Answer, date: number) => Answer;
  /** Told when a request leaves the client, and with what status and headers an answer reaches it (seconds). */
  readonly onSent?: (at: number, method: string) => void;
  readonly onAnswer?: (at: number, answer: Answer) => void;
}

/** What the client waits for one answer (seconds); the same as `connect` is told. */
export const ATTEMPT_SECONDS = 30;
/** An arbitrary day, so that the service's clock is not the machine's (milliseconds). */
const EPOCH = Date.UTC(2031, 4, 5, 6, 7, 8);

const wires = new Map<string, Wire>();
let ports = 20_000;

type Fetch = (url: URL, init: RequestInit) => Promise<Response>;

/** Puts `fetch` onto the wires for as long as a test file runs. */
export function useWires(): () => void {
  const real = globalThis.fetch;
  const virtual: Fetch = (url, init) => {
    const wire = wires.get(url.host);
    if (wire === undefined) throw new Error(`no wire to ${url.host}`);
    return wire.fetch(url, init);
  };
  globalThis.fetch = virtual as typeof globalThis.fetch;
  return () => {
    globalThis.fetch = real;
  };
}

/** Lays a wire to a sandbox; the address is what a client is given. */
export function layWire(sandbox: VirtualSandbox, options: WireOptions): { apiUrl: string; cut(): void } {
  const host = `127.0.0.1:${ports++}`;
  wires.set(host, new Wire(sandbox, options));
  return { apiUrl: `http://${host}/api/v1`, cut: () => wires.delete(host) };
}

class Wire {
  readonly #sandbox: VirtualSandbox;
  readonly #options: WireOptions;
  readonly #chance: () => number;

  constructor(sandbox: VirtualSandbox, options: WireOptions) {
    this.#sandbox = sandbox;
    this.#options = options;
    this.#chance = mulberry32(options.seed);
  }

  async fetch(url: URL, init: RequestInit): Promise<Response> {
    const { clock, service } = this.#sandbox;
    this.#options.onSent?.(clock.now(), init.method ?? 'GET');
    const over = new AbortController();
    const signal = init.signal ?? over.signal;
    const cut = (): void => over.abort();
    signal.addEventListener('abort', cut);
    const given: { close: () => void } = { close: () => undefined };
    const closed = new Promise<void>((resolve) => {
      given.close = resolve;
    });
    try {
      const exchange = this.#travel()
        .then(() => service.reply(requestOf(url, init), closed))
        .then(async (reply) => {
          if (reply.delivery === 'hang') await new Promise(() => undefined);
          await this.#travel();
          return reply;
        });
      const patience = clock.sleep(ATTEMPT_SECONDS, over.signal).then(() => undefined);
      const reply = await Promise.race([exchange, patience]);
      if (reply === undefined) throw signal.aborted ? signal.reason : new DOMException('', 'TimeoutError');
      if (reply.delivery === 'reset') throw broken('fetch failed', 'ECONNRESET');
      return this.#response(reply);
    } finally {
      signal.removeEventListener('abort', cut);
      over.abort();
      given.close();
    }
  }

  /** One way, 5 to 25 milliseconds. */
  #travel(): Promise<void> {
    return this.#sandbox.clock.sleep(0.005 + 0.02 * this.#chance());
  }

  #response({ answer: given, delivery, duration = 0 }: Reply): Response {
    const { clock } = this.#sandbox;
    const date = EPOCH + clock.now() * 1000;
    const answer = this.#options.amend?.(given, date) ?? given;
    this.#options.onAnswer?.(clock.now(), answer);
    const { status, headers, body } = answer;
    async function* pieces(): AsyncGenerator<Uint8Array> {
      const bytes = Buffer.from(body);
      if (delivery === 'truncated' && status !== 204) {
        yield bytes.subarray(0, bytes.length >> 1);
        throw broken('terminated', 'UND_ERR_SOCKET');
      }
      if (delivery === 'drip') await clock.sleep(duration / 1000);
      if (bytes.length > 0) yield bytes;
    }
    // As much of a Response as is used, for undici's own streams take turns of the real clock.
    return {
      ok: status >= 200 && status < 300,
      status,
      headers: new Headers({ ...headers, date: new Date(date).toUTCString() }),
      body: pieces(),
    } as unknown as Response;
  }
}

function requestOf(url: URL, init: RequestInit): Request {
  const headers = new Headers(init.headers);
  return {
    method: init.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    target: `${url.pathname}${url.search}`,
    origin: url.origin,
    authorization: headers.get('authorization') ?? undefined,
    contentType: headers.get('content-type') ?? undefined,
    body: Buffer.from(typeof init.body === 'string' ? init.body : ''),
  };
}

function broken(message: string, code: string): TypeError {
  return new TypeError(message, { cause: Object.assign(new Error(message), { code }) });
}
