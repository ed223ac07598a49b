/** Tells of zones that `--allow` and `--allow-zone-delete` name and no file has: a misspelt one allows nothing. */
import type { Fqdn } from '../model/name.ts';
import { closest } from '../model/suggest.ts';
import { domainOf } from '../model/zone.ts';
import { safe } from '../render/safe.ts';
import type { Consent } from './consent.ts';
import type { Host } from './host.ts';

export function warnOfStrangers(
  host: Host,
  managed: ReadonlySet<Fqdn>,
  { allow = new Map(), allowZoneDelete = new Set() }: Pick<Consent, 'allow' | 'allowZoneDelete'>,
): void {
  const named = [
    ...[...allow.keys()].map((zone) => ['--allow', zone] as const),
    ...[...allowZoneDelete].map((zone) => ['--allow-zone-delete', zone] as const),
  ];
  for (const [option, zone] of named) {
    if (managed.has(zone)) continue;
    const meant = closest(domainOf(zone), [...managed].map(domainOf));
    const hint = meant === undefined ? '' : `; did you mean ${safe(meant)}?`;
    host.stderr.write(`warning: ${option} ${safe(domainOf(zone))}: no file is of that zone${hint}\n`);
  }
}
