/** target-looks-relative: a target is absolute, and looks as if it had been meant below the zone. */
import { getPublicSuffix, parse } from 'tldts';
import { type Fqdn, presentTarget } from '../model/name.ts';
import { targetOf } from '../model/value.ts';
import { isForExamples } from './example-names.ts';
import type { ZoneRule } from './rule.ts';
import type { RuleWorld } from './world.ts';
import type { JudgedZone, Verdict } from './zone.ts';
import type { ZoneView } from './zone-view.ts';

export const targetLooksRelative: ZoneRule = {
  texts: [
    {
      name: 'target-looks-relative',
      severity: 'warning',
      summary:
        'A target is read as a full name, though this zone has such a name, or its end is no top-level domain, or it repeats the zone.',
      source: 'design: host names in values are absolute; the public suffix list',
      bad: 'records:\n  www: { CNAME: a.web }\n  a.web: { A: 198.51.100.1 }\n',
      good: 'records:\n  www: { CNAME: a.web.target-looks-relative.example }\n  a.web: { A: 198.51.100.1 }\n',
    },
  ],
  judge,
};

function judge<At>(zone: JudgedZone<At>, _: ZoneView<At>, world: RuleWorld<At>): Verdict<At>[] {
  const found: Verdict<At>[] = [];
  for (const { rrsets } of zone.names.values()) {
    for (const { type, values } of rrsets) {
      for (const { value, target: written } of values) {
        const target = targetOf({ type, value });
        if (target === undefined || written === undefined || written.text.endsWith('.')) continue;
        const message = misgiving(written.text, target, zone, world);
        if (message !== undefined) found.push({ rule: 'target-looks-relative', at: written.at, message });
      }
    }
  }
  return found;
}

function misgiving<At>(
  written: string,
  target: Fqdn,
  zone: JudgedZone<At>,
  world: RuleWorld<At>,
): string | undefined {
  const inZone = `${target}${zone.name}` as Fqdn;
  const read = `'${written}' is read as the full name '${target}'`;
  const ways = `write '${presentTarget(inZone)}' for the one in this zone, or end it with a dot`;
  if (zone.names.has(inZone)) return `${read}; ${ways}`;
  if (target.endsWith(`.${zone.name}${zone.name}`)) {
    const once = presentTarget(target.slice(0, -zone.name.length) as Fqdn);
    return `${read}, which repeats the zone; write '${once}', or end it with a dot`;
  }
  if (world.viewFor(target) !== undefined || hasKnownEnd(target)) return undefined;
  return `${read}, and '${getPublicSuffix(target)}' is no top-level domain; ${ways}`;
}

/** Top-level names of private use (RFC 6761, RFC 6762, RFC 8375, ICANN's .internal, and what routers call home). */
const PRIVATE: ReadonlySet<string> = new Set([
  'internal',
  'local',
  'lan',
  'home',
  'corp',
  'intranet',
  'onion',
  'alt',
]);

function hasKnownEnd(target: Fqdn): boolean {
  const name = presentTarget(target);
  if (isForExamples(target) || PRIVATE.has(name.slice(name.lastIndexOf('.') + 1))) return true;
  const { isIcann } = parse(name, { validateHostname: false, extractHostname: false });
  return isIcann === true;
}
