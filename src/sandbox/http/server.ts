/** A plain HTTP server on loopback with limits on everything a caller can spend; both ports are made of it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Refusal } from '../refusal.ts';
import { limitConnections } from './connections.ts';
import { type Answer, jsonAnswer, type Reply, type Request } from './message.ts';

export interface Listening {
  readonly port: number;
  /** Takes no new connection, lets answers under way end for a moment, then closes what is left. */
  close(): Promise<void>;
}

/** `closed` resolves when the answer is out or the caller is gone. */
type Handler = (request: Request, closed: Promise<void>) => Promise<Reply>;

const loopback = '127.0.0.1';
const longestTarget = 8 * 1024;
const mostHeaders = 100;
const mostConnections = 256;
/** Octets of a stream that may wait for the caller. */
const mostUnread = 1024 * 1024;
/** Milliseconds that answers under way have when the sandbox stops. */
const grace = 500;

export interface PortOptions {
  /** 0 for a free one. */
  readonly port: number;
  /** Octets; a larger body is read to its end but not kept, so that the caller gets its answer. */
  readonly bodyLimit: number;
  readonly handle: Handler;
  /** Told of an error that the handler threw; the caller is answered 500. */
  readonly failed: (error: Error) => void;
}

/** Listens on loopback. Throws a Refusal where the port cannot be had. */
export async function listen({ port, bodyLimit, handle, failed }: PortOptions): Promise<Listening> {
  const server = createServer({
    maxHeaderSize: 16 * 1024,
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    connectionsCheckingInterval: 1000,
    // Even where NODE_OPTIONS says otherwise: a lenient parser is what request smuggling needs (RFC 9112 section 11.2).
    insecureHTTPParser: false,
  });
  // One more than is let through, so that too many can be told from just enough: Node passes over what is beyond.
  server.maxHeadersCount = mostHeaders + 1;
  limitConnections(server, mostConnections);
  server.on('request', (message, response) => {
    respond(message, response, bodyLimit, handle).catch((error: Error) => {
      // The caller went away while sending: there is nobody to answer and nothing to tell.
      if (!message.complete) return;
      failed(error);
      send(response, { answer: jsonAnswer(500, { detail: 'A server error occurred.' }), delivery: 'whole' });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(
        new Refusal(
          taken
            ? `port ${port} is in use; choose another one, or 0 for a free one`
            : `cannot listen on ${loopback}:${port}: ${error.message}`,
        ),
      );
    });
    server.listen(port, loopback, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const timer = setTimeout(() => server.closeAllConnections(), grace);
      await closed;
      clearTimeout(timer);
    },
  };
}

async function respond(
  message: IncomingMessage,
  response: ServerResponse,
  bodyLimit: number,
  handle: Handler,
): Promise<void> {
  const target = message.url ?? '';
  const refusal = refuse(message, target);
  if (refusal !== undefined) {
    // Who sends such a thing may mean something else by what follows (RFC 9112 section 11.2).
    response.shouldKeepAlive = false;
    send(response, { answer: jsonAnswer(refusal.status, { detail: refusal.detail }), delivery: 'whole' });
    return;
  }
  // RFC 9110 section 7.8: passed over; but Node reads no further request behind it.
  if (message.headers.upgrade !== undefined) response.shouldKeepAlive = false;
  const closed = new Promise<void>((resolve) => response.once('close', resolve));
  const body = await readBody(message, bodyLimit);
  const queryAt = target.indexOf('?');
  const reply = await handle(
    {
      method: message.method ?? '',
      path: queryAt < 0 ? target : target.slice(0, queryAt),
      query: new URLSearchParams(queryAt < 0 ? '' : target.slice(queryAt)),
      target,
      origin: `http://${message.headers.host}`,
      authorization: message.headers.authorization,
      contentType: message.headers['content-type'],
      accept: message.headers.accept,
      body,
    },
    closed,
  );
  send(response, reply);
}

/** Headers that stand once (RFC 9110 section 5.3). Node takes the first of several, another may take the last. */
const singular = ['host', 'authorization', 'content-type', 'origin'] as const;

interface Refused {
  readonly status: number;
  readonly detail: string;
}

/** What no handler gets to see. */
function refuse(message: IncomingMessage, target: string): Refused | undefined {
  return refuseForm(message, target) ?? refuseForeign(message);
}

function refuseForm(
  { httpVersion, headersDistinct, rawHeaders }: IncomingMessage,
  target: string,
): Refused | undefined {
  if (httpVersion !== '1.1' && httpVersion !== '1.0') return { status: 505, detail: 'HTTP/1.1, please.' };
  if (rawHeaders.length > 2 * mostHeaders)
    return { status: 431, detail: `More than ${mostHeaders} headers.` };
  for (const name of singular) {
    if ((headersDistinct[name]?.length ?? 0) > 1)
      return { status: 400, detail: `More than one ${name} header.` };
  }
  const coding = headersDistinct['transfer-encoding'];
  // RFC 9112 section 6.1.
  if (coding !== undefined && coding.join().trim().toLowerCase() !== 'chunked') {
    return { status: 501, detail: 'The only transfer coding here is chunked.' };
  }
  if (!target.startsWith('/')) return { status: 400, detail: 'The request target must be a path.' };
  if (target.length > longestTarget) return { status: 414, detail: 'The request target is too long.' };
  return undefined;
}

/**
 * The Host header must be our own: a page in a browser that lets its name point at 127.0.0.1 (DNS rebinding) sends its
 * own. A foreign Origin is a page trying the same without the name.
 */
function refuseForeign({ headers, socket }: IncomingMessage): Refused | undefined {
  const port = socket.localPort;
  const own = [`${loopback}:${port}`, `localhost:${port}`, `[::1]:${port}`];
  const host = headers.host?.toLowerCase();
  // RFC 9112 section 3.2.
  if (host === undefined) return { status: 400, detail: 'A Host header, please.' };
  if (!own.includes(host)) return { status: 403, detail: `Host must be one of ${own.join(', ')}` };
  const { origin } = headers;
  if (origin !== undefined && origin !== `http://${host}`) return { status: 403, detail: 'Foreign Origin.' };
  return undefined;
}

async function readBody(message: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  let chunks: Buffer[] | undefined = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) chunks = undefined;
    chunks?.push(chunk);
  }
  return chunks && Buffer.concat(chunks, size);
}

