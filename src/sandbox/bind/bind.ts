/** The DNS side of one run: zone files kept up to date, and a `named` of its own where one is wanted and installed. */
import { join } from 'node:path';
import { Refusal } from '../refusal.ts';
import type { Store } from '../store/store.ts';
import { Named } from './named.ts';
import type { Programs } from './programs.ts';
import { type PublishedZone, Publisher } from './publisher.ts';
import { Serials } from './serials.ts';

export interface BindParts {
  readonly store: Store;
  /** Everything of BIND's goes here. */
  readonly folder: string;
  readonly programs: Programs;
  /** Whether the zones are to be served. */
  readonly serve: boolean;
  /** Milliseconds that the service takes before it publishes. */
  readonly delay: () => number;
  /** Says one line to whoever started the sandbox. */
  readonly tell: (line: string) => void;
}

/** What the control port tells. */
export interface Published {
  /** Where `named` answers; null where none runs. */
  readonly dns: string | null;
  /** Whether named-checkzone looks at every file before it is put in place. */
  readonly checked: boolean;
  readonly zones: readonly PublishedZone[];
}

export class Bind {
  readonly #parts: BindParts;
  readonly #publisher: Publisher;
  #named: Named | undefined;
  #closing = false;

  private constructor(parts: BindParts, publisher: Publisher) {
    this.#parts = parts;
    this.#publisher = publisher;
  }

  /**
   * Goes on without `named` where there is none or where it does not start, and says so. Throws a Refusal where it
   * cannot write.
   */
  static async open(parts: BindParts): Promise<Bind> {
    const { folder } = parts;
    const publisher = await openPublisher(parts).catch((error: Error) => {
      throw new Refusal(`cannot write zone files to ${folder}: ${error.message}`);
    });
    const bind = new Bind(parts, publisher);
    if (parts.serve) await bind.#serve();
    return bind;
  }

  /** `127.0.0.1:PORT`, where `named` answers; undefined where none runs. */
  get dns(): string | undefined {
    return this.#named === undefined ? undefined : `127.0.0.1:${this.#named.port}`;
  }

  published(): Published {
    const checked = this.#parts.programs.checkzone !== undefined;
    return { dns: this.dns ?? null, checked, zones: this.#publisher.zones() };
  }

  async close(): Promise<void> {
    this.#closing = true;
    // Work that waits for an answer of named's ends with it.
    await Promise.all([this.#publisher.close(), this.#named?.stop()]);
  }

  async #serve(): Promise<void> {
    const { folder, programs, tell } = this.#parts;
    const { named: program, rndc } = programs;
    if (program === undefined || rndc === undefined) {
      tell('no DNS: BIND is not installed (Debian: apt-get install bind9); the rest works without it');
      return;
    }
    try {
      const named = await Named.start({ named: program, rndc, folder });
      this.#named = named;
      await this.#publisher.deployTo(named);
      void named.exited.then(() => this.#lost());
    } catch (error) {
      tell(`no DNS: named did not start: ${(error as Error).message}; the rest works without it`);
    }
  }

  async #lost(): Promise<void> {
    if (this.#closing) return;
    this.#named = undefined;
    await this.#publisher.deployTo(undefined);
    this.#parts.tell('named has ended by itself; DNS answers no more, the rest goes on');
  }
}

async function openPublisher({ store, folder, programs, delay }: BindParts): Promise<Publisher> {
  const clock = () => Math.floor(Date.now() / 1000);
  const serials = await Serials.open(join(folder, 'serial'), clock);
  return await Publisher.open({ store, folder, checkzone: programs.checkzone, serials, delay });
}
