/** Work by key, each a while after it was asked for: what is asked for meanwhile is one piece of work, a few at once. */

/** Pieces under way at most. */
const width = 32;

export class PacedQueue {
  readonly #work: (key: string) => Promise<void>;
  readonly #wait: (key: string) => number;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #ready = new Set<string>();
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
    if (this.#closed || this.#timers.has(key) || this.#ready.has(key)) return;
    const due = () => {
      this.#timers.delete(key);
      this.#ready.add(key);
      this.#pump();
    };
    this.#timers.set(key, setTimeout(due, this.#wait(key)));
  }

  /** Whether there is work to do or under way. */
  has(key: string): boolean {
    return this.#timers.has(key) || this.#ready.has(key) || this.#running.has(key);
  }

  /** Drops what has not begun and waits for the rest. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#ready.clear();
    await Promise.all(this.#running.values());
  }

  #pump(): void {
    for (const key of this.#ready) {
      if (this.#running.size === width) return;
      if (this.#running.has(key)) continue;
      this.#ready.delete(key);
      const done = this.#work(key).then(() => {
        this.#running.delete(key);
        this.#pump();
      });
      this.#running.set(key, done);
    }
  }
}
