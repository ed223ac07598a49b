/** The error that tells a person how a request ended: method, host, path, status and a way out, nothing secret. */
import { DnssyncError, type DnssyncErrorOptions } from '../errors.ts';
import { isCertificateError, refusesToken } from './classify.ts';
import type { Outcome, Refusal, Request } from './request.ts';

export interface FailureContext {
  /** Scheme, host, port and base path of the API. */
  readonly apiUrl: string;
  readonly timeoutSeconds: number;
  /** How often the request was sent. */
  readonly attempts: number;
  /** Whether it is a write, and this or an earlier attempt may have happened. */
  readonly maybeDone: boolean;
}

export function failure(
  request: Request<unknown>,
  outcome: Outcome<unknown>,
  context: FailureContext,
): DnssyncError {
  const { host, pathname } = new URL(context.apiUrl);
  const told = tell(outcome, host, context);
  const times = context.attempts > 1 ? ` after ${context.attempts} attempts` : '';
  return new DnssyncError(`${request.method} ${host}${pathname}${request.path}: ${told.message}${times}`, {
    ...told.options,
    ...(context.maybeDone ? { outcome: 'unknown' } : {}),
  });
}

/** The same error with some of what it says replaced. */
export function amended(error: DnssyncError, change: Partial<DnssyncErrorOptions>): DnssyncError {
  const { message, code, outcome, hint, status, field } = error;
  return new DnssyncError(message, {
    code,
    outcome,
    ...(hint === undefined ? {} : { hint }),
    ...(status === undefined ? {} : { status }),
    ...(field === undefined ? {} : { field }),
    ...change,
  });
}

interface Told {
  readonly message: string;
  readonly options: DnssyncErrorOptions;
}

function tell(outcome: Outcome<unknown>, host: string, context: FailureContext): Told {
  switch (outcome.kind) {
    case 'value':
      throw new Error('a value is no failure');
    case 'unreadable':
      return {
        message: `HTTP ${outcome.status}, but ${outcome.problem}`,
        options: {
          code: 'api',
          status: outcome.status,
          hint: 'run again later; where it stays so, check VPS_API_URL',
        },
      };
    case 'silence':
      return tellSilence(outcome.code, host, context);
    case 'refusal':
      return tellRefusal(outcome);
  }
}

function tellSilence(code: string, host: string, { timeoutSeconds }: FailureContext): Told {
  if (code === 'stopped') {
    return { message: 'given up without an answer', options: { code: 'stopped' } };
  }
  if (code === 'timeout') {
    return { message: `no whole answer within ${timeoutSeconds} s`, options: { code: 'timeout' } };
  }
  const hint = isCertificateError(code)
    ? `TLS with ${host} failed; check VPS_API_URL, or name its certificate authority in NODE_EXTRA_CA_CERTS`
    : 'check the network, the proxy variables and VPS_API_URL';
  return { message: `no answer (${code})`, options: { code: 'network', hint } };
}

function tellRefusal(refusal: Refusal): Told {
  const { status, problem, redirectHost, body } = refusal;
  if (status < 400) {
    return {
      message: `HTTP ${status}, a redirect to ${redirectHost ?? 'nowhere'}, which is not followed`,
      options: { code: 'wrong-url', status, hint: 'check VPS_API_URL: is /api/v1 missing?' },
    };
  }
  const message = `HTTP ${status}: ${problem?.message ?? body}`;
  const field = problem?.field === undefined ? {} : { field: problem.field };
  return { message, options: { status, ...field, ...codeOf(refusal) } };
}

function codeOf(refusal: Refusal): Pick<DnssyncErrorOptions, 'code' | 'hint'> {
  const { status, problem } = refusal;
  if (refusesToken(refusal)) {
    return { code: 'auth', hint: 'check VPS_API_TOKEN: mistyped, expired or revoked?' };
  }
  switch (status) {
    case 400:
    case 409:
    case 422:
      return { code: 'rejected' };
    case 403:
      return { code: 'permission', hint: 'make a token with this permission at /account/developers/' };
    case 404:
    case 410:
      return problem === undefined
        ? { code: 'wrong-url', hint: 'check VPS_API_URL: is /api/v1 missing?' }
        : { code: 'not-found' };
    case 429:
      return { code: 'throttled', hint: 'run again later' };
    default:
      return status < 500 && status !== 408 && status !== 425
        ? { code: 'api', hint: 'the API does not take what dnssync sends; please report this' }
        : { code: 'api', hint: 'run again later' };
  }
}
