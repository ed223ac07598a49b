/** A rule with the code that finds what breaks it in a zone. */
import type { RuleText } from '../model/rule.ts';
import type { RuleWorld } from './world.ts';
import type { JudgedZone, Verdict } from './zone.ts';
import type { ZoneView } from './zone-view.ts';

/** A rule about whole zones, or a few of them that are found together. Takes time linear in the zone. */
export interface ZoneRule {
  readonly texts: readonly RuleText[];
  readonly judge: <At>(
    zone: JudgedZone<At>,
    view: ZoneView<At>,
    world: RuleWorld<At>,
  ) => readonly Verdict<At>[];
}
