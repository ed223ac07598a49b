/** What came in, in order, and the counters that tests and people judge a client by. */
import type { Reply, Request } from '../http/message.ts';

/** One request of the API as `GET /log` shows it. */
export interface LogEntry {
  /** From 1, in the order of arrival. */
  readonly n: number;
  /** Milliseconds since the log began. */
  readonly at: number;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** As it was made, whether or not it got through; null while under way and where a fault left none. */
  status: number | null;
  /** The fault that came with it. */
  fault?: string;
  /** Body of a write, where it was JSON of moderate size. */
  body?: unknown;
  /** Of what a POST made, also where a fault kept the caller from hearing of it. */
  uuid?: string;
}

export interface Counters {
  requests: number;
  reads: number;
  writes: number;
  /** By `METHOD status`; `METHOD none` where nothing was answered. */
  by_method_and_status: Record<string, number>;
  most_in_flight: number;
  /** Requests that came before the time that the last 429 named was over. */
  early_after_429: number;
}

/** Told when the reply to a request is about to go out, and when the log begins anew. */
export interface LogObserver {
  ended(entry: LogEntry): void;
  cleared(): void;
}

/** Older entries are dropped beyond this many, so that a sandbox can run for weeks. */
const mostEntries = 50_000;
/** Octets of a body that is kept. */
const longestBody = 16 * 1024;
const reading: ReadonlySet<string> = new Set(['GET', 'HEAD']);

export class RequestLog {
  readonly #now: () => number;
  readonly #observers: LogObserver[] = [];
  #entries: LogEntry[] = [];
  #start: number;
  #requests = 0;
  #reads = 0;
  #early = 0;
  #inFlight = 0;
  #mostInFlight = 0;
  #blockedUntil = 0;
  #answers = new Map<string, number>();

  constructor(now: () => number) {
    this.#now = now;
    this.#start = now();
  }

  /** Notes that a request came in; `closed` resolves when its answer is out or the caller is gone. */
  begin(request: Request, closed: Promise<void>): LogEntry {
    const now = this.#now();
    this.#requests++;
    if (reading.has(request.method)) this.#reads++;
    if (now < this.#blockedUntil) this.#early++;
    this.#mostInFlight = Math.max(this.#mostInFlight, ++this.#inFlight);
    void closed.then(() => this.#inFlight--);
    const entry: LogEntry = {
      n: this.#requests,
      at: Math.round(now - this.#start),
      method: request.method,
      path: request.target,
      status: null,
    };
    if (!reading.has(request.method)) entry.body = readableBody(request.body);
    this.#entries.push(entry);
    // In large steps: dropping one at a time would move all the others each time.
    if (this.#entries.length > 2 * mostEntries) this.#entries = this.#entries.slice(mostEntries);
    return entry;
  }

  /** Notes the reply that is about to go out. */
  end(entry: LogEntry, reply: Reply, fault: string | undefined, closed: Promise<void>): void {
    const { status, headers } = reply.answer;
    const key = `${entry.method} ${status === 0 ? 'none' : status}`;
    this.#answers.set(key, (this.#answers.get(key) ?? 0) + 1);
    if (status !== 0) entry.status = status;
    if (fault !== undefined) entry.fault = fault;
    for (const observer of this.#observers) observer.ended(entry);
    if (status !== 429) return;
    // From when the caller can know of it: what was on its way already is not too early.
    const wait = readRetryAfter(headers['retry-after'] ?? '');
    void closed.then(() => {
      if (wait > 0) this.#blockedUntil = Math.max(this.#blockedUntil, this.#now() + wait);
    });
  }

  observe(observer: LogObserver): void {
    this.#observers.push(observer);
  }

  entries(): readonly LogEntry[] {
    return this.#entries;
  }

  counters(): Counters {
    return {
      requests: this.#requests,
      reads: this.#reads,
      writes: this.#requests - this.#reads,
      by_method_and_status: Object.fromEntries(this.#answers),
      most_in_flight: this.#mostInFlight,
      early_after_429: this.#early,
    };
  }

  clear(): void {
    this.#entries = [];
    this.#start = this.#now();
    this.#requests = 0;
    this.#reads = 0;
    this.#early = 0;
    this.#mostInFlight = this.#inFlight;
    this.#blockedUntil = 0;
    this.#answers = new Map();
    for (const observer of this.#observers) observer.cleared();
  }
}

/** Milliseconds to wait: of seconds, or until a date (RFC 9110 section 10.2.3); NaN for anything else. */
function readRetryAfter(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
}

function readableBody(body: Buffer | undefined): unknown {
  if (body === undefined || body.length === 0 || body.length > longestBody) return undefined;
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
