/** ns-wildcard: a wildcard cannot be delegated (RFC 4592 §4.2); BIND refuses the zone. */
import { isWildcard } from '../../model/name.ts';
import type { DeclaredZone } from '../declared.ts';
import type { Mistake } from '../mistake.ts';
import { rrsetOf } from './zone-view.ts';

export function nsWildcard(zone: DeclaredZone): Mistake[] {
  const mistakes: Mistake[] = [];
  for (const entry of zone.names.values()) {
    const ns = isWildcard(entry.name) ? rrsetOf(entry, 'NS') : undefined;
    if (ns === undefined) continue;
    const message = 'a wildcard cannot have NS; delegate each name by itself';
    mistakes.push({ rule: 'ns-wildcard', span: ns.typeSpan, message });
  }
  return mistakes;
}
