/** name-wildcard: an asterisk is a wildcard only as the whole first label (RFC 4592 §2.1); elsewhere it matches itself. */
import type { Fqdn } from '../../model/name.ts';
import type { DeclaredZone } from '../declared.ts';
import type { Mistake } from '../mistake.ts';

export function wildcardName(zone: DeclaredZone): Mistake[] {
  const mistakes: Mistake[] = [];
  for (const { name, written } of zone.names.values()) {
    if (!hasStrayAsterisk(name)) continue;
    const message = `'*' is a wildcard only as the whole first label; '${written.text}' would match nothing but itself`;
    mistakes.push({ rule: 'name-wildcard', span: written, message });
  }
  return mistakes;
}

export function hasStrayAsterisk(name: Fqdn): boolean {
  return name.includes('*', name.startsWith('*.') ? 2 : 0);
}
