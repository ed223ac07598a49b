/** First in, first out but for those put first, in constant time: an array's shift and a Set's first entry both slow down as they grow. */

export class Queue<T> {
  readonly #incoming: T[] = [];
  /** Last is first. */
  #outgoing: T[] = [];

  push(item: T): void {
    this.#incoming.push(item);
  }

  /** Puts an item before all others. */
  pushFirst(item: T): void {
    this.#outgoing.push(item);
  }

  /** The item that is next; undefined where there is none. */
  get first(): T | undefined {
    if (this.#outgoing.length === 0) this.#outgoing = this.#incoming.splice(0).reverse();
    return this.#outgoing.at(-1);
  }

  /** Takes the first item out. */
  drop(): void {
    if (this.first !== undefined) this.#outgoing.pop();
  }

  /** Takes out every item that the predicate picks, and returns them in their order. */
  take(picks: (item: T) => boolean): T[] {
    const all = [...this.#outgoing.reverse(), ...this.#incoming.splice(0)];
    this.#outgoing = all.filter((item) => !picks(item)).reverse();
    return all.filter(picks);
  }
}
