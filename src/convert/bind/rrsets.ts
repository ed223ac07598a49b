/** The RRsets of a zone file as named puts them together: what stands twice is one record, and of several TTLs one is served. */
import { type DnsRecord, identityOf, type SourcePosition } from '../../model/record.ts';
import type { ImportedRecord, LeftOut } from '../imported.ts';
import type { Run } from './owners.ts';

interface Written {
  readonly key: string;
  readonly record: DnsRecord;
  readonly place: SourcePosition;
  readonly what: () => string;
  readonly isRepeat: boolean;
}

interface RRset {
  readonly ttl: number;
  readonly run: Run | undefined;
}

export class RRsets {
  readonly #sets = new Map<string, RRset>();
  readonly #identities = new Set<string>();
  readonly #written: Written[] = [];

  /**
   * A record joins its RRset, whether or not it is kept; gives the ttl that it has beside those before it. Measured with
   * named 9.18 (dns-rules 4.2): while lines of one owner follow each other the first ttl holds; once another owner stood
   * between, the later.
   *
   * @param run the uninterrupted run of lines of this owner that the record stands in
   */
  join(key: string, ttl: number, run: Run | undefined): number {
    const set = this.#sets.get(key);
    if (set !== undefined && set.run === run) return set.ttl;
    this.#sets.set(key, { ttl, run });
    return ttl;
  }

  /** @param what the record in words */
  add(key: string, record: DnsRecord, place: SourcePosition, what: () => string): void {
    const identity = identityOf(record);
    this.#written.push({ key, record, place, what, isRepeat: this.#identities.has(identity) });
    this.#identities.add(identity);
  }

  /** The records, one each, with the ttl of their RRset; and what of the lines they do not say. */
  settled(): { readonly records: readonly ImportedRecord[]; readonly leftOut: readonly LeftOut[] } {
    const records: ImportedRecord[] = [];
    const leftOut: LeftOut[] = [];
    for (const { key, record, place, what, isRepeat } of this.#written) {
      const ttl = this.#sets.get(key)?.ttl ?? record.ttl;
      if (record.ttl !== ttl) {
        const why = `ttl ${record.ttl}: its RRset has several, and ttl ${ttl} is taken, as named serves it (RFC 2181 section 5.2)`;
        leftOut.push({ what: what(), why, place });
      } else if (isRepeat) {
        leftOut.push({ what: what(), why: 'it stands here before, and is taken once', place });
      }
      if (!isRepeat) records.push({ ...record, ttl, place });
    }
    return { records, leftOut };
  }
}
