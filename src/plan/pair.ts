/** Pairs what is left over in one RRset, old with new, so that one PATCH does where two calls and a gap would. */
import type { Fqdn } from '../model/name.ts';
import { compareRecords, compareText, type DnsRecord, type LiveRecord } from '../model/record.ts';
import { isDkimKey, textClass } from '../model/text-class.ts';
import { targetOf } from '../model/value.ts';
import { groupBy } from './grouped.ts';

export interface Pairing<New extends DnsRecord> {
  readonly pairs: readonly { readonly before: LiveRecord; readonly after: New }[];
  /** What found no partner: to be deleted and to be created. */
  readonly deletes: readonly LiveRecord[];
  readonly creates: readonly New[];
}

/** What two records must have in common to be one record that changed; undefined where a record takes no part. */
type Likeness = (record: DnsRecord) => string | number | undefined;

/** BIND refuses a zone with a larger RRset (max-records-per-type, CVE-2024-1737; dns-rules 4.4). */
const MOST_RECORDS = 100;

/**
 * Pairs the records of one RRset by meaning (design section 5, dns-rules section 6): the likeness that tells most comes
 * first, a pair that also keeps its ttl goes before one that does not, and record order settles the rest, so that the
 * result depends on the records alone. Where `staying` records beside old and new at once would be more than BIND
 * loads, any old pairs with any new. Linear but for sorting.
 */
export function pairLeftovers<New extends DnsRecord>(
  deletes: readonly LiveRecord[],
  creates: readonly New[],
  staying = 0,
): Pairing<New> {
  const pairs: { before: LiveRecord; after: New }[] = [];
  let olds = [...deletes].sort(compareLive);
  let news = [...creates].sort(compareRecords);
  const pairUp = (likeness: Likeness): void => {
    for (const key of [withTtl(likeness), likeness]) {
      const found = matchByKey(olds, news, key);
      pairs.push(...found.pairs);
      olds = found.olds;
      news = found.news;
    }
  };
  for (const likeness of likenessesOf(news[0])) pairUp(likeness);
  if (staying + pairs.length + olds.length + news.length > MOST_RECORDS) pairUp(any);
  return { pairs, deletes: olds, creates: news };
}

/** Record order, then age: a total order also on records of the service that say the same. */
export function compareLive(a: LiveRecord, b: LiveRecord): number {
  return compareRecords(a, b) || compareAge(a, b);
}

/** The older first: by creation, then by uuid, so that two runs at once choose the same (reliability 3.6). */
export function compareAge(a: LiveRecord, b: LiveRecord): number {
  return compareText(a.createdAt, b.createdAt) || compareText(a.id, b.id);
}

function likenessesOf(record: DnsRecord | undefined): readonly Likeness[] {
  if (record === undefined) return [];
  switch (record.type) {
    case 'A':
    case 'AAAA':
    case 'CNAME':
    case 'NS':
      return [any];
    case 'MX':
      return [value, priority, any];
    case 'SRV':
      return [value, targetOf, priority, any];
    case 'CAA':
      return [caaTag, any];
    case 'TXT':
      return holdsOnePolicy(record.name) ? [dkimKey, textClassOf, any] : [textClassOf];
  }
}

const any: Likeness = () => '';
const value: Likeness = (record) => record.value;
const priority: Likeness = (record) => record.priority;
const textClassOf: Likeness = (record) => textClass(record.value);
const dkimKey: Likeness = (record) =>
  /^[^.]+\._domainkey\./.test(record.name) && isDkimKey(record.value) ? '' : undefined;
const caaTag: Likeness = (record) => record.value.split(' ', 2)[1];

function withTtl(likeness: Likeness): Likeness {
  return (record) => {
    const key = likeness(record);
    return key === undefined ? undefined : `${record.ttl} ${key}`;
  };
}

/**
 * Names at which all texts are one policy or one key: two at once, or none, would switch it off (RFC 9989, RFC 6376
 * §3.6.2.2, RFC 8461 §3.1, RFC 8460 §3), so that there any text may become any other.
 */
function holdsOnePolicy(name: Fqdn): boolean {
  return /^(?:_dmarc|_mta-sts|_smtp\._tls|[^.]+\._domainkey|[^.]+\._bimi)\./.test(name);
}

function matchByKey<New extends DnsRecord>(
  olds: readonly LiveRecord[],
  news: readonly New[],
  key: Likeness,
): { pairs: { before: LiveRecord; after: New }[]; olds: LiveRecord[]; news: New[] } {
  // Reversed, so that pop() gives the first in record order.
  const waiting = groupBy(olds.toReversed(), key);
  const pairs: { before: LiveRecord; after: New }[] = [];
  const taken = new Set<LiveRecord>();
  const left: New[] = [];
  for (const after of news) {
    const likeness = key(after);
    const before = likeness === undefined ? undefined : waiting.get(likeness)?.pop();
    if (before === undefined) {
      left.push(after);
    } else {
      taken.add(before);
      pairs.push({ before, after });
    }
  }
  return { pairs, olds: olds.filter((old) => !taken.has(old)), news: left };
}
