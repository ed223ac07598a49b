/** All rules about whole zones. What is wrong with a value by itself is told where it is read. */
import type { DeclaredZone } from '../declared.ts';
import type { Mistake } from '../mistake.ts';
import { cnameChain } from './cname-chain.ts';
import { duplicate } from './duplicate.ts';
import { hostOwner } from './host-owner.ts';
import { lonelyCname } from './lonely-cname.ts';
import { doubledName, nameLooksAbsolute } from './misleading-name.ts';
import { nsWildcard } from './ns-wildcard.ts';
import { nullMx } from './null-mx.ts';
import { targetLooksRelative, targets } from './targets.ts';
import { wildcardName } from './wildcard-name.ts';
import { zoneTwice } from './zone-twice.ts';
import { ZoneView } from './zone-view.ts';

type Rule = (zone: DeclaredZone, view: ZoneView) => Mistake[];

/** Each takes time linear in the zone. */
const RULES: readonly Rule[] = [
  wildcardName,
  hostOwner,
  doubledName,
  lonelyCname,
  cnameChain,
  targets,
  targetLooksRelative,
  nullMx,
  nsWildcard,
  duplicate,
];

/** What is wrong with a zone by itself. */
export function judgeZone(zone: DeclaredZone): Mistake[] {
  const view = new ZoneView(zone);
  return RULES.flatMap((rule) => rule(zone, view));
}

/** What is wrong with zones beside each other, by zone. */
export function judgeTogether(zones: readonly DeclaredZone[]): ReadonlyMap<DeclaredZone, readonly Mistake[]> {
  const twice = zoneTwice(zones);
  const looksAbsolute = nameLooksAbsolute(zones);
  return new Map(zones.map((zone) => [zone, [...(twice.get(zone) ?? []), ...looksAbsolute(zone)]]));
}