function send(response: ServerResponse, { answer, delivery, duration = 0, stream }: Reply): void {
  if (delivery === 'hang') return;
  if (delivery === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  if (stream !== undefined) {
    sendStream(response, answer, stream);
    return;
  }
  const body = Buffer.from(answer.body);
  // RFC 9110 section 8.6: a 204 carries no Content-Length.
  const length = answer.status === 204 ? {} : { 'content-length': String(body.length) };
  response.writeHead(answer.status, { ...answer.headers, ...length });
  if (delivery === 'truncated') {
    response.write(body.subarray(0, body.length >> 1), () => response.destroy());
  } else if (delivery === 'drip') {
    drip(response, body, duration);
  } else {
    response.end(body);
  }
}

/** Whoever does not read what is sent is cut off before it fills the memory. */
function sendStream(
  response: ServerResponse,
  { status, headers }: Answer,
  stream: (send: (part: string) => void) => () => void,
): void {
  response.writeHead(status, headers);
  const end = stream((part) => {
    if (response.writableLength > mostUnread) response.destroy();
    else response.write(part);
  });
  response.once('close', end);
}

/** The head at once, then the body piece by piece; ends early where the caller goes away. */
function drip(response: ServerResponse, body: Buffer, duration: number): void {
  const pieces = 8;
  const size = Math.ceil(body.length / pieces);
  let sent = 0;
  response.flushHeaders();
  const timer = setInterval(() => {
    response.write(body.subarray(sent * size, ++sent * size));
    if (sent === pieces) response.end();
  }, duration / pieces);
  response.once('close', () => clearInterval(timer));
}
