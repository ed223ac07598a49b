/** Everything the API refuses, by name: status, words and the field at fault; how it is written is up to wire/. */

export interface FieldProblem {
  /** The parameter at fault; `undefined` for the request as a whole. */
  readonly field: string | undefined;
  readonly message: string;
}

export class Problem extends Error {
  readonly status: number;
  /** `error_code` of the page, in Django REST Framework's words: the page itself names `validation_error` only. */
  readonly code: string;
  readonly fields: readonly FieldProblem[];
  readonly headers: Readonly<Record<string, string>>;

  private constructor(
    status: number,
    code: string,
    detail: string,
    more: { fields?: readonly FieldProblem[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(detail);
    this.status = status;
    this.code = code;
    this.fields = more.fields ?? [];
    this.headers = more.headers ?? {};
  }

  /** At least one field problem; the page's form of error has room for the first only. */
  static invalid(fields: readonly FieldProblem[]): Problem {
    return new Problem(400, 'validation_error', fields[0]?.message ?? 'Invalid input.', { fields });
  }

  static malformed(why: string): Problem {
    return new Problem(400, 'parse_error', why);
  }

  /** RFC 9110 section 15.5.2: a 401 names the scheme it wants. */
  static unauthorized(detail: string, code: 'not_authenticated' | 'authentication_failed'): Problem {
    return new Problem(401, code, detail, { headers: { 'www-authenticate': 'Bearer realm="api"' } });
  }

  static forbidden(detail: string): Problem {
    return new Problem(403, 'permission_denied', detail);
  }

  static notFound(detail: string): Problem {
    return new Problem(404, 'not_found', detail);
  }

  static methodNotAllowed(method: string, allowed: string): Problem {
    const detail = `Method "${method}" not allowed.`;
    return new Problem(405, 'method_not_allowed', detail, { headers: { allow: allowed } });
  }

  static tooLarge(): Problem {
    return new Problem(413, 'request_too_large', 'The request body is too large.');
  }

  static wrongMediaType(given: string): Problem {
    return new Problem(415, 'unsupported_media_type', `Unsupported media type "${given}" in request.`);
  }

  /** Text and header as Django REST Framework writes them. @param seconds whole, at least 1 */
  static throttled(seconds: number): Problem {
    const unit = seconds === 1 ? 'second' : 'seconds';
    const detail = `Request was throttled. Expected available in ${seconds} ${unit}.`;
    return new Problem(429, 'throttled', detail, { headers: { 'retry-after': String(seconds) } });
  }

  static internal(): Problem {
    return new Problem(500, 'error', 'A server error occurred.');
  }

  static unavailable(): Problem {
    return new Problem(503, 'service_unavailable', 'Service temporarily unavailable, try again later.');
  }
}
