/** The DNS look-ups that a receiver makes for an SPF record, as far as the zones here tell (RFC 7208 §4.6.4). */
import type { Fqdn } from '../../model/name.ts';
import type { SpfRecord } from './spf-record.ts';
import type { SpfTerm } from './spf-term.ts';
import type { SpfWorld } from './spf-world.ts';

export interface SpfLookups {
  /** At least so many: what stands in zones that are not here counts one. */
  readonly count: number;
  /** Terms whose look-up finds nothing. */
  readonly voids: readonly string[];
  /** Names whose records ask for each other, the first one at both ends. */
  readonly loop?: readonly Fqdn[];
}

/** Where counting ends: by then all is said, and records that include each other would never end. */
const ENOUGH = 100;

/** @param name whose record it is; undefined below a wildcard, where that is open */
export function countLookups(record: SpfRecord, name: Fqdn | undefined, world: SpfWorld): SpfLookups {
  let count = 0;
  let loop: readonly Fqdn[] | undefined;
  const voids: string[] = [];

  function visit(term: SpfTerm, owner: Fqdn | undefined, path: readonly Fqdn[]): void {
    count++;
    const target = term.domain === undefined ? owner : term.domain.name;
    if (target === undefined) return;
    if (term.name !== 'include' && term.name !== 'redirect') {
      if (isVoid(term, target, world)) voids.push(term.text);
      return;
    }
    const at = path.indexOf(target);
    if (at >= 0) loop ??= [...path.slice(at), target];
    if (at >= 0 || count >= ENOUGH) return;
    const other = world.recordAt(target);
    if (typeof other !== 'object') return;
    for (const next of other.asking) {
      if (count >= ENOUGH) return;
      visit(next, target, [...path, target]);
    }
  }

  for (const term of record.asking) visit(term, name, name === undefined ? [] : [name]);
  return { count, voids, ...(loop !== undefined && { loop }) };
}

const ADDRESSES = ['A', 'AAAA'];

function isVoid(term: SpfTerm, target: Fqdn, world: SpfWorld): boolean {
  switch (term.name) {
    case 'a':
      return world.find(target, ADDRESSES) === 'nothing';
    case 'exists':
      return world.find(target, ['A']) === 'nothing';
    case 'mx':
      return world.find(target, ['MX']) === 'nothing';
    default:
      return false;
  }
}
