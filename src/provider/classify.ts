/** What the outcome of one request means for sending it again: the whole table in one pure function. */
import type { Method, Outcome, Refusal } from './request.ts';

export type Verdict =
  /** What was asked for stands. */
  | 'done'
  /** What was to be deleted is not there, says the API. */
  | 'gone'
  /** It surely did not happen: any method may be sent again. */
  | 'not-done'
  /** It may have happened: only what is harmless twice may be sent again, so never a POST. */
  | 'ambiguous'
  /** The service understood and says no; asking again gives the same. */
  | 'rejected'
  /** It did not happen, and nothing may be sent for a while. */
  | 'gate'
  /** No call can succeed: token, address or certificate are wrong. */
  | 'fatal';

/** Errors from before a connection stood, so that nothing can have been sent. */
const NOT_SENT: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
]);

const CERTIFICATE = /^(?:CERT_|DEPTH_ZERO_|ERR_SSL_|ERR_TLS_CERT_|SELF_SIGNED_|UNABLE_TO_)/;

/**
 * Source of the rules: RFC 9110 §9.2.2 (which methods may be repeated), and that a reset before the work and one
 * after it look the same to a client (reliability section 3.1).
 */
export function classify(method: Method, outcome: Outcome<unknown>): Verdict {
  switch (outcome.kind) {
    case 'value':
      return 'done';
    case 'unreadable':
      return classifyUnreadable(method, outcome.status);
    case 'silence':
      if (NOT_SENT.has(outcome.code)) return 'not-done';
      return isCertificateError(outcome.code) ? 'fatal' : 'ambiguous';
    case 'refusal':
      return classifyRefusal(method, outcome);
  }
}

export function isCertificateError(code: string): boolean {
  return CERTIFICATE.test(code);
}

/**
 * 401, and the 403 that Django REST Framework makes of it where its authenticator names no challenge: the token
 * itself is refused, not what it asks for.
 */
export function refusesToken({ status, problem }: Refusal): boolean {
  if (status === 401) return true;
  return (
    status === 403 &&
    (/^(?:not_authenticated|authentication_failed)$/.test(problem?.code ?? '') ||
      /credentials were not provided|invalid (?:api )?token/i.test(problem?.message ?? ''))
  );
}

function classifyUnreadable(method: Method, status: number): Verdict {
  if (method === 'GET') return 'ambiguous';
  // 201 confirms a create whatever became of its body, and 204 has none; any other 2xx may be a proxy's page.
  return (status === 201 && method === 'POST') || status === 204 ? 'done' : 'ambiguous';
}

function classifyRefusal(method: Method, refusal: Refusal): Verdict {
  const { status, problem } = refusal;
  if (status < 400 || refusesToken(refusal)) return 'fatal';
  // Django REST Framework throttles before it looks at the request, so a 429 did nothing.
  if (status === 429) return 'gate';
  // What was to go is gone, if the API says so; a 404 page of somebody else says nothing about it.
  if (status === 404 && method === 'DELETE' && problem !== undefined) return 'gone';
  if (status === 408 || status === 425) return 'ambiguous';
  const neverServed = status === 501 || status === 505 || status === 511;
  return status < 500 || neverServed ? 'rejected' : 'ambiguous';
}
