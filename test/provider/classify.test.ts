import { describe, expect, it } from 'vitest';
import { classify, type Verdict } from '../../src/provider/classify.ts';
import type { Method, Outcome } from '../../src/provider/request.ts';
import { refusal, saying, silence, unreadable, value } from './support/outcomes.ts';

const METHODS: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

type Row = readonly [string, Outcome<never>, Verdict, Verdict, Verdict, Verdict, Verdict];

const same = (name: string, outcome: Outcome<never>, verdict: Verdict): Row => [
  name,
  outcome,
  verdict,
  verdict,
  verdict,
  verdict,
  verdict,
];

// Written by hand from reliability section 3.1; columns as METHODS.
const TABLE: readonly Row[] = [
  same('2xx with what was asked for', value, 'done'),
  ['200 unreadable', unreadable(200), 'ambiguous', 'ambiguous', 'ambiguous', 'ambiguous', 'ambiguous'],
  ['201 unreadable', unreadable(201), 'ambiguous', 'done', 'ambiguous', 'ambiguous', 'ambiguous'],
  ['202 unreadable', unreadable(202), 'ambiguous', 'ambiguous', 'ambiguous', 'ambiguous', 'ambiguous'],
  ['204 without a body', unreadable(204), 'ambiguous', 'done', 'done', 'done', 'done'],
  same('301', refusal(301), 'fatal'),
  same('302', refusal(302), 'fatal'),
  same('304', refusal(304), 'fatal'),
  same('308', refusal(308), 'fatal'),
  same('400', refusal(400), 'rejected'),
  same('400 whose words speak of a token', refusal(400, saying("TXT value: 'Invalid token.'")), 'rejected'),
  same('401', refusal(401), 'fatal'),
  same('402', refusal(402), 'rejected'),
  same('403 for a permission', refusal(403, saying('Token lacks dns:create')), 'rejected'),
  same('403 that is a 401', refusal(403, saying('Authentication credentials were not provided.')), 'fatal'),
  same('403 for an invalid token', refusal(403, saying('Invalid token.')), 'fatal'),
  same('403 by error code', refusal(403, saying('No.', 'authentication_failed')), 'fatal'),
  same('403 by an error code like it', refusal(403, saying('No.', 'not_authenticated_by_owner')), 'rejected'),
  same('403 by another like it', refusal(403, saying('No.', 'zone_authentication_failed')), 'rejected'),
  same('403 of a proxy', refusal(403, { problem: undefined }), 'rejected'),
  [
    '404 of the API',
    refusal(404, saying('Not found.')),
    'rejected',
    'rejected',
    'rejected',
    'rejected',
    'gone',
  ],
  same('404 of somebody else', refusal(404, { problem: undefined }), 'rejected'),
  same('405', refusal(405), 'rejected'),
  same('406', refusal(406), 'rejected'),
  same('408', refusal(408), 'ambiguous'),
  same('409', refusal(409), 'rejected'),
  same('410', refusal(410), 'rejected'),
  same('411', refusal(411), 'rejected'),
  same('413', refusal(413), 'rejected'),
  same('414', refusal(414), 'rejected'),
  same('415', refusal(415), 'rejected'),
  same('418', refusal(418), 'rejected'),
  same('422', refusal(422), 'rejected'),
  same('425', refusal(425), 'ambiguous'),
  same('429', refusal(429), 'gate'),
  same('431', refusal(431), 'rejected'),
  same('500', refusal(500), 'ambiguous'),
  same('501', refusal(501), 'rejected'),
  same('502 of a proxy', refusal(502, { problem: undefined }), 'ambiguous'),
  same('503', refusal(503), 'ambiguous'),
  same('504', refusal(504), 'ambiguous'),
  same('505', refusal(505), 'rejected'),
  same('511', refusal(511), 'rejected'),
  same('599', refusal(599), 'ambiguous'),
  same('refused connection', silence('ECONNREFUSED'), 'not-done'),
  same('unknown host', silence('ENOTFOUND'), 'not-done'),
  same('name server down', silence('EAI_AGAIN'), 'not-done'),
  same('no route', silence('EHOSTUNREACH'), 'not-done'),
  same('no network', silence('ENETUNREACH'), 'not-done'),
  same('no connection in time', silence('UND_ERR_CONNECT_TIMEOUT'), 'not-done'),
  same('expired certificate', silence('CERT_HAS_EXPIRED'), 'fatal'),
  same('self-signed certificate', silence('DEPTH_ZERO_SELF_SIGNED_CERT'), 'fatal'),
  same('self-signed chain', silence('SELF_SIGNED_CERT_IN_CHAIN'), 'fatal'),
  same('unknown authority', silence('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'fatal'),
  same('certificate of another host', silence('ERR_TLS_CERT_ALTNAME_INVALID'), 'fatal'),
  same('no TLS there', silence('ERR_SSL_WRONG_VERSION_NUMBER'), 'fatal'),
  same('reset', silence('ECONNRESET'), 'ambiguous'),
  same('broken pipe', silence('EPIPE'), 'ambiguous'),
  same('closed socket', silence('UND_ERR_SOCKET'), 'ambiguous'),
  same('no headers in time', silence('UND_ERR_HEADERS_TIMEOUT'), 'ambiguous'),
  same('no body in time', silence('UND_ERR_BODY_TIMEOUT'), 'ambiguous'),
  same('our own time-out', silence('timeout'), 'ambiguous'),
  same('short body', silence('UND_ERR_RES_CONTENT_LENGTH_MISMATCH'), 'ambiguous'),
  same('not HTTP', silence('HTTPParserError'), 'ambiguous'),
  same('an error nobody foresaw', silence('unknown'), 'ambiguous'),
];

describe('what an outcome means for sending a request again', () => {
  for (const [name, outcome, ...verdicts] of TABLE) {
    it(name, () => {
      expect(METHODS.map((method) => classify(method, outcome))).toEqual(verdicts);
    });
  }
});
