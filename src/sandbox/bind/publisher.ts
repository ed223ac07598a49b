/** Publishes zones as the vendor does: on every change a zone file, gated, put in place, and loaded where `named` runs. */
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { putInPlace, writeBeside } from '../replace-file.ts';
import type { Op } from '../store/op.ts';
import type { Store } from '../store/store.ts';
import type { ZoneEntry } from '../store/zone-entry.ts';
import { coalesced } from './coalesced.ts';
import { refusalOf } from './gate.ts';
import type { Named } from './named.ts';
import { namedConf, zonesConf } from './named-conf.ts';
import { PacedQueue } from './paced-queue.ts';
import type { Serials } from './serials.ts';
import { serialOf, zoneFile } from './zone-file.ts';
import { isZoneName, zonePath, zonesFolder } from './zone-path.ts';

export interface PublisherParts {
  readonly store: Store;
  /** For everything of BIND's; made where it is missing. */
  readonly folder: string;
  /** Path of named-checkzone; undefined where nothing is gated. */
  readonly checkzone: string | undefined;
  readonly serials: Serials;
  /** Milliseconds that the service takes before it publishes. */
  readonly delay: () => number;
}

/** What the world sees of a zone. */
export interface PublishedZone {
  readonly domain: string;
  /** Frozen: BIND refused what is stored, and serves what it had. */
  readonly state: 'published' | 'pending' | 'frozen';
  /** Null where nothing is published yet. */
  readonly serial: number | null;
  /** Why it is frozen, in BIND's words. */
  readonly refusal: string | null;
}

interface Outcome {
  readonly serial: number | undefined;
  readonly refusal: string | undefined;
}

/** Zones up to this many records are served within a second; what is written to others is gathered for longer. */
const largeZone = 5000;

/** Milliseconds in which writes to a zone are gathered. */
const gathering = { small: 50, large: 1000 };

export class Publisher {
  readonly #parts: PublisherParts;
  readonly #outcomes = new Map<string, Outcome>();
  /** The zones whose file is in its place, which zones.conf lists. */
  readonly #deployed = new Set<string>();
  readonly #queue: PacedQueue;
  readonly #over = new AbortController();
  readonly #configure = coalesced(() => this.#writeZonesConf());
  #named: Named | undefined;

