/** target-looks-relative: an absolute target for which the zone has a name of the same looks. */
import { type Fqdn, presentTarget } from '../model/name.ts';
import { targetOf } from '../model/value.ts';
import type { ZoneRule } from './rule.ts';
import type { JudgedZone, Verdict } from './zone.ts';

export const targetLooksRelative: ZoneRule = {
  texts: [
    {
      name: 'target-looks-relative',
      severity: 'warning',
      summary:
        'A target is read as a full name, though this zone has a name that it may have been meant for.',
      source: 'design: host names in values are absolute',
      bad: 'records:\n  www: { CNAME: a.web }\n  a.web: { A: 198.51.100.1 }\n',
      good: 'records:\n  www: { CNAME: a.web.target-looks-relative.example }\n  a.web: { A: 198.51.100.1 }\n',
    },
  ],
  judge,
};

function judge<At>(zone: JudgedZone<At>): Verdict<At>[] {
  const found: Verdict<At>[] = [];
  for (const { rrsets } of zone.names.values()) {
    for (const { type, values } of rrsets) {
      for (const { value, target: written } of values) {
        const target = targetOf({ type, value });
        if (target === undefined || written === undefined || written.text.endsWith('.')) continue;
        const inZone = `${target}${zone.name}` as Fqdn;
        if (!zone.names.has(inZone)) continue;
        const message = `'${written.text}' is read as the full name '${target}'; write '${presentTarget(inZone)}' for the one in this zone, or end it with a dot`;
        found.push({ rule: 'target-looks-relative', at: written.at, message });
      }
    }
  }
  return found;
}
