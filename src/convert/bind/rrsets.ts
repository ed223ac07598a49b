/** The RRsets of a zone file as named puts them together: what stands twice is one record, and of several TTLs one is served. */
import { type Fqdn, presentOwner } from '../../model/name.ts';
import { type DnsRecord, identityOf } from '../../model/record.ts';
import type { ImportedRecord, LeftOut } from '../imported.ts';
import { valueText } from '../zone-file.ts';
import type { Run } from './owners.ts';

interface Written {
  readonly set: RRset;
  readonly record: ImportedRecord;
  readonly isRepeat: boolean;
}

/** A file may hold a hundred thousand: no text is put together for what one of a name and type is. */
class RRset {
  readonly type: string;
  ttl: number;
  run: Run | undefined;
  #first: DnsRecord | undefined;
  #identities: Set<string> | undefined;

  constructor(type: string, ttl: number, run: Run | undefined) {
    this.type = type;
    this.ttl = ttl;
    this.run = run;
  }

  /** Whether it was there already. */
  add(record: DnsRecord): boolean {
    if (this.#first === undefined) {
      this.#first = record;
      return false;
    }
    this.#identities ??= new Set([identityOf(this.#first)]);
    const before = this.#identities.size;
    return this.#identities.add(identityOf(record)).size === before;
  }
}

export class RRsets {
  readonly #zone: Fqdn;
  readonly #names = new Map<string, RRset[]>();
  readonly #written: Written[] = [];

  constructor(zone: Fqdn) {
    this.#zone = zone;
  }

  /**
   * A record joins its RRset, whether or not it is kept; gives the RRset, with the ttl that it has so far. Measured with
   * named 9.18 (dns-rules 4.2): while lines of one owner follow each other the first ttl holds; once another owner stood
   * between, the later.
   *
   * @param run the uninterrupted run of lines of this owner that the record stands in
   */
  join(name: string, type: string, ttl: number, run: Run | undefined): RRset {
    const sets = this.#names.get(name);
    let set = sets?.find((one) => one.type === type);
    if (set === undefined) {
      set = new RRset(type, ttl, run);
      if (sets === undefined) this.#names.set(name, [set]);
      else sets.push(set);
    } else if (set.run !== run) {
      set.ttl = ttl;
      set.run = run;
    }
    return set;
  }

  add(set: RRset, record: ImportedRecord): void {
    this.#written.push({ set, record, isRepeat: set.add(record) });
  }

  /** The records, one each, with the ttl of their RRset; and what of the lines they do not say. */
  settled(): { readonly records: readonly ImportedRecord[]; readonly leftOut: readonly LeftOut[] } {
    const records: ImportedRecord[] = [];
    const leftOut: LeftOut[] = [];
    for (const { set, record, isRepeat } of this.#written) {
      const { ttl } = set;
      if (record.ttl !== ttl) {
        const why = `ttl ${record.ttl}: its RRset has several, and ttl ${ttl} is taken, as named serves it (RFC 2181 section 5.2)`;
        leftOut.push(this.#leave(record, why));
      } else if (isRepeat) leftOut.push(this.#leave(record, 'it stands here before, and is taken once'));
      if (!isRepeat) records.push(record.ttl === ttl ? record : { ...record, ttl });
    }
    return { records, leftOut };
  }

  #leave(record: ImportedRecord, why: string): LeftOut {
    const what = `${presentOwner(record.name, this.#zone)} ${record.type} ${valueText(record)}`;
    return { what, why, ...(record.place === undefined ? {} : { place: record.place }) };
  }
}
