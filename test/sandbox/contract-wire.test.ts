import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Contract, type SentRequest } from '../support/contract.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

const contract = new Contract();

let sandbox: RunningSandbox;
let zone: string;
let record: string;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.ask('/reset?state=1', {});
  await sandbox.ask('/seed', {
    zones: [
      {
        uuid: 'zone-1',
        domain: 'example.com',
        records: [{ uuid: 'rec-1', record_type: 'A', name: 'www', value: '192.0.2.1' }],
      },
    ],
  });
  zone = '/dns-zones/zone-1/';
  record = '/dns-records/rec-1/';
});

const a = { record_type: 'A', name: 'api', value: '192.0.2.2' };
/** One request for every operation that can be made of these uuids. */
const requests: Record<string, [string, unknown?]> = {
  'GET /dns-zones/': ['/dns-zones/'],
  'POST /dns-zones/': ['/dns-zones/', { domain: 'new.example' }],
  'GET /dns-zones/{uuid}/': ['/dns-zones/zone-1/'],
  'DELETE /dns-zones/{uuid}/': ['/dns-zones/zone-1/'],
  'GET /dns-zones/{uuid}/records/': ['/dns-zones/zone-1/records/'],
  'POST /dns-zones/{uuid}/records/': ['/dns-zones/zone-1/records/', a],
  'GET /dns-records/': ['/dns-records/'],
  'GET /dns-records/{uuid}/': ['/dns-records/rec-1/'],
  'PUT /dns-records/{uuid}/': ['/dns-records/rec-1/', a],
  'PATCH /dns-records/{uuid}/': ['/dns-records/rec-1/', { ttl: 60 }],
  'DELETE /dns-records/{uuid}/': ['/dns-records/rec-1/'],
  'GET /account/me/': ['/account/me/'],
};

/** Where the answer, as it came over the wire, parts from the document. */
async function problemsOf(
  request: Pick<SentRequest, 'method' | 'path'>,
  response: Response,
): Promise<string[]> {
  return contract.answerProblems(request, {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
  });
}

async function send(method: string, path: string, body: string, type?: string): Promise<Response> {
  return fetch(sandbox.url + path, {
    method,
    redirect: 'manual',
    headers: {
      authorization: `Bearer ${sandbox.token}`,
      ...(type === undefined ? {} : { 'content-type': type }),
    },
    body,
  });
}

test('there is a request for every operation', () => {
  expect(Object.keys(requests)).toEqual(contract.operations());
});

describe.each(['page', 'drf'])('with errors in the form %s', (errors) => {
  beforeEach(async () => {
    await sandbox.ask('/config', { errors });
  });

  test.each([401, 403, 404, 429, 500, 503, 502])(
    'a %i on order is an answer of the document',
    async (status) => {
      const kind = status === 502 ? '502-html' : String(status);
      for (const [operation, [path, body]] of Object.entries(requests)) {
        const [method = ''] = operation.split(' ');
        // What is made by its domain or listed by its account is never missing; only a page of a list is.
        if (status === 404 && operation === 'POST /dns-zones/') continue;
        await sandbox.ask('/faults', [{ kind }]);
        const response = await sandbox.api(method, path, body);
        expect(response.status, operation).toBe(status);
        expect(await problemsOf({ method, path }, response), operation).toEqual([]);
      }
    },
  );

  test.each(['POST', 'PUT', 'PATCH'])(
    'a %s that is too large, no JSON, or not sent as JSON',
    async (method) => {
      const path = method === 'POST' ? `${zone}records/` : record;
      const sent: [number, string, string?][] = [
        [413, JSON.stringify({ ...a, value: 'x'.repeat(2 ** 21) }), 'application/json'],
        [415, JSON.stringify(a), 'text/plain'],
        [400, '{"record_type":', 'application/json'],
        [400, '', 'application/json'],
      ];
      for (const [status, body, type] of sent) {
        const response = await send(method, path, body, type);
        expect(response.status).toBe(status);
        expect(await problemsOf({ method, path }, response)).toEqual([]);
      }
    },
  );
});
