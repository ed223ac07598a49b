/** Our records in the words in which the real octoDNS tells its own (test/convert/octodns-lines.py). */
import type { DnsRecord } from '../../src/model/record.ts';
import { txtOctets } from '../../src/model/value/txt.ts';
import type { OctodnsRRset } from './octodns.ts';

/** RRsets sorted by name and type; a TXT as the octets of its text in hexadecimal. */
export function toldByUs(records: readonly DnsRecord[]): OctodnsRRset[] {
  const sets = new Map<string, [string, string, number, string[]]>();
  for (const { name, type, ttl, value, priority } of records) {
    const set = sets.get(`${name} ${type}`) ?? [name, type, ttl, []];
    sets.set(`${name} ${type}`, set);
    const host = value.endsWith('.') ? value : `${value}.`;
    set[3].push(
      type === 'TXT'
        ? txtOctets(value).toString('hex')
        : type === 'MX' || type === 'SRV'
          ? `${priority} ${host}`
          : type === 'CNAME' || type === 'NS'
            ? host
            : value,
    );
  }
  return sorted([...sets.values()]);
}

export function sorted(sets: readonly OctodnsRRset[]): OctodnsRRset[] {
  const key = ([name, type]: OctodnsRRset): string => `${name} ${type}`;
  return sets
    .map(([name, type, ttl, data]): OctodnsRRset => [name, type, ttl, [...data].sort()])
    .sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
