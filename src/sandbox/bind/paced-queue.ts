/** Work by key, each a while after it was asked for: what is asked for meanwhile is one piece of work, a few at once. */

/** Pieces under way at most. */
const width = 32;

export class PacedQueue {
  readonly #work: (key: string) => Promise<void>;
  readonly #wait: (key: string) => number;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  /**
   * Due, and not under way. Taken from both ends by turns: a single change does not stand behind a thousand that came in
   * bulk, and nothing waits for ever.
   */
  #ready: string[] = [];
  /** All that are due, those included that are under way for what was asked before. */
  readonly #due = new Set<string>();
  #oldestNext = true;
  /** A key is never worked on twice at once. */
  readonly #running = new Map<string, Promise<void>>();
  #closed = false;

  /**
   * @param work must not reject
   * @param wait milliseconds between the first call of {@link mark} and the work
   */
  constructor(work: (key: string) => Promise<void>, wait: (key: string) => number) {
    this.#work = work;
    this.#wait = wait;
  }

  /** Asks for work that begins after this call, whatever is under way for the key. */
  mark(key: string): void {
    if (this.#closed || this.#timers.has(key) || this.#due.has(key)) return;
    const due = () => {
      this.#timers.delete(key);
      this.#due.add(key);
      if (!this.#running.has(key)) this.#ready.push(key);
      this.#pump();
    };
    this.#timers.set(key, setTimeout(due, this.#wait(key)));
  }

  /** Whether there is work to do or under way. */
  has(key: string): boolean {
    return this.#timers.has(key) || this.#due.has(key) || this.#running.has(key);
  }

  /** Drops what has not begun and waits for the rest. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#ready = [];
    this.#due.clear();
    await Promise.all(this.#running.values());
  }

  #pump(): void {
    while (this.#running.size < width) {
      const key = this.#oldestNext ? this.#ready.shift() : this.#ready.pop();
      if (key === undefined) return;
      this.#oldestNext = !this.#oldestNext;
      this.#due.delete(key);
      const done = this.#work(key).then(() => {
        this.#running.delete(key);
        if (this.#due.has(key)) this.#ready.push(key);
        this.#pump();
      });
      this.#running.set(key, done);
    }
  }
}
