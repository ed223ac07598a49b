/** Turns the change between an alias and other data at one name into one PATCH, so that the name never has neither. */
import type { Fqdn } from '../model/name.ts';
import { compareRecords, type DesiredRecord, type DnsRecord, type LiveRecord } from '../model/record.ts';
import { compareLive } from './pair.ts';

/**
 * The old record that becomes the new one where a name becomes an alias (CNAME) or ceases to be one; undefined where
 * it does neither: all other types can stand side by side, created before others are deleted. An address is the one
 * that stays longest and comes first, A before AAAA before the rest (dns-rules section 7 rule 2), but for the NS of a
 * delegation, which hide all else; of several records of that type one that keeps its ttl, then the first in order.
 */
export function pairTypeChange(
  zone: Fqdn,
  deletes: readonly LiveRecord[],
  creates: readonly DesiredRecord[],
): { readonly before: LiveRecord; readonly after: DesiredRecord } | undefined {
  const alias = creates.find(({ type }) => type === 'CNAME');
  const [after] = alias === undefined ? [...creates].sort(byWeight(zone, compareRecords)) : [alias];
  const olds = alias === undefined ? deletes.filter(({ type }) => type === 'CNAME') : deletes;
  if (after === undefined) return undefined;
  const [first, ...others] = [...olds].sort(byWeight(zone, compareLive));
  if (first === undefined) return undefined;
  const sameTtl = [first, ...others].find(({ type, ttl }) => type === first.type && ttl === after.ttl);
  return { before: sameTtl ?? first, after };
}

/** The NS of a delegation first; record order lists addresses before the rest (RECORD_TYPES). */
function byWeight<T extends DnsRecord>(zone: Fqdn, compare: (a: T, b: T) => number): (a: T, b: T) => number {
  const delegates = ({ type, name }: T): number => Number(type === 'NS' && name !== zone);
  return (a, b) => delegates(b) - delegates(a) || compare(a, b);
}
