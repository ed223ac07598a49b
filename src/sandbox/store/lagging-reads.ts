/** A state some time old, as a replica shows it that is behind. */
import type { Op } from './op.ts';
import { State } from './state.ts';
import type { Store } from './store.ts';

export class LaggingReads {
  readonly #store: Store;
  readonly #lag: () => number;
  readonly #now: () => number;
  #replica: State | undefined;
  /** What the replica has not seen, oldest first. */
  #waiting: { readonly at: number; readonly ops: readonly Op[] }[] = [];

  /**
   * @param lag milliseconds by which reads are behind just now
   * @param now the clock, in milliseconds
   */
  constructor(store: Store, lag: () => number, now: () => number) {
    this.#store = store;
    this.#lag = lag;
    this.#now = now;
    store.observe({ committing: (ops) => this.#hear(ops) });
  }

  /** What a read sees now. */
  state(): State {
    if (this.#lag() === 0) this.#forget();
    if (this.#replica === undefined) return this.#store.state;
    const seen = this.#now() - this.#lag();
    const still = this.#waiting.findIndex(({ at }) => at > seen);
    for (const { ops } of this.#waiting.splice(0, still < 0 ? this.#waiting.length : still)) {
      for (const op of ops) this.#replica.apply(op);
    }
    return this.#replica;
  }

  /** Without a lag, or before the first write, both states are one; hence no copy until then. */
  #hear(ops: readonly Op[]): void {
    if (this.#lag() === 0) {
      this.#forget();
      return;
    }
    this.#replica ??= copyOf(this.#store.state);
    this.#waiting.push({ at: this.#now(), ops });
  }

  #forget(): void {
    this.#replica = undefined;
    this.#waiting = [];
  }
}

function copyOf(state: State): State {
  const copy = new State();
  for (const op of state.ops()) copy.apply(op);
  return copy;
}
