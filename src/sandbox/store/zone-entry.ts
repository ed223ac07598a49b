/** One zone in memory: its records in the order they were made, and the indexes that make checks cheap. */
import { shortName } from '../names.ts';
import { identity } from '../sameness.ts';
import type { DnsRecord, RecordFields, Zone } from './op.ts';

export class ZoneEntry {
  readonly zone: Zone;
  readonly #records = new Map<string, DnsRecord>();
  #list: readonly DnsRecord[] | undefined;
  /** How many records stand at an owner name, in an RRset (type, line feed, owner), and say the same. */
  readonly #owners = new Map<string, number>();
  readonly #rrsets = new Map<string, number>();
  readonly #identities = new Map<string, number>();

  constructor(zone: Zone) {
    this.zone = zone;
  }

  /** In the order of creation: a Map keeps the place of a key that is set again. */
  get records(): ReadonlyMap<string, DnsRecord> {
    return this.#records;
  }

  /** The same as a list, made once for all reads between two writes: who reads page by page reads many times. */
  get list(): readonly DnsRecord[] {
    this.#list ??= [...this.#records.values()];
    return this.#list;
  }

  put(record: DnsRecord): void {
    this.#list = undefined;
    const before = this.#records.get(record.uuid);
    if (before !== undefined) this.#count(before, -1);
    this.#records.set(record.uuid, record);
    this.#count(record, 1);
  }

  drop(uuid: string): void {
    const record = this.#records.get(uuid);
    if (record === undefined) return;
    this.#list = undefined;
    this.#records.delete(uuid);
    this.#count(record, -1);
  }

  /** How many records stand at an owner name, of one type or of all. */
  countAt(name: string, type?: string): number {
    const owner = shortName(name, this.zone.domain);
    return (type === undefined ? this.#owners.get(owner) : this.#rrsets.get(`${type}\n${owner}`)) ?? 0;
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
    count(this.#owners, owner, step);
    count(this.#rrsets, `${record.record_type}\n${owner}`, step);
    count(this.#identities, identity(owner, record), step);
  }
}

function count(counts: Map<string, number>, key: string, step: 1 | -1): void {
  const now = (counts.get(key) ?? 0) + step;
  if (now === 0) counts.delete(key);
  else counts.set(key, now);
}
