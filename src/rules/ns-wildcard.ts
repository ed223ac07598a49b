/** ns-wildcard: a wildcard cannot be delegated (RFC 4592 §4.2); BIND refuses the zone. */
import { isWildcard } from '../model/name.ts';
import type { ZoneRule } from './rule.ts';
import type { JudgedZone, Verdict } from './zone.ts';
import { rrsetOf } from './zone-view.ts';

export const nsWildcard: ZoneRule = {
  texts: [
    {
      name: 'ns-wildcard',
      severity: 'error',
      fixed: 'BIND',
      summary: 'A wildcard cannot have NS records; BIND refuses the zone.',
      source: 'RFC 4592 section 4.2; named 9.18',
      bad: 'records:\n  "*.lab": { NS: [ns1.example.net, ns2.example.net] }\n',
      good: 'records:\n  lab: { NS: [ns1.example.net, ns2.example.net] }\n',
    },
  ],
  judge,
};

function judge<At>(zone: JudgedZone<At>): Verdict<At>[] {
  const found: Verdict<At>[] = [];
  for (const entry of zone.names.values()) {
    const ns = isWildcard(entry.name) ? rrsetOf(entry, 'NS') : undefined;
    if (ns === undefined) continue;
    const message = 'a wildcard cannot have NS; delegate each name by itself';
    found.push({ rule: 'ns-wildcard', at: ns.at, message });
  }
  return found;
}
