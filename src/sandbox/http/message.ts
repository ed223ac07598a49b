/** What a request and an answer are to the rest of the sandbox, free of sockets. */

export interface Request {
  readonly method: string;
  /** As it came, undecoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The path with its query, as it came. */
  readonly target: string;
  /** `http://` and the Host header, which is one of our own. */
  readonly origin: string;
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly accept?: string | undefined;
  /** Undefined where it was larger than the port takes. */
  readonly body: Buffer | undefined;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** uuid of what a POST made. */
  readonly made?: string;
}

/**
 * How much of an answer gets through: all of it, nothing (connection reset, or left open), half the body, or all of it
 * in small pieces, or one part after another for as long as the caller listens.
 */
type Delivery = 'whole' | 'reset' | 'hang' | 'truncated' | 'drip' | 'stream';

export interface Reply {
  readonly answer: Answer;
  readonly delivery: Delivery;
  /** Milliseconds that the body takes in pieces. */
  readonly duration?: number;
  /** Of a stream: is given what sends one part, gives what ends it when the caller has gone. */
  readonly stream?: (send: (part: string) => void) => () => void;
}

export function jsonAnswer(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

export function emptyAnswer(status: number, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers, body: '' };
}
