/** A service that means harm: it repeats a text of its choice wherever an answer has room for one. */
import type { IncomingMessage, ServerResponse } from 'node:http';

type Answer = (text: string, request: IncomingMessage, response: ServerResponse) => void;

export interface HostileOptions {
  /** Where else it would have the client go. */
  readonly elsewhere: string;
}

/** By name: what each way of answering does with the text. */
export function hostileAnswers({ elsewhere }: HostileOptions): Readonly<Record<string, Answer>> {
  return {
    values: (text, request, response) => json(response, 200, goodBody(request, text)),
    'values in pages, next elsewhere': (text, request, response) => {
      const body = goodBody(request, text);
      const next = `${elsewhere}/api/v1/dns-zones/?page=2&was=${inUrl(text)}`;
      const count = Array.isArray(body) ? body.length + 1 : 0;
      json(response, 200, Array.isArray(body) ? { count, next, previous: next, results: body } : body);
    },
    'a field of a wrong kind': (text, _, response) => json(response, 200, [{ uuid: text, domain: [text] }]),
    'uuids that are paths': (text, request, response) =>
      json(response, 200, goodBody(request, text, `../../account/me/?${text}`)),
    '400 of the page': (text, _, response) =>
      json(response, 400, { detail: `no: ${text}`, error_code: text, field: text }),
    '400 of DRF': (text, _, response) =>
      json(response, 400, { [text]: [text, text], non_field_errors: [text] }),
    '401': (text, _, response) => json(response, 401, { detail: text }),
    '403': (text, _, response) => json(response, 403, { detail: text }),
    '404': (text, _, response) => json(response, 404, { detail: text }),
    '418': (text, _, response) => json(response, 418, [text]),
    '429': (text, _, response) => json(response, 429, { detail: text }, { 'retry-after': '86400' }),
    '500': (text, _, response) => json(response, 500, { detail: text }),
    'a page': (text, _, response) =>
      response.writeHead(500, { 'content-type': 'text/html' }).end(`<html>${text}</html>`),
    'no JSON': (text, _, response) => response.writeHead(200).end(`{"${text}`),
    'a redirect': (text, _, response) =>
      response.writeHead(307, { location: `${elsewhere}/${inUrl(text)}` }).end(),
    'a redirect to another scheme': (text, _, response) =>
      response.writeHead(301, { location: `ftp://${inUrl(text)}@evil.example/` }).end(),
    'no HTTP': (text, request) => request.socket.end(`HTTP/1.1 200 ${text}\r\n${text}\r\n\r\n`),
    'a reset': (_, request) => request.socket.resetAndDestroy(),
  };
}

/** What the page documents, with the text in each field that can hold one. */
function goodBody({ url = '' }: IncomingMessage, text: string, uuid = 'z1'): unknown {
  if (url.includes('/account/')) {
    return { email: text, username: text, permissions: [text, 'dns:list'], token: { name: text } };
  }
  const record = (id: string, type: string, name: string, value: string) => ({
    uuid: uuid === 'z1' ? id : uuid,
    record_type: type,
    name,
    value,
    ttl: 300,
    priority: 10,
    created_at: text,
  });
  const records = [
    record('r1', 'TXT', 'www', text),
    record('r2', 'TXT', text, 'x'),
    record('r3', text, text, text),
    record('r4', 'A', 'www', text),
    record('r5', 'MX', '@', text),
    record('r6', 'CAA', '@', `0 issue "${text}"`),
  ];
  const zone = { uuid, domain: 'example.com', record_count: records.length, created_at: text };
  if (/\/dns-zones\/(\?|$)/.test(url)) return [zone, { ...zone, uuid: 'z2', domain: text }];
  return url.includes('/records/') ? records : { ...zone, records };
}

function json(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

function inUrl(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Cs}/gu, ''));
}
