import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { connect } from '../../../src/provider/connect.ts';
import type { Method, Outcome } from '../../../src/provider/request.ts';
import { httpSend } from '../../../src/provider/vpsorg/http.ts';
import { Secret } from '../../../src/provider/vpsorg/secret.ts';
import { type Behaviour, behaviours, type FaultServer, faultServer } from '../support/fault-server.ts';
import { InstantClock } from '../support/instant-clock.ts';

const TOKEN = 'vps_test_canary0123456789';
const servers: FaultServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(behaviour: Behaviour): Promise<FaultServer> {
  const server = await faultServer(behaviour);
  servers.push(server);
  return server;
}

/** What one request comes to; `seconds` is the time for one attempt. */
async function outcomeOf(
  behaviour: Behaviour,
  method: Method = 'GET',
  seconds = 5,
): Promise<Outcome<unknown>> {
  const { apiUrl } = await serve(behaviour);
  const send = httpSend({ apiUrl, token: new Secret(TOKEN), timeoutSeconds: seconds });
  return send({
    method,
    path: '/dns-zones/',
    ...(method === 'GET' ? {} : { body: { domain: 'example.com' } }),
    read: (json) => ({ value: json }),
  });
}

describe('a connection that breaks', () => {
  it.each<[string, Behaviour, Method, string]>([
    ['reset after a GET', behaviours.reset, 'GET', 'ECONNRESET'],
    ['reset after a POST', behaviours.reset, 'POST', 'ECONNRESET'],
    ['closed after a GET', behaviours.close, 'GET', 'UND_ERR_SOCKET'],
    ['closed after a POST', behaviours.close, 'POST', 'UND_ERR_SOCKET'],
    ['speaks no HTTP', behaviours.notHttp, 'GET', 'HTTPParserError'],
  ])('%s is silence with the transport’s word for it', async (_name, behaviour, method, code) => {
    expect(await outcomeOf(behaviour, method)).toEqual({ kind: 'silence', code });
  });

  it('is not made again below the layer that knows what may be repeated', async () => {
    const server = await serve(behaviours.reset);
    const send = httpSend({ apiUrl: server.apiUrl, token: new Secret(TOKEN), timeoutSeconds: 5 });
    for (const method of ['GET', 'POST', 'DELETE'] as const) {
      await send({ method, path: '/', read: () => ({ value: 1 }) });
    }
    expect(server.seen).toHaveLength(3);
  });

  it('never stood where nobody listens', async () => {
    const server = await serve(behaviours.stall);
    await server.close();
    const send = httpSend({ apiUrl: server.apiUrl, token: new Secret(TOKEN), timeoutSeconds: 5 });
    expect(await send({ method: 'GET', path: '/', read: () => ({ value: 1 }) })).toEqual({
      kind: 'silence',
      code: 'ECONNREFUSED',
    });
  });
});

describe('an answer that takes too long', () => {
  it('is silence where nothing came', async () => {
    expect(await outcomeOf(behaviours.stall, 'GET', 0.1)).toEqual({ kind: 'silence', code: 'timeout' });
  });

  it('is cut by its caller, too', async () => {
    const { apiUrl } = await serve(behaviours.stall);
    const send = httpSend({ apiUrl, token: new Secret(TOKEN), timeoutSeconds: 30 });
    const cut = new AbortController();
    const outcome = send({ method: 'GET', path: '/', read: (json) => ({ value: json }) }, cut.signal);
    setImmediate(() => cut.abort());
    expect(await outcome).toMatchObject({ kind: 'silence' });
  });

  it('is cut off though its body drips on, byte by byte', async () => {
    expect(await outcomeOf(behaviours.drip, 'GET', 0.15)).toEqual({
      kind: 'unreadable',
      status: 200,
      problem: expect.stringMatching(/^the answer broke off after \d+ bytes \(timeout\)$/),
    });
  });
});

describe('a body', () => {
  it.each([200, 201])('that breaks off keeps its status: %i', async (status) => {
    expect(await outcomeOf(behaviours.truncated(status), 'POST')).toEqual({
      kind: 'unreadable',
      status,
      problem: 'the answer broke off after 14 bytes (UND_ERR_SOCKET)',
    });
  });

  it('without end is read up to 64 MiB and no further', async () => {
    expect(await outcomeOf(behaviours.endless, 'GET', 20)).toEqual({
      kind: 'unreadable',
      status: 200,
      problem: 'the answer is larger than 67108864 bytes',
    });
  });

  it.each([
    [
      'HTML',
      behaviours.answer(200, '<html>', { 'content-type': 'text/html' }),
      'the answer is HTML (6 bytes)',
    ],
    ['half of JSON', behaviours.answer(200, '{"uuid":'), 'the answer is no JSON (8 bytes)'],
    [
      'broken UTF-8',
      behaviours.answer(200, Buffer.from([0x22, 0xff, 0x22])),
      'the answer is no JSON (3 bytes)',
    ],
    ['200,000 brackets', behaviours.answer(200, '['.repeat(200_000)), 'the answer is no JSON (200000 bytes)'],
  ])('that is %s is unreadable', async (_name, behaviour, problem) => {
    expect(await outcomeOf(behaviour)).toEqual({ kind: 'unreadable', status: 200, problem });
  });

  it('of an error that is a page is described, never shown', async () => {
    const page = behaviours.answer(502, '<html>Bad \u001b[2Jgateway</html>', { 'content-type': 'text/html' });
    expect(await outcomeOf(page)).toMatchObject({
      kind: 'refusal',
      status: 502,
      problem: undefined,
      body: 'the answer is HTML (28 bytes)',
    });
  });
});

