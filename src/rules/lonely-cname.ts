/** cname-apex, cname-multiple, cname-conflict: an alias stands alone, once, and never at the zone itself. */
import type { ZoneRule } from './rule.ts';
import type { JudgedZone, Verdict } from './zone.ts';
import { rrsetOf } from './zone-view.ts';

/** RFC 1034 §3.6.2, RFC 2181 §10.1; BIND refuses the zone. SOA and NS always stand at the apex, whoever lists them. */
export const lonelyCname: ZoneRule = {
  texts: [
    {
      name: 'cname-apex',
      severity: 'error',
      fixed: 'BIND',
      summary: 'The zone itself holds SOA and NS, beside which no CNAME can stand; BIND refuses the zone.',
      source: 'RFC 1034 section 3.6.2; named 9.18',
      bad: 'records:\n  "@": { CNAME: www.example.net }\n',
      good: 'records:\n  www: { CNAME: www.example.net }\n',
    },
    {
      name: 'cname-conflict',
      severity: 'error',
      fixed: 'BIND',
      summary: 'Nothing else may stand at a name that has a CNAME; BIND refuses the zone.',
      source: 'RFC 1034 section 3.6.2, RFC 2181 section 10.1; named 9.18',
      bad: 'records:\n  www: { CNAME: www.example.net, TXT: x }\n',
      good: 'records:\n  www: { CNAME: www.example.net }\n  a.www: { TXT: x }\n',
    },
    {
      name: 'cname-multiple',
      severity: 'error',
      fixed: 'BIND',
      summary: 'A name has exactly one CNAME; BIND refuses the zone.',
      source: 'RFC 2181 section 10.1; named 9.18',
      bad: 'records:\n  www: { CNAME: [a.example.net, b.example.net] }\n',
      good: 'records:\n  www: { CNAME: [a.example.net] }\n',
    },
  ],
  judge,
};

function judge<At>(zone: JudgedZone<At>): Verdict<At>[] {
  const found: Verdict<At>[] = [];
  for (const entry of zone.names.values()) {
    const cname = rrsetOf(entry, 'CNAME');
    if (cname === undefined) continue;
    const tell = (rule: string, message: string): void => void found.push({ rule, at: cname.at, message });
    const types = entry.rrsets.filter((rrset) => rrset !== cname).map(({ type }) => type);
    const others = [...types, ...(entry.foreign ?? [])];
    if (entry.name === zone.name) {
      tell('cname-apex', 'no CNAME at the zone itself, where SOA and NS stand; use A and AAAA');
    } else if (others.length > 0) {
      tell(
        'cname-conflict',
        `CNAME cannot stand beside ${others.join(', ')} at '${entry.written}'; take one of them out`,
      );
    } else if (cname.values.length > 1) {
      tell(
        'cname-multiple',
        `${cname.values.length} CNAMEs at '${entry.written}'; exactly one is allowed: leave one`,
      );
    }
  }
  return found;
}
