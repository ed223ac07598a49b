/** What the sandbox keeps: the state in memory with its journal on disk, and the stamps of what is made. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '../refusal.ts';
import { Journal } from './journal.ts';
import { lockFolder } from './lock.ts';
import type { DnsRecord, Op, RecordFields, Zone } from './op.ts';
import { microOf, stampOf } from './stamp.ts';
import { State } from './state.ts';
import { Uuids } from './uuids.ts';

/** Told of every commit, with the state as it was and as it is. Neither may change the state. */
export interface Observer {
  committing?(ops: readonly Op[]): void;
  committed?(ops: readonly Op[]): void;
}

export class Store {
  readonly state: State;
  readonly uuids = new Uuids();
  readonly #journal: Journal;
  readonly #unlock: () => Promise<void>;
  readonly #now: () => number;
  readonly #observers: Observer[] = [];
  #lastMicro: number;

  private constructor(state: State, journal: Journal, unlock: () => Promise<void>, now: () => number) {
    this.state = state;
    this.#journal = journal;
    this.#unlock = unlock;
    this.#now = now;
    this.#lastMicro = latestMicro(state);
  }

  /**
   * Opens a data folder, made where it is missing. Throws a Refusal where it cannot be had.
   * @param now the clock, in milliseconds since 1970
   */
  static async open(folder: string, now: () => number): Promise<Store> {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const unlock = await lockFolder(folder);
      try {
        return await Store.#openLocked(folder, unlock, now);
      } catch (error) {
        await unlock();
        throw error;
      }
    } catch (error) {
      if (error instanceof Refusal) throw error;
      throw new Refusal(`cannot use ${folder} as data folder: ${(error as Error).message}`);
    }
  }

  static async #openLocked(folder: string, unlock: () => Promise<void>, now: () => number): Promise<Store> {
    const state = new State();
    const journal = await Journal.open(
      join(folder, 'state.log'),
      (op) => state.apply(op),
      () => state.ops(),
    );
    return new Store(state, journal, unlock, now);
  }

  newZone(domain: string): Zone {
    const uuid = this.uuids.next('zone', domain, (taken) => this.state.zone(taken) !== undefined);
    return { uuid, domain, created_at: this.#stamp() };
  }

  newRecord(zone: string, fields: RecordFields): DnsRecord {
    const { record_type, name, value, priority } = fields;
    const content = [zone, record_type, name, priority, value].join('\n');
    const uuid = this.uuids.next('rec', content, (taken) => this.state.record(taken) !== undefined);
    return { uuid, zone, ...fields, created_at: this.#stamp() };
  }

  /** Changes the state at once and the disk soon, all operations or none; answer nobody before {@link flushed}. */
  commit(ops: readonly Op[]): void {
    for (const observer of this.#observers) observer.committing?.(ops);
    for (const op of ops) this.state.apply(op);
    this.#journal.append(ops);
    for (const observer of this.#observers) observer.committed?.(ops);
  }

  observe(observer: Observer): void {
    this.#observers.push(observer);
  }

  /** Resolves when everything committed so far is on disk. */
  flushed(): Promise<void> {
    return this.#journal.flushed();
  }

  async close(): Promise<void> {
    await this.#journal.close();
    await this.#unlock();
  }

  /** Always later than the one before, so that 'the oldest' is a clear word: the clock, or a microsecond more. */
  #stamp(): string {
    this.#lastMicro = Math.max(this.#now() * 1000, this.#lastMicro + 1);
    return stampOf(this.#lastMicro);
  }
}

/** The latest `created_at` there is, in microseconds: the next must be later even where the clock went back. */
function latestMicro(state: State): number {
  let latest = 0;
  for (const { zone, records } of state.zones()) {
    latest = Math.max(latest, microOf(zone.created_at));
    for (const record of records.values()) latest = Math.max(latest, microOf(record.created_at));
  }
  return latest;
}
