import { request as httpRequest } from 'node:http';
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
      resolve(Array.from(answer.matchAll(/^HTTP\/1\.1 (\d+)/gm), (match) => Number(match[1])));
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
  const good = 'GET /api/v1/account/me/ HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nConnection: close\r\n\r\n';

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
    [
      'an unknown Transfer-Encoding',
      `POST /api/v1/dns-zones/ HTTP/1.1\r\n${head}Transfer-Encoding: xchunked\r\n\r\n${good}`,
    ],
    ['no Host', `GET /api/v1/dns-zones/ HTTP/1.1\r\nConnection: close\r\n\r\n`],
    [
      'two Hosts',
      `GET /api/v1/dns-zones/ HTTP/1.1\r\n${head}Host: evil.example\r\nConnection: close\r\n\r\n`,
    ],
    ['no HTTP', 'hello\r\n\r\n'],
  ])('%s: 400, and what follows is not taken for a request', async (_, text) => {
    expect(await raw(text.replaceAll('PORT', String(port)))).toEqual([400]);
  });

  test('a path of more than 8 KiB is 414, headers of more than 16 KiB are 431', async () => {
    const long = (path: string, header: string) =>
      raw(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX: ${header}\r\nConnection: close\r\n\r\n`);
    expect(await long(`/${'x'.repeat(9000)}`, '')).toEqual([414]);
    expect(await long('/', 'x'.repeat(17_000))).toEqual([431]);
  });

  test('another scheme and host in the request line are refused', async () => {
    const line = 'GET http://evil.example/api/v1/dns-zones/ HTTP/1.1';
    expect(await raw(`${line}\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`)).toEqual([400]);
  });

  test('afterwards it answers as ever', async () => {
    expect((await sandbox.api('GET', '/dns-zones/')).status).toBe(200);
  });
});
