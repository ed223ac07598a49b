/** One zone in memory: its records in the order they were made, and the indexes that make checks cheap. */
import { shortName } from '../names.ts';
import { identity } from '../sameness.ts';
import type { DnsRecord, RecordFields, Zone } from './op.ts';

/** How many records stand at one owner name. */
export interface OwnerCount {
  readonly all: number;
  readonly cnames: number;
}

const nobody: OwnerCount = { all: 0, cnames: 0 };

export class ZoneEntry {
  readonly zone: Zone;
  readonly #records = new Map<string, DnsRecord>();
  readonly #owners = new Map<string, OwnerCount>();
  readonly #identities = new Map<string, number>();

  constructor(zone: Zone) {
    this.zone = zone;
  }

  /** In the order of creation: a Map keeps the place of a key that is set again. */
  get records(): ReadonlyMap<string, DnsRecord> {
    return this.#records;
  }

  put(record: DnsRecord): void {
    const before = this.#records.get(record.uuid);
    if (before !== undefined) this.#count(before, -1);
    this.#records.set(record.uuid, record);
    this.#count(record, 1);
  }

  drop(uuid: string): void {
    const record = this.#records.get(uuid);
    if (record === undefined) return;
    this.#records.delete(uuid);
    this.#count(record, -1);
  }

  ownerCount(name: string): OwnerCount {
    return this.#owners.get(shortName(name, this.zone.domain)) ?? nobody;
  }

  /** How many records say this, however it is written. */
  countOf(fields: RecordFields): number {
    return this.#identities.get(this.identityOf(fields)) ?? 0;
  }

  /** What must be unique in a zone, as one string. */
  identityOf(fields: RecordFields): string {
    return identity(shortName(fields.name, this.zone.domain), fields);
  }

  #count(record: DnsRecord, step: 1 | -1): void {
    const owner = shortName(record.name, this.zone.domain);
    const count = this.#owners.get(owner) ?? nobody;
    if (count.all + step === 0) this.#owners.delete(owner);
    else {
      const cnames = count.cnames + (record.record_type === 'CNAME' ? step : 0);
      this.#owners.set(owner, { all: count.all + step, cnames });
    }
    const key = identity(owner, record);
    const same = (this.#identities.get(key) ?? 0) + step;
    if (same === 0) this.#identities.delete(key);
    else this.#identities.set(key, same);
  }
}