describe('where a request goes', () => {
  it('is the configured origin alone: a redirect is not followed', async () => {
    const elsewhere = await serve(behaviours.answer(200, '[]'));
    for (const status of [301, 302, 303, 307, 308]) {
      const redirect = behaviours.answer(status, '', { location: `${elsewhere.origin}/?token=x` });
      for (const method of ['GET', 'POST'] as const) {
        expect(await outcomeOf(redirect, method)).toMatchObject({
          kind: 'refusal',
          status,
          redirectHost: new URL(elsewhere.origin).host,
        });
      }
    }
    expect(elsewhere.seen).toEqual([]);
  });

  it('is the configured origin alone: a foreign `next` is not followed', async () => {
    const elsewhere = await serve(behaviours.answer(200, '[]'));
    const next = `${elsewhere.origin}/api/v1/dns-zones/?page=2`;
    const server = await serve(
      behaviours.answer(200, JSON.stringify({ count: 2, next, previous: null, results: [] })),
    );
    const connection = connect({
      apiUrl: server.apiUrl,
      token: new Secret(TOKEN),
      clock: new InstantClock(),
    });
    await expect(connection.listZones()).rejects.toMatchObject({ code: 'short-read' });
    expect(elsewhere.seen).toEqual([]);
    expect(server.seen).toContain('GET /api/v1/dns-zones/?page=2&page_size=100');
  });

  it('is no proxy, where the API is on this machine', async () => {
    const proxy = await serve(behaviours.answer(200, '[]'));
    const server = await serve(behaviours.answer(200, '[]'));
    const env = { HTTP_PROXY: proxy.origin, HTTPS_PROXY: proxy.origin };
    const connection = connect({ apiUrl: server.apiUrl, token: new Secret(TOKEN), env });
    expect(await connection.listZones()).toEqual([]);
    expect(proxy.seen).toEqual([]);
    expect(server.seen).toHaveLength(1);
  });

  it('is the proxy of the environment otherwise', async () => {
    const tunnels: string[] = [];
    const tunnel = createServer().on('connect', (request, socket) => {
      tunnels.push(request.url ?? '');
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    await new Promise<void>((resolve) => tunnel.listen(0, '127.0.0.1', resolve));
    const { port } = tunnel.address() as AddressInfo;
    const connection = connect({
      apiUrl: 'https://api.invalid/api/v1',
      token: new Secret(TOKEN),
      env: { HTTPS_PROXY: `http://127.0.0.1:${port}` },
      clock: new InstantClock(),
    });
    await expect(connection.listZones()).rejects.toMatchObject({ code: 'network' });
    await new Promise((resolve) => tunnel.close(resolve));
    expect(new Set(tunnels)).toEqual(new Set(['api.invalid:443']));
  });

  it('cannot be a proxy that is no URL', () => {
    const options = { apiUrl: 'https://api.invalid/api/v1', token: new Secret(TOKEN) };
    expect(() => connect({ ...options, env: { HTTPS_PROXY: 'http://' } })).toThrow(
      expect.objectContaining({ code: 'usage' }),
    );
  });
});

describe('the token', () => {
  const echo: Behaviour = (request, response) => {
    const token = request.headers.authorization;
    response.writeHead(400, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ detail: `no good: ${token}`, error_code: token, field: token }));
  };
  const echoedAsUuid: Behaviour = behaviours.answer(200, JSON.stringify([{ uuid: TOKEN }]));
  const redirectToToken = behaviours.answer(302, '', {
    location: `https://${TOKEN}.example/`,
  });

  it.each<[string, Behaviour]>([
    ['a reset', behaviours.reset],
    ['a close', behaviours.close],
    ['a stall', behaviours.stall],
    ['no HTTP', behaviours.notHttp],
    ['a short body', behaviours.truncated(200)],
    ['an error that repeats it', echo],
    ['a uuid that is it', echoedAsUuid],
    ['a redirect', redirectToToken],
    ['a 401', behaviours.answer(401, '{"detail":"Invalid API token"}')],
    ['a 429', behaviours.answer(429, '{}', { 'retry-after': '86400' })],
    ['a page', behaviours.answer(500, `<html>${TOKEN}</html>`, { 'content-type': 'text/html' })],
  ])('stands in no error, whatever goes wrong: %s', async (_name, behaviour) => {
    const { apiUrl } = await serve(behaviour);
    const events: unknown[] = [];
    const connection = connect({
      apiUrl,
      token: new Secret(TOKEN),
      timeoutSeconds: 0.1,
      clock: new InstantClock(),
      onEvent: (event) => events.push(event),
    });
    const error: unknown = await connection.listZones().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'DnssyncError' });
    const shown = inspect([error, events, connection], { depth: 12, showHidden: true, getters: true });
    expect(shown + JSON.stringify([error, events, String(error), (error as Error).stack])).not.toContain(
      TOKEN,
    );
  });
});
