/** RRsets out of records, and when two of them are the same (dns-rules section 8.4). */
import type { RRset } from '../model/dns-report.ts';
import { compareText, type RecordData } from '../model/record.ts';

type Data = Pick<RecordData, 'value' | 'priority' | 'ttl'>;

export function rrsetOf(records: readonly Data[]): RRset {
  const byKey = new Map(
    records.map(({ value, priority }) => [keyOf({ value, priority }), { value, priority }]),
  );
  const data = [...byKey.values()].sort(
    (a, b) => (a.priority ?? -1) - (b.priority ?? -1) || compareText(a.value, b.value),
  );
  return {
    data: data.map(({ value, priority }) => (priority === undefined ? { value } : { value, priority })),
    ttls: [...new Set(records.map(({ ttl }) => ttl))].sort((a, b) => a - b),
  };
}

/**
 * Whether what was found is what was wanted: the same data, and a ttl that was wanted. Where the service holds several
 * ttls of one RRset, the order of its zone file decides which is served (dns-rules 4.2).
 */
export function isSameRRset(found: RRset, wanted: RRset): boolean {
  return (
    found.data.length === wanted.data.length &&
    found.data.every((datum, index) => keyOf(datum) === keyOf(wanted.data[index])) &&
    found.ttls.every((ttl) => wanted.ttls.includes(ttl))
  );
}

/** Whether two sides that are compared whole hold the same; none equals none. */
export function areEqual(a: RRset | undefined, b: RRset | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return isSameRRset(a, b) && isSameRRset(b, a);
}

function keyOf(
  datum: { readonly value: string; readonly priority?: number | undefined } | undefined,
): string {
  return `${datum?.priority ?? ''} ${datum?.value}`;
}
