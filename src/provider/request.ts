/** One request to the service and what may come of it: the vocabulary that the layers of the client share. */

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Request<T> {
  readonly method: Method;
  /** Below the API's base path, with a slash at both ends: `/dns-zones/`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** The service need not have this endpoint: a redirect tells of it alone, not of a wrong address of all. */
  readonly isOptional?: boolean;
  /** Reads the JSON of a 2xx answer (undefined where its body is empty), or says what is wrong with it. */
  readonly read: (json: unknown) => Reading<T>;
}

/** What reading something of the service gives: the value, or why it cannot be read. */
export type Reading<T> =
  | { readonly value: T; readonly problem?: undefined }
  | { readonly problem: string; readonly value?: undefined };

/** What came of sending one request once. */
export type Outcome<T> =
  /** 2xx with what the endpoint documents. */
  | { readonly kind: 'value'; readonly status: number; readonly value: T }
  /** 2xx, but its body broke off, is not JSON, or is not what the endpoint documents. */
  | { readonly kind: 'unreadable'; readonly status: number; readonly problem: string }
  | Refusal
  /** No answer. `code` is the transport's word for it (`ECONNRESET`), `timeout` where our own time ran out. */
  | { readonly kind: 'silence'; readonly code: string };

/** Any status but 2xx. */
export interface Refusal {
  readonly kind: 'refusal';
  readonly status: number;
  /** What the API says about it; undefined where the body is not the API's (a proxy's page, nothing). */
  readonly problem: Problem | undefined;
  /** The kind and size of a body that is not the API's, for messages; such a body is never shown itself. */
  readonly body: string;
  /** `Date` of the answer, or our own where it has none (RFC 9110 §6.6.1), for a `Retry-After` that is a date. */
  readonly date: string;
  readonly retryAfter?: string;
  /** Host a 3xx points at. */
  readonly redirectHost?: string;
}

/** The API's error body, whichever of its two forms it had. */
export interface Problem {
  readonly message: string;
  /** The vendor's `error_code`. */
  readonly code?: string;
  readonly field?: string;
}

/** Sends a request once; `cut` ends that early, as silence. Never rejects. */
export type Send = <T>(request: Request<T>, cut?: AbortSignal) => Promise<Outcome<T>>;

/**
 * Sends a request until its outcome is clear. Resolves with undefined where the service confirmed a write in an
 * answer that cannot be read; rejects with a DnssyncError.
 */
export type Call = <T>(request: Request<T>) => Promise<T | undefined>;
