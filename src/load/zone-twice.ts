/** zone-twice: two files for one zone, whatever the spelling of its name, would undo each other. */
import type { Fqdn } from '../model/name.ts';
import { domainOf } from '../model/zone.ts';
import type { DeclaredZone } from './declared.ts';
import type { Mistake } from './mistake.ts';

export function zoneTwice(zones: readonly DeclaredZone[]): Map<DeclaredZone, Mistake[]> {
  const first = new Map<Fqdn, DeclaredZone>();
  const mistakes = new Map<DeclaredZone, Mistake[]>();
  for (const zone of zones) {
    const before = first.get(zone.name);
    if (before === undefined) {
      first.set(zone.name, zone);
      continue;
    }
    const { file, line } = before.source.position(before.at.start);
    const message = `zone ${domainOf(zone)} is declared in ${file}:${line} too; put both into one file`;
    mistakes.set(zone, [{ rule: 'zone-twice', span: zone.at, message }]);
  }
  return mistakes;
}
