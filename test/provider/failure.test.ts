import { describe, expect, it } from 'vitest';
import { DnssyncError } from '../../src/errors.ts';
import { amended, failure } from '../../src/provider/failure.ts';
import type { Outcome, Request } from '../../src/provider/request.ts';
import { refusal, saying, silence, unreadable, value } from './support/outcomes.ts';

const request: Request<string> = {
  method: 'PATCH',
  path: '/dns-records/rec-1/',
  query: { zone: 'not-for-messages' },
  body: { value: 'not-for-messages' },
  read: () => ({ value: 'never called' }),
};
const context = {
  apiUrl: 'https://api.example:8443/api/v1',
  timeoutSeconds: 30,
  attempts: 1,
  maybeDone: false,
};

/** What the error tells, but for the method and the address before it. */
function told(outcome: Outcome<never>) {
  const { message, code, hint, status } = failure(request, outcome, context);
  return [message.replace('PATCH api.example:8443/api/v1/dns-records/rec-1/: ', ''), code, status, hint];
}

const URL = 'check VPS_API_URL: is /api/v1 missing?';
const LATER = 'run again later';
const TOKEN = 'check VPS_API_TOKEN: mistyped, expired or revoked?';
const REPORT = 'the API does not take what dnssync sends; please report this';
const NET = 'check the network, the proxy variables and VPS_API_URL';

describe('the error of a request', () => {
  it.each([
    ['a 400', refusal(400), 'HTTP 400: the API says no', 'rejected', undefined],
    ['a 409', refusal(409), 'HTTP 409: the API says no', 'rejected', undefined],
    ['a 422', refusal(422), 'HTTP 422: the API says no', 'rejected', undefined],
    ['a 401', refusal(401), 'HTTP 401: the API says no', 'auth', TOKEN],
    [
      'a 403 that is a 401',
      refusal(403, saying('Invalid token.')),
      'HTTP 403: Invalid token.',
      'auth',
      TOKEN,
    ],
    [
      'a 403',
      refusal(403),
      'HTTP 403: the API says no',
      'permission',
      'make a token with this permission at /account/developers/',
    ],
    ['a 404 of the API', refusal(404), 'HTTP 404: the API says no', 'not-found', undefined],
    ['a 410 of the API', refusal(410), 'HTTP 410: the API says no', 'not-found', undefined],
    [
      'a 404 of somebody else',
      refusal(404, { problem: undefined, body: 'HTML (9 bytes)' }),
      'HTTP 404: HTML (9 bytes)',
      'wrong-url',
      URL,
    ],
    ['a 429', refusal(429), 'HTTP 429: the API says no', 'throttled', LATER],
    ['a 408', refusal(408), 'HTTP 408: the API says no', 'api', LATER],
    ['a 425', refusal(425), 'HTTP 425: the API says no', 'api', LATER],
    ['a 413', refusal(413), 'HTTP 413: the API says no', 'api', REPORT],
    ['a 500', refusal(500), 'HTTP 500: the API says no', 'api', LATER],
    [
      'a 502 of a proxy',
      refusal(502, { problem: undefined, body: 'no body' }),
      'HTTP 502: no body',
      'api',
      LATER,
    ],
    [
      'a redirect',
      refusal(302, { redirectHost: 'login.example' }),
      'HTTP 302, a redirect to login.example, which is not followed',
      'wrong-url',
      URL,
    ],
    [
      'a redirect without a place',
      refusal(304),
      'HTTP 304, a redirect to nowhere, which is not followed',
      'wrong-url',
      URL,
    ],
    [
      'an answer that cannot be read',
      unreadable(200),
      'HTTP 200, but the answer is no JSON (3 bytes)',
      'api',
      'run again later; where it stays so, check VPS_API_URL',
    ],
  ] as const)('%s', (_, outcome, message, code, hint) => {
    const { status } = outcome as { status: number };
    expect(told(outcome)).toEqual([message, code, status, hint]);
  });

  it.each([
    ['no connection', 'ECONNREFUSED', 'no answer (ECONNREFUSED)', 'network', NET],
    ['a time-out', 'timeout', 'no whole answer within 30 s', 'timeout', undefined],
    [
      'a certificate',
      'CERT_HAS_EXPIRED',
      'no answer (CERT_HAS_EXPIRED)',
      'network',
      'TLS with api.example:8443 failed; check VPS_API_URL, or name its certificate authority in NODE_EXTRA_CA_CERTS',
    ],
  ])('%s', (_, code, message, word, hint) => {
    expect(told(silence(code))).toEqual([message, word, undefined, hint]);
  });

  it('says how often it was tried, and that it may have happened', () => {
    const error = failure(request, silence('ECONNRESET'), { ...context, attempts: 6, maybeDone: true });
    expect(error.message).toBe(
      'PATCH api.example:8443/api/v1/dns-records/rec-1/: no answer (ECONNRESET) after 6 attempts',
    );
    expect(error.outcome).toBe('unknown');
    expect(failure(request, refusal(500), context).outcome).toBe('not-done');
  });

  it('names the field that the service names', () => {
    const problem = { message: 'too low', field: 'ttl' };
    expect(failure(request, refusal(400, { problem }), context).field).toBe('ttl');
    expect(failure(request, refusal(400), context).field).toBeUndefined();
  });

  it('is not made of what went well', () => {
    expect(() => failure(request, value, context)).toThrow('a value is no failure');
  });

  it('keeps all it says where a part of it is replaced', () => {
    const whole = { code: 'api', outcome: 'unknown', hint: 'wait', status: 500, field: 'ttl' } as const;
    const error = amended(new DnssyncError('HTTP 500', whole), { outcome: 'not-done' });
    expect({ ...error }).toMatchObject({ ...whole, outcome: 'not-done' });
    expect(error.message).toBe('HTTP 500');
    const bare = amended(new DnssyncError('stopped', { code: 'stopped' }), { outcome: 'unknown' });
    expect(bare).toMatchObject({
      code: 'stopped',
      outcome: 'unknown',
      hint: undefined,
      status: undefined,
      field: undefined,
    });
  });
});
