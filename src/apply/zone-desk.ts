/** Lets the writes of one zone run side by side, and holds them while the zone is looked at after a lost answer. */
import type { LiveZone } from '../model/zone.ts';

/**
 * A list that is read page by page while our own creates and deletes run can skip a row, so that a record that is
 * there seems missing and would be made twice (reliability finding 2). Hence a barrier: a look waits until no write
 * of the zone is under way, and writes wait until the look is over. One look serves everybody who waits for it.
 */
export class ZoneDesk {
  readonly #read: () => Promise<LiveZone>;
  #writing = 0;
  #look: Promise<LiveZone> | undefined;
  #drained: (() => void) | undefined;

  constructor(read: () => Promise<LiveZone>) {
    this.#read = read;
  }

  /** Runs one write; resolves and rejects as it does. */
  async write<T>(call: () => Promise<T>): Promise<T> {
    // A failed look is told to those who asked for it; here it only means that the desk is free again.
    while (this.#look !== undefined) await this.#look.catch(() => undefined);
    this.#writing++;
    try {
      return await call();
    } finally {
      this.#writing--;
      if (this.#writing === 0) this.#drained?.();
    }
  }

  /** The zone as it stands after every write that began before this call. */
  look(): Promise<LiveZone> {
    this.#look ??= this.#lookOnce().finally(() => {
      this.#look = undefined;
    });
    return this.#look;
  }

  async #lookOnce(): Promise<LiveZone> {
    if (this.#writing > 0) {
      await new Promise<void>((resolve) => {
        this.#drained = resolve;
      });
      this.#drained = undefined;
    }
    return this.#read();
  }
}
