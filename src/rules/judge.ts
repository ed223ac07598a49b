/** Judges zones by all rules about whole zones. What is wrong with a value by itself is told where it is read. */
import { addresses } from './addresses.ts';
import { authorities } from './authorities.ts';
import { cnameChain } from './cname-chain.ts';
import { dangling } from './dangling.ts';
import { delegations } from './delegations.ts';
import { duplicate } from './duplicate.ts';
import { hostOwner } from './host-owner.ts';
import { lonelyCname } from './lonely-cname.ts';
import { dkim } from './mail/dkim.ts';
import { dmarc } from './mail/dmarc.ts';
import { dmarcConsent } from './mail/dmarc-consent.ts';
import { mtaSts } from './mail/mta-sts.ts';
import { placement } from './mail/placement.ts';
import { spf } from './mail/spf.ts';
import { spfReach } from './mail/spf-reach.ts';
import { tlsRpt } from './mail/tls-rpt.ts';
import { mailExchange } from './mail-exchange.ts';
import { doubledName, nameLooksAbsolute, nameLooksAddress } from './misleading-name.ts';
import { mixedScripts } from './mixed-scripts.ts';
import { nsWildcard } from './ns-wildcard.ts';
import { nullMx } from './null-mx.ts';
import type { ZoneRule } from './rule.ts';
import { services } from './services.ts';
import { sizes } from './sizes.ts';
import { targetLooksRelative } from './target-looks-relative.ts';
import { targets } from './targets.ts';
import { ttls } from './ttls.ts';
import { wildcardName } from './wildcard-name.ts';
import { wildcards } from './wildcards.ts';
import { RuleWorld } from './world.ts';
import type { JudgedZone, Verdict } from './zone.ts';

export const ZONE_RULES: readonly ZoneRule[] = [
  wildcardName,
  hostOwner,
  doubledName,
  nameLooksAbsolute,
  nameLooksAddress,
  mixedScripts,
  lonelyCname,
  cnameChain,
  targets,
  targetLooksRelative,
  nullMx,
  nsWildcard,
  duplicate,
  addresses,
  ttls,
  mailExchange,
  services,
  sizes,
  authorities,
  delegations,
  wildcards,
  dangling,
  spf,
  spfReach,
  dkim,
  dmarc,
  dmarcConsent,
  mtaSts,
  tlsRpt,
  placement,
];

/**
 * What the rules find in zones that stand beside each other, by zone; severities and settings are not applied yet.
 *
 * @param bystanders zones that rules may look into, and that are not judged themselves
 */
export function judgeZones<Zone extends JudgedZone<At>, At>(
  zones: readonly Zone[],
  bystanders: readonly JudgedZone<At>[] = [],
): ReadonlyMap<Zone, readonly Verdict<At>[]> {
  const world = new RuleWorld<At>([...zones, ...bystanders]);
  return new Map(zones.map((zone) => [zone, judgeZone(zone, world)]));
}

function judgeZone<At>(zone: JudgedZone<At>, world: RuleWorld<At>): Verdict<At>[] {
  const found: Verdict<At>[] = [];
  const view = world.viewOf(zone);
  for (const { judge } of ZONE_RULES) for (const verdict of judge(zone, view, world)) found.push(verdict);
  return found;
}
