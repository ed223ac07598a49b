/** cname-dangling: an alias of a name that does not exist, in this zone or in another one here. */
import { presentTarget } from '../model/name.ts';
import { targetOf } from '../model/value.ts';
import type { ZoneRule } from './rule.ts';
import type { RuleWorld } from './world.ts';
import type { JudgedZone, Verdict } from './zone.ts';
import { rrsetOf, type ZoneView } from './zone-view.ts';

export const dangling: ZoneRule = {
  texts: [
    {
      name: 'cname-dangling',
      severity: 'warning',
      summary: 'An alias of a name that does not exist, in this zone or in another one here.',
      source: 'RFC 1034 section 3.6.2',
      bad: 'records:\n  www: { CNAME: web.cname-dangling.example }\n',
      good: 'records:\n  www: { CNAME: web.cname-dangling.example }\n  "*": { A: 198.51.100.1 }\n',
    },
  ],
  judge,
};

function judge<At>(zone: JudgedZone<At>, _: ZoneView<At>, world: RuleWorld<At>): Verdict<At>[] {
  const found: Verdict<At>[] = [];
  for (const entry of zone.names.values()) {
    for (const { value, at, target: written } of rrsetOf(entry, 'CNAME')?.values ?? []) {
      const target = targetOf({ type: 'CNAME', value });
      const view = target === undefined ? undefined : world.viewFor(target);
      if (target === undefined || view === undefined || view.delegationOf(target) !== undefined) continue;
      if (view.at(target) !== undefined || view.zone.name === target || view.zone.open) continue;
      const message = `${presentTarget(target)} does not exist in ${presentTarget(view.zone.name)}; add it there, or name another`;
      found.push({ rule: 'cname-dangling', at: written?.at ?? at, message });
    }
  }
  return found;
}