  private constructor(parts: PublisherParts) {
    this.#parts = parts;
    this.#queue = new PacedQueue(
      (domain) => this.#publish(domain),
      (domain) => this.#wait(domain),
    );
  }

  /** Takes up the files that a run before this one left, and publishes what they do not say. */
  static async open(parts: PublisherParts): Promise<Publisher> {
    await mkdir(join(parts.folder, zonesFolder), { recursive: true, mode: 0o700 });
    const publisher = new Publisher(parts);
    for (const entry of parts.store.state.zones()) await publisher.#takeUp(entry);
    await publisher.#removeStrays();
    await publisher.#writeZonesConf();
    const conf = join(parts.folder, 'named.conf');
    await writeBeside(conf, [namedConf(undefined)]);
    await putInPlace(conf);
    parts.store.observe({ committing: (ops) => publisher.#hear(ops) });
    return publisher;
  }

  /** From now on zones are loaded by this one too; undefined for none. It has loaded what is deployed. */
  async deployTo(named: Named | undefined): Promise<void> {
    this.#named = named;
    if (named === undefined) return;
    for (const domain of this.#deployed) {
      const served = await named.serialOf(domain);
      if (served !== this.#outcomes.get(domain)?.serial) this.#queue.mark(domain);
    }
  }

  /** In the order in which the zones were made. */
  zones(): PublishedZone[] {
    return Array.from(this.#parts.store.state.zones(), ({ zone: { domain } }) => {
      const { serial, refusal } = this.#outcomes.get(domain) ?? {};
      const waits = serial === undefined || this.#queue.has(domain);
      const state = refusal !== undefined ? 'frozen' : waits ? 'pending' : 'published';
      return { domain, state, serial: serial ?? null, refusal: refusal ?? null };
    });
  }

  /** What is not published yet is, at the next start. */
  async close(): Promise<void> {
    this.#over.abort();
    await this.#queue.close();
  }

  /** Before the change, as what is about to go is still known. */
  #hear(ops: readonly Op[]): void {
    const { state } = this.#parts.store;
    const domains = new Set<string | undefined>();
    for (const op of ops) {
      if (op.op === 'put-zone') domains.add(op.zone.domain);
      else if (op.op === 'drop-zone') domains.add(state.zone(op.uuid)?.zone.domain);
      else {
        const record = op.op === 'put-record' ? op.record : state.record(op.uuid);
        // A zone that comes with the same change is heard of by its own operation.
        if (record !== undefined) domains.add(state.zone(record.zone)?.zone.domain);
      }
    }
    for (const domain of domains) if (domain !== undefined) this.#queue.mark(domain);
  }

  #wait(domain: string): number {
    const size = this.#parts.store.state.zoneNamed(domain)?.records.size ?? 0;
    return Math.max(this.#parts.delay(), size > largeZone ? gathering.large : gathering.small);
  }

  async #publish(domain: string): Promise<void> {
    try {
      const entry = this.#parts.store.state.zoneNamed(domain);
      if (entry === undefined) await this.#withdraw(domain);
      else if (isZoneName(domain)) await this.#deploy(entry);
      else this.#refuse(domain, 'it is not a name that BIND can be given', undefined);
    } catch (error) {
      const why = `it cannot be published: ${(error as Error).message}`;
      this.#refuse(domain, why, this.#outcomes.get(domain)?.serial);
    }
  }

  async #deploy({ zone: { domain }, records }: ZoneEntry): Promise<void> {
    const { store, folder, checkzone, serials } = this.#parts;
    const serial = serials.next();
    const path = zonePath(domain);
    const file = join(folder, path);
    const beside = await writeBeside(file, zoneFile(domain, serial, records.values()));
    // The world must not see what a crash can still undo, nor a serial that a later start gives again.
    await Promise.all([store.flushed(), serials.reserved()]);
    if (checkzone !== undefined) {
      const options = { cwd: folder, signal: this.#over.signal };
      const refusal = await refusalOf(checkzone, domain, `${path}.new`, options);
      if (refusal !== undefined) {
        await rm(beside, { force: true });
        this.#refuse(domain, refusal, this.#outcomes.get(domain)?.serial);
        return;
      }
    }
    const named = this.#named;
    named?.expect(domain);
    await putInPlace(file);
    await this.#announce(domain);
    const refusal = await named?.refusalOf(domain, serial);
    if (refusal === undefined) this.#outcomes.set(domain, { serial, refusal });
    // Not what was served before: after a restart `named` has nothing to fall back on, and answers SERVFAIL.
    else this.#refuse(domain, refusal, await named?.serialOf(domain));
  }

  /** Has the file loaded that is in its place now. */
  async #announce(domain: string): Promise<void> {
    if (this.#deployed.has(domain)) {
      await this.#named?.reload(domain);
    } else {
      this.#deployed.add(domain);
      await this.#configure().catch((error: Error) => {
        // The next try must not take it for listed.
        this.#deployed.delete(domain);
        throw error;
      });
    }
  }

  async #withdraw(domain: string): Promise<void> {
    this.#outcomes.delete(domain);
    if (!this.#deployed.delete(domain)) return;
    await this.#configure();
    await rm(join(this.#parts.folder, zonePath(domain)), { force: true });
  }

  /** @param serial of what is served all the same; undefined where nothing is */
  #refuse(domain: string, refusal: string, serial: number | undefined): void {
    // What is cut short by the end is no refusal.
    if (this.#over.signal.aborted) return;
    this.#outcomes.set(domain, { serial, refusal });
  }

  async #writeZonesConf(): Promise<void> {
    const path = join(this.#parts.folder, 'zones.conf');
    await writeBeside(path, [zonesConf(this.#deployed)]);
    await putInPlace(path);
    await this.#named?.reconfigure();
  }

  async #takeUp({ zone: { domain }, records }: ZoneEntry): Promise<void> {
    const path = join(this.#parts.folder, zonePath(domain));
    const text = isZoneName(domain) ? await readFile(path, 'utf8').catch(() => '') : '';
    const serial = serialOf(text);
    if (serial !== undefined) {
      this.#deployed.add(domain);
      this.#outcomes.set(domain, { serial, refusal: undefined });
      if ([...zoneFile(domain, serial, records.values())].join('') === text) return;
    }
    this.#queue.mark(domain);
  }

  /** Files of zones that are gone, and what a crash left half written. */
  async #removeStrays(): Promise<void> {
    const folder = join(this.#parts.folder, zonesFolder);
    const known = new Set(Array.from(this.#deployed, (domain) => basename(zonePath(domain))));
    for (const name of await readdir(folder)) {
      if (!known.has(name)) await rm(join(folder, name), { force: true });
    }
  }
}
