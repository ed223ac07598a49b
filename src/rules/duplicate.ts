/** duplicate: one record twice, whatever its spelling (RFC 2181 §5). */
import type { ZoneRule } from './rule.ts';
import type { JudgedRRset, JudgedZone, Verdict } from './zone.ts';

export const duplicate: ZoneRule = {
  texts: [
    {
      name: 'duplicate',
      severity: 'error',
      fixed: 'file',
      summary: 'The same record twice, however it is spelt; a set holds each of its records once.',
      source: 'RFC 2181 section 5',
      bad: 'records:\n  "@": { AAAA: ["2001:db8::1", "2001:0DB8::1"] }\n',
      good: 'records:\n  "@": { AAAA: ["2001:db8::1", "2001:db8::10"] }\n',
    },
  ],
  judge: (zone) => {
    const found = [];
    for (const { rrsets } of zone.names.values()) {
      for (const rrset of rrsets) {
        // Two CNAMEs are one too many already.
        if (rrset.type === 'CNAME' || rrset.values.length < 2) continue;
        for (const verdict of duplicatesIn(rrset, zone)) found.push(verdict);
      }
    }
    return found;
  },
};

function duplicatesIn<At>({ values }: JudgedRRset<At>, zone: JudgedZone<At>): Verdict<At>[] {
  const found: Verdict<At>[] = [];
  const first = new Map<string, At>();
  for (const { value, priority, at } of values) {
    const identity = `${priority ?? ''} ${value}`;
    const before = first.get(identity);
    if (before === undefined) first.set(identity, at);
    else {
      const message = `same record as ${zone.describe(before)}; take one of them out`;
      found.push({ rule: 'duplicate', at, message });
    }
  }
  return found;
}
