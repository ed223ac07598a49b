/** cname-apex, cname-multiple, cname-conflict: an alias stands alone, once, and never at the zone itself. */
import type { DeclaredZone } from '../declared.ts';
import type { Mistake } from '../mistake.ts';
import { rrsetOf } from './zone-view.ts';

/** RFC 1034 §3.6.2, RFC 2181 §10.1; BIND refuses the zone. SOA and NS always stand at the apex, whoever lists them. */
export function lonelyCname(zone: DeclaredZone): Mistake[] {
  const mistakes: Mistake[] = [];
  for (const entry of zone.names.values()) {
    const cname = rrsetOf(entry, 'CNAME');
    if (cname === undefined) continue;
    const mistake = (rule: string, message: string): void => {
      mistakes.push({ rule, span: cname.typeSpan, message });
    };
    const others = entry.rrsets.filter((rrset) => rrset !== cname).map(({ type }) => type);
    if (entry.name === zone.name) {
      mistake('cname-apex', 'no CNAME at the zone itself, where SOA and NS stand; use A and AAAA');
    } else if (others.length > 0) {
      mistake('cname-conflict', `CNAME cannot stand beside ${others.join(', ')} at '${entry.written.text}'`);
    } else if (cname.values.length > 1) {
      mistake(
        'cname-multiple',
        `${cname.values.length} CNAMEs at '${entry.written.text}'; exactly one is allowed`,
      );
    }
  }
  return mistakes;
}
