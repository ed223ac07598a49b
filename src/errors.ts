/** The one class of operational failure: expected to happen, told with a code and a way out, never a stack trace. */
import { getSystemErrorMap } from 'node:util';

export type ErrorCode =
  /** No connection, or it broke before an answer. */
  | 'network'
  /** No answer within the time given. */
  | 'timeout'
  /** 429, and the wait asked for is longer than allowed. */
  | 'throttled'
  /** 401, or a 403 that means the same. */
  | 'auth'
  /** 403: the token lacks a permission. */
  | 'permission'
  | 'not-found'
  /** 400, 409, 422: the service refuses what was sent. */
  | 'rejected'
  /** 5xx, or an answer that is not what the API documents. */
  | 'api'
  /** A read that came short of its own count, or that kept changing. */
  | 'short-read'
  /** A redirect, an address that is not the API. */
  | 'wrong-url'
  /** An option, an environment variable or a path that cannot be used. */
  | 'usage'
  /** Git is not there, or did not do what it was asked for. */
  | 'git'
  /** Refused before any write: a saved plan that does not fit, a run that cannot be recorded. */
  | 'refused'
  /** Stopped by a signal or a deadline before it was sent. */
  | 'stopped';

export interface DnssyncErrorOptions {
  readonly code: ErrorCode;
  /** What to do, in one sentence. */
  readonly hint?: string;
  /** HTTP status, where there was an answer. */
  readonly status?: number;
  /** For a write: whether it surely did not happen, or may have. */
  readonly outcome?: 'not-done' | 'unknown';
  /** The field that the service's 400 names. */
  readonly field?: string;
  readonly cause?: unknown;
}

const BRAND: unique symbol = Symbol.for('dnssync.error') as never;

export class DnssyncError extends Error {
  readonly [BRAND] = true;
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly status: number | undefined;
  readonly outcome: 'not-done' | 'unknown';
  readonly field: string | undefined;

  constructor(message: string, options: DnssyncErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'DnssyncError';
    this.code = options.code;
    this.hint = options.hint;
    this.status = options.status;
    this.outcome = options.outcome ?? 'not-done';
    this.field = options.field;
  }
}

/** True for our operational errors, also those of a second copy of this package. */
export function isDnssyncError(error: unknown): error is DnssyncError {
  return typeof error === 'object' && error !== null && BRAND in error;
}

/** Why a file could not be used: the system's words for it (`no space left on device`), or the error's own. */
export function systemWords(error: unknown): string {
  const { errno, message } = error as NodeJS.ErrnoException;
  const [, words = message] = getSystemErrorMap().get(errno ?? 0) ?? [];
  return words;
}
