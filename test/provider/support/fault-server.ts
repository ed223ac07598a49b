/** A server on a real socket that misbehaves as told: the truth about transport that no mock can give. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Behaviour = (request: IncomingMessage, response: ServerResponse) => void;

export interface FaultServer {
  /** Scheme, host, port and base path. */
  readonly apiUrl: string;
  readonly origin: string;
  /** `METHOD /path` of every request. */
  readonly seen: string[];
  close(): Promise<void>;
}

export async function faultServer(behaviour: Behaviour): Promise<FaultServer> {
  const seen: string[] = [];
  const server: Server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    response.on('error', () => {});
    // The whole request is read first, so that what goes wrong goes wrong after it was sent.
    request.resume().on('end', () => behaviour(request, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    apiUrl: `${origin}/api/v1`,
    origin,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export const behaviours = {
  reset: ((request) => request.socket.resetAndDestroy()) as Behaviour,
  close: ((request) => request.socket.destroy()) as Behaviour,
  stall: (() => {}) as Behaviour,
  notHttp: ((request) => request.socket.end('SSH-2.0-OpenSSH_9.2\r\n')) as Behaviour,
  truncated: (status: number): Behaviour => {
    return (request, response) => {
      response.writeHead(status, { 'content-type': 'application/json', 'content-length': 1000 });
      response.write('{"uuid":"rec-0', () => request.socket.destroy());
    };
  },
  /** One byte at a time, for ever: no idle timer ever fires. */
  drip: ((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const timer = setInterval(() => response.write(' '), 10);
    response.on('close', () => clearInterval(timer));
  }) as Behaviour,
  /** Valid JSON so far, without an end. */
  endless: ((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const chunk = Buffer.alloc(2 ** 20, 0x20);
    const pour = (): void => {
      if (response.destroyed) return;
      if (response.write(chunk)) setImmediate(pour);
      else response.once('drain', pour);
    };
    pour();
  }) as Behaviour,
  answer: (status: number, body: string | Buffer, headers: Record<string, string> = {}): Behaviour => {
    return (_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
    };
  },
};
