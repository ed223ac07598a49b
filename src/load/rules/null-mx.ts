/** null-mx-conflict: '.' says that a name takes no mail, which no other MX may contradict (RFC 7505 §3). */
import type { DeclaredZone } from '../declared.ts';
import type { Mistake } from '../mistake.ts';
import { rrsetOf } from './zone-view.ts';

export function nullMx(zone: DeclaredZone): Mistake[] {
  const mistakes: Mistake[] = [];
  for (const entry of zone.names.values()) {
    const values = rrsetOf(entry, 'MX')?.values ?? [];
    const none = values.find(({ value }) => value === '.');
    if (none === undefined || values.every(({ value }) => value === '.')) continue;
    const message = "null MX ('.') must be the only MX of a name; take it out, or the others";
    mistakes.push({ rule: 'null-mx-conflict', span: none.span, message });
  }
  return mistakes;
}
