/** duplicate and rrset-too-large: what the values of one RRset may not be together. */
import type { DeclaredRRset, DeclaredZone } from '../declared.ts';
import type { Mistake } from '../mistake.ts';

/** BIND's max-records-per-type (CVE-2024-1737); named-checkzone does not see it. */
const MOST_RECORDS = 100;

export function rrsetValues(zone: DeclaredZone): Mistake[] {
  const mistakes: Mistake[] = [];
  for (const { written, rrsets } of zone.names.values()) {
    for (const rrset of rrsets) {
      for (const mistake of duplicates(rrset, zone)) mistakes.push(mistake);
      const { length } = rrset.values;
      if (length <= MOST_RECORDS) continue;
      const message = `${length} ${rrset.type} records at '${written.text}'; BIND refuses the zone above ${MOST_RECORDS}`;
      mistakes.push({ rule: 'rrset-too-large', span: rrset.typeSpan, message });
    }
  }
  return mistakes;
}

/** One record twice (RFC 2181 §5), whatever its spelling. */
function duplicates({ type, values }: DeclaredRRset, zone: DeclaredZone): Mistake[] {
  // Two CNAMEs are two too many already.
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
