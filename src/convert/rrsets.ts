/** Records in RRsets of one ttl each, for formats that know nothing else. */
import { type Fqdn, presentOwner } from '../model/name.ts';
import { type DnsRecord, type RecordType, rrsetKey } from '../model/record.ts';
import type { LeftOut } from './imported.ts';

export interface RRset {
  readonly name: Fqdn;
  readonly type: RecordType;
  readonly ttl: number;
  readonly records: readonly DnsRecord[];
}

/**
 * @param sorted those of one RRset stand together
 * @returns the sets in that order, and those whose ttl had to be made one
 */
export function toRRsets(
  sorted: readonly DnsRecord[],
  zone: Fqdn,
): { readonly rrsets: readonly RRset[]; readonly leftOut: readonly LeftOut[] } {
  const rrsets: RRset[] = [];
  const leftOut: LeftOut[] = [];
  for (const records of grouped(sorted)) {
    const [{ name, type }] = records;
    // RFC 2181 §5.2 has all of them equal; a cache that finds them different takes the lowest.
    const ttls = [...new Set(records.map(({ ttl }) => ttl))].sort((a, b) => a - b);
    const [ttl = 0, ...others] = ttls;
    rrsets.push({ name, type, ttl, records });
    if (others.length === 0) continue;
    const what = `${presentOwner(name, zone)} ${type} with ttl ${ttls.join(', ')}`;
    leftOut.push({ what, why: `an RRset has one ttl (RFC 2181 section 5.2); ${ttl} is written` });
  }
  return { rrsets, leftOut };
}

function grouped(sorted: readonly DnsRecord[]): Iterable<[DnsRecord, ...DnsRecord[]]> {
  const sets = new Map<string, [DnsRecord, ...DnsRecord[]]>();
  for (const record of sorted) {
    const set = sets.get(rrsetKey(record));
    if (set === undefined) sets.set(rrsetKey(record), [record]);
    else set.push(record);
  }
  return sets.values();
}
