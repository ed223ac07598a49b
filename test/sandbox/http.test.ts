import { once } from 'node:events';
import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

let sandbox: RunningSandbox;
let port: number;
beforeAll(async () => {
  sandbox = await startSandbox(['--token', 'vps_test']);
  port = Number(new URL(sandbox.url).port);
});
afterAll(() => sandbox.stop());

/** A request whose Host and other headers are the test's own. */
function withHeaders(
  base: string,
  path: string,
  headers: Record<string, string>,
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const url = new URL(base);
    const request = httpRequest({ host: url.hostname, port: url.port, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.once('error', reject).end();
  });
}

/** Sends octets as they are; gives the status of each answer until the sandbox closes. */
function raw(text: string): Promise<number[]> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.setEncoding('latin1').on('data', (part: string) => {
      answer += part;
    });
    socket.once('error', () => undefined);
    socket.once('close', () => {
      resolve(Array.from(answer.matchAll(/HTTP\/1\.1 (\d{3}) /g), (match) => Number(match[1])));
    });
  });
}

const authorization = 'Bearer vps_test';

describe('the Host header', () => {
  test.each([
    'evil.example',
    'evil.example:PORT',
    '127.0.0.1',
    '127.0.0.1:1',
    'localhost.evil.example:PORT',
    '0.0.0.0:PORT',
  ])('%s is refused on both ports', async (pattern) => {
    for (const base of [sandbox.url, sandbox.control]) {
      const host = pattern.replace('PORT', new URL(base).port);
      expect(await withHeaders(base, '/api/v1/dns-zones/', { host, authorization })).toBe(403);
      expect(await withHeaders(base, '/state', { host })).toBe(403);
    }
  });

  test.each(['127.0.0.1:PORT', 'localhost:PORT', 'LOCALHOST:PORT', '[::1]:PORT'])(
    '%s is our own',
    async (pattern) => {
      const host = pattern.replace('PORT', String(port));
      expect(await withHeaders(sandbox.url, '/api/v1/dns-zones/', { host, authorization })).toBe(200);
    },
  );

  test('a page of another origin gets neither an answer nor a permission to read one', async () => {
    expect(await withHeaders(sandbox.control, '/state', { origin: 'https://evil.example' })).toBe(403);
    expect(await withHeaders(sandbox.control, '/state', { origin: sandbox.control })).toBe(200);
    const answer = await sandbox.api('GET', '/dns-zones/');
    expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('bodies', () => {
  const post = (body: string | Uint8Array<ArrayBuffer>, type?: string) =>
    fetch(`${sandbox.url}/dns-zones/`, {
      method: 'POST',
      headers: { authorization, ...(type === undefined ? {} : { 'content-type': type }) },
      body,
    });
  const domain = '{"domain":"a..b"}';

  test.each([
    ['text/plain', 415],
    ['application/x-www-form-urlencoded', 415],
    [undefined, 415],
    ['application/json', 400],
    ['application/json; charset=utf-8', 400],
    ['Application/JSON', 400],
  ])('sent as %s are answered %i', async (type, status) => {
    const response = await post(domain, type);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ field: status === 415 ? null : 'domain' });
  });

  test.each(['', '{', '{"domain":}', "{'domain':1}", '\u0000', '['.repeat(100_000)])(
    'that are no JSON are 400: %#',
    async (body) => {
      const response = await post(body, 'application/json');
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({
        detail: expect.stringMatching(/^JSON parse error - /),
        error_code: 'parse_error',
      });
    },
  );

  test('that are no UTF-8 are 400', async () => {
    const response = await post(new Uint8Array([0x22, 0xff, 0x22]), 'application/json');
    expect([response.status, (await response.json()) as object]).toMatchObject([
      400,
      { error_code: 'parse_error' },
    ]);
  });

  test('of 1 MiB are read, and one octet more is 413', async () => {
    const most = `{"domain":"${'x'.repeat(1024 * 1024 - 13)}"}`;
    expect((await post(most, 'application/json')).status).toBe(400);
    const response = await post(`${most} `, 'application/json');
    expect([response.status, response.headers.get('content-type')]).toEqual([413, 'application/json']);
  });
});

describe('what no client should send', () => {
  const head = `Host: 127.0.0.1:PORT\r\nAuthorization: ${authorization}\r\nContent-Type: application/json\r\n`;
  const good = `GET /api/v1/account/me/ HTTP/1.1\r\n${head}Connection: close\r\n\r\n`;

  test.each([
    [
      'Content-Length and Transfer-Encoding',
      `POST /api/v1/dns-zones/ HTTP/1.1\r\n${head}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${good}`,
    ],
    [
      'two Content-Lengths',
      `POST /api/v1/dns-zones/ HTTP/1.1\r\n${head}Content-Length: 0\r\nContent-Length: 9\r\n\r\n${good}`,
    ],
    [
      'a blank before the colon',
      `POST /api/v1/dns-zones/ HTTP/1.1\r\n${head}Content-Length : 0\r\n\r\n${good}`,
    ],
    ['no Host', `GET /api/v1/dns-zones/ HTTP/1.1\r\nConnection: close\r\n\r\n`],
    [
      'two Hosts',
      `GET /api/v1/dns-zones/ HTTP/1.1\r\n${head}Host: evil.example\r\nConnection: close\r\n\r\n`,
    ],
    ['no HTTP', 'hello\r\n\r\n'],
    ['a header on two lines', `GET /api/v1/account/me/ HTTP/1.1\r\n${head}X: a\r\n b\r\n\r\n${good}`],
    [
      'a Transfer-Encoding on two lines',
      `POST /api/v1/dns-zones/ HTTP/1.1\r\n${head}Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n${good}`,
    ],
    ['lines that end in a bare line feed', good.replaceAll('\r\n', '\n') + good],
    ['a bare carriage return', `GET /api/v1/account/me/ HTTP/1.1\r\n${head}X: a\rb\r\n\r\n${good}`],
    ['a NUL in a header', `GET /api/v1/account/me/ HTTP/1.1\r\n${head}X: a\0b\r\n\r\n${good}`],
    [
      'a Content-Length that is no number',
      `POST /api/v1/dns-zones/ HTTP/1.1\r\n${head}Content-Length: +4\r\n\r\n0\r\n\r\n${good}`,
    ],
    [
      'a chunk extension that hides a line feed',
      `POST /api/v1/dns-zones/ HTTP/1.1\r\n${head}Transfer-Encoding: chunked\r\n\r\n2;x\n{}\r\n0\r\n\r\n${good}`,
    ],
    [
      'a chunk longer than it says',
      `POST /api/v1/dns-zones/ HTTP/1.1\r\n${head}Transfer-Encoding: chunked\r\n\r\n2\r\n{}  \r\n0\r\n\r\n${good}`,
    ],
    [
      'trailers that look like headers of a request',
      `POST /api/v1/dns-zones/ HTTP/1.1\r\n${head}Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nContent-Length: 9\r\n\r\n${good}`,
    ],
    ['two tokens', `GET /api/v1/account/me/ HTTP/1.1\r\n${head}Authorization: Bearer vps_b\r\n\r\n${good}`],
    [
      'two media types',
      `POST /api/v1/dns-zones/ HTTP/1.1\r\n${head}Content-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}${good}`,
    ],
    [
      'another scheme and host in the request line',
      `GET http://evil.example/ HTTP/1.1\r\n${head}\r\n${good}`,
    ],
    ['no path in the request line', `OPTIONS * HTTP/1.1\r\n${head}\r\n${good}`],
  ])('%s: 400, and what follows is not taken for a request', async (_, text) => {
    expect(await raw(text.replaceAll('PORT', String(port)))).toEqual([400]);
  });

  test('a path of more than 8 KiB is 414, headers of more than 16 KiB are 431', async () => {
    const long = (path: string, header: string) =>
      raw(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX: ${header}\r\nConnection: close\r\n\r\n`);
    expect(await long(`/${'x'.repeat(9000)}`, '')).toEqual([414]);
    expect(await long('/', 'x'.repeat(17_000))).toEqual([431]);
  });

  test.each([
    [501, 'Transfer-Encoding: gzip, chunked', '0\r\n\r\n'],
    [400, 'Transfer-Encoding: chunked, gzip', '0\r\n\r\n'],
    [403, 'Origin: https://evil.example', ''],
  ])('what is refused with %i is the last on its connection', async (status, header, body) => {
    const text = `POST /api/v1/dns-zones/ HTTP/1.1\r\n${head}${header}\r\n\r\n${body}${good}`;
    expect(await raw(text.replaceAll('PORT', String(port)))).toEqual([status]);
  });

  test.each(['HTTP/2.0', 'HTTP/0.9'])('%s is not spoken', async (version) => {
    expect(await raw(good.replace('HTTP/1.1', version).replace('PORT', String(port)))).toEqual([505]);
  });

  test('a second Host hides behind no number of other headers', async () => {
    const many = 'a:\r\n'.repeat(2500);
    const text = `GET /api/v1/dns-zones/ HTTP/1.1\r\n${head}${many}Host: evil.example\r\n\r\n${good}`;
    expect(await raw(text.replaceAll('PORT', String(port)))).toEqual([431]);
  });

  test('100 lines of headers are read, and one more is 431', async () => {
    const lines = (count: number) =>
      good.replaceAll('PORT', String(port)).replace('\r\n', `\r\n${'a:\r\n'.repeat(count)}`);
    expect([await raw(lines(96)), await raw(lines(97))]).toEqual([[200], [431]]);
  });

  test('who asks for another protocol is answered in this one, once', async () => {
    const text = `GET /api/v1/account/me/ HTTP/1.1\r\n${head}Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n`;
    expect(await raw(text.replaceAll('PORT', String(port)))).toEqual([200]);
  });

  test('chunk extensions are passed over (RFC 9112 section 7.1.1), but not without end', async () => {
    const chunked = (extension: string) =>
      `POST /api/v1/dns-zones/ HTTP/1.1\r\n${head}Transfer-Encoding: chunked\r\n\r\n2;${extension}\r\n{}\r\n0\r\n\r\n${good}`;
    expect(await raw(chunked('a=b').replaceAll('PORT', String(port)))).toEqual([400, 200]);
    expect(await raw(chunked('x'.repeat(20_000)).replaceAll('PORT', String(port)))).toEqual([413]);
  });

  test('a body inside a GET is not taken for the next request', async () => {
    const inside = good.replaceAll('PORT', String(port));
    const start = `GET /api/v1/account/me/ HTTP/1.1\r\n${head.replace('PORT', String(port))}`;
    expect(await raw(`${start}Content-Length: ${inside.length}\r\n\r\n${inside}${inside}`)).toEqual([
      200, 200,
    ]);
  });

  test('afterwards it answers as ever', async () => {
    expect((await sandbox.api('GET', '/dns-zones/')).status).toBe(200);
  });
});

describe('connections', () => {
  const opened = (count: number) =>
    Promise.all(
      Array.from({ length: count }, async () => {
        const socket = connect(port, '127.0.0.1').on('error', () => undefined);
        await once(socket, 'connect');
        return socket;
      }),
    );
  const answers = async () => (await sandbox.api('GET', '/account/me/', undefined)).status;

  /** One call; tells also on which of its ports the client made it. */
  const over = (agent: Agent) =>
    new Promise((resolve, reject) => {
      const to = { agent, host: '127.0.0.1', port, path: '/api/v1/account/me/', headers: { authorization } };
      const request = httpRequest(to, (response) => {
        const from = response.socket.localPort;
        response.resume().once('end', () => resolve({ status: response.statusCode, from }));
      });
      request.once('error', reject).end();
    });

  test('1,000 that say nothing keep nobody out', async () => {
    const sockets = await opened(1000);
    expect(await over(new Agent())).toMatchObject({ status: 200 });
    await expect
      .poll(() => sockets.filter(({ closed }) => !closed).length, { timeout: 10_000 })
      .toBeLessThanOrEqual(256);
    for (const socket of sockets) socket.destroy();
  });

  test('nor do they cut off who has sent something before', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const before = await over(agent);
    const sockets = await opened(600);
    await expect
      .poll(() => sockets.filter(({ closed }) => !closed).length, { timeout: 10_000 })
      .toBeLessThanOrEqual(256);
    expect(await over(agent)).toEqual(before);
    for (const socket of sockets) socket.destroy();
    agent.destroy();
  });

  test('a request under way is not cut off for those that come later', async () => {
    await sandbox.ask('/faults', [{ kind: 'hold-before' }]);
    const held = answers();
    await expect.poll(() => sandbox.ask('/faults')).toMatchObject({ held: 1 });
    const sockets = await opened(600);
    await sandbox.ask('/release', {});
    expect(await held).toBe(200);
    for (const socket of sockets) socket.destroy();
  });

  test.concurrent.each([
    ['a head', `GET /api/v1/account/me/ HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nX: `, 'x'],
    ['nothing', '', ''],
  ])('%s that never ends is cut off after ten seconds', { timeout: 30_000 }, async (_, start, more) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(start.replace('PORT', String(port))));
    const timer = setInterval(() => more !== '' && socket.write(more), 500);
    let answer = '';
    socket
      .on('error', () => undefined)
      .on('data', (part) => {
        answer += String(part);
      });
    await once(socket, 'close');
    clearInterval(timer);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });
});
