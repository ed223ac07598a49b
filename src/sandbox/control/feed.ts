/** What happens, told to the live page in small batches, so that thousands of requests a second cost it nothing. */
import type { Store } from '../store/store.ts';
import type { Checker } from './checker.ts';
import type { LogEntry, RequestLog } from './request-log.ts';

interface FeedParts {
  readonly store: Store;
  readonly log: RequestLog;
  readonly checker: Checker;
  /** As `GET /counters` gives them. */
  readonly counters: () => unknown;
  /** Calls it once after so many milliseconds. */
  readonly later: (milliseconds: number, work: () => void) => void;
}

/** Takes one event of a text/event-stream. */
type Listener = (event: string) => void;

/** Milliseconds of one batch. */
const pause = 150;
/** Requests of one batch; of more than a person can read only the last are told. */
const mostRequests = 40;
const longestBody = 200;

export class Feed {
  readonly #parts: FeedParts;
  readonly #listeners = new Set<Listener>();
  #requests: LogEntry[] = [];
  #changed = false;
  #cleared = false;
  #isDue = false;

  constructor(parts: FeedParts) {
    this.#parts = parts;
    parts.store.observe({ committed: () => this.#noteChange() });
    parts.log.observe({ ended: (entry) => this.#noteRequest(entry), cleared: () => this.#noteClearing() });
  }

  /** The first event comes at once and holds the last requests, in place of all before. Gives the function that ends it. */
  listen(listener: Listener): () => void {
    // What waits to be told is in that event; the others hear of it now, so that nobody hears of it twice.
    this.#tell();
    const ended = this.#parts.log.entries().filter(({ status, fault }) => (status ?? fault) !== undefined);
    listener(this.#event(ended.slice(-mostRequests), true));
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #noteRequest(entry: LogEntry): void {
    if (this.#listeners.size === 0) return;
    this.#requests.push(entry);
    if (this.#requests.length > 2 * mostRequests) this.#requests = this.#requests.slice(-mostRequests);
    this.#tellLater();
  }

  #noteChange(): void {
    if (this.#listeners.size === 0) return;
    this.#changed = true;
    this.#tellLater();
  }

  #noteClearing(): void {
    if (this.#listeners.size === 0) return;
    this.#cleared = true;
    this.#requests = [];
    this.#tellLater();
  }

  #tellLater(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    this.#parts.later(pause, () => {
      this.#isDue = false;
      this.#tell();
    });
  }

  #tell(): void {
    if (this.#requests.length === 0 && !this.#changed && !this.#cleared) return;
    const event = this.#event(this.#requests.slice(-mostRequests), this.#cleared);
    this.#requests = [];
    this.#changed = false;
    this.#cleared = false;
    for (const listener of this.#listeners) listener(event);
  }

  /**
   * JSON has no line feed of its own, which is what ends a field here (WHATWG HTML, "Server-sent events").
   * @param cleared whether these requests are all that there are
   */
  #event(requests: readonly LogEntry[], cleared: boolean): string {
    const data = {
      requests: requests.map(({ method, path, status, fault, body }) => ({
        method,
        path,
        status,
        fault,
        label: this.#label(path),
        says: sayBody(body),
      })),
      counters: this.#parts.counters(),
      violations: this.#parts.checker.count,
      changed: this.#changed,
      cleared,
    };
    return `data: ${JSON.stringify(data)}\n\n`;
  }

  /** The path as a person reads it: below the base, a zone by its name, a record by the beginning of its uuid. */
  #label(path: string): string {
    return path
      .replace(/^\/api\/v1/, '')
      .replace(/^(\/dns-zones\/)([\w-]+)/, (_, start, uuid) => {
        return start + (this.#parts.store.state.zone(uuid)?.zone.domain ?? uuid);
      })
      .replace(/^(\/dns-records\/[\w-]{10})[\w-]+/, '$1…');
  }
}

/** What a write says, in the order of a zone file; of something else, the JSON as it came. */
function sayBody(body: unknown): string | undefined {
  if (body === undefined) return undefined;
  if (typeof body !== 'object' || body === null) return JSON.stringify(body).slice(0, longestBody);
  const { name, record_type, priority, value, ttl, domain } = body as Readonly<Record<string, unknown>>;
  const words = [domain, name, record_type, priority, value, ttl === undefined ? undefined : `ttl ${ttl}`];
  const said = words.filter((word) => word !== undefined && word !== null).join('  ');
  return said.slice(0, longestBody);
}
