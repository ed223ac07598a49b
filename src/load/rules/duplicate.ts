/** duplicate: one record twice, whatever its spelling (RFC 2181 §5). */
import type { DeclaredRRset, DeclaredZone } from '../declared.ts';
import type { Mistake } from '../mistake.ts';

export function duplicate(zone: DeclaredZone): Mistake[] {
  const mistakes: Mistake[] = [];
  for (const { rrsets } of zone.names.values()) {
    for (const rrset of rrsets) {
      for (const mistake of duplicatesIn(rrset, zone)) mistakes.push(mistake);
    }
  }
  return mistakes;
}

function duplicatesIn({ type, values }: DeclaredRRset, zone: DeclaredZone): Mistake[] {
  // Two CNAMEs are one too many already.
  if (type === 'CNAME' || values.length < 2) return [];
  const mistakes: Mistake[] = [];
  const lines = new Map<string, number>();
  for (const { value, priority, span } of values) {
    const identity = `${priority ?? ''} ${value}`;
    const line = lines.get(identity);
    if (line === undefined) lines.set(identity, zone.source.position(span.start).line);
    else
      mistakes.push({
        rule: 'duplicate',
        span,
        message: `same record as on line ${line}; take one of them out`,
      });
  }
  return mistakes;
}
