/** Which names a person means by one that they typed: absolute, or relative to each zone that has it. */
import { type Fqdn, isInZone, parentOf, readAbsoluteName, readOwner } from '../model/name.ts';
import { closest } from '../model/suggest.ts';
import { type DesiredZone, domainOf } from '../model/zone.ts';

export interface MeantName {
  readonly zone: DesiredZone;
  readonly name: Fqdn;
}

/** A name inside a zone that has a file is meant there, whether the file has it or not; others where files have them. */
export function meantNames(text: string, zones: readonly DesiredZone[]): readonly MeantName[] {
  const absolute = text === '@' ? undefined : readAbsoluteName(text).name;
  const [inner] = zones
    .filter(({ name }) => absolute !== undefined && isInZone(absolute, name))
    .sort((a, b) => b.name.length - a.name.length);
  if (absolute !== undefined && inner !== undefined) return [{ zone: inner, name: absolute }];
  return zones.flatMap((zone) => {
    const { name } = readOwner(text, zone.name);
    return name !== undefined && zone.records.some((record) => record.name === name) ? [{ zone, name }] : [];
  });
}

/** The name of the files that a mistyped one was most likely meant to be, as it was typed: relative or absolute. */
export function nearestName(text: string, zones: readonly DesiredZone[]): string | undefined {
  const names = new Set<string>();
  for (const zone of zones) {
    for (const { name } of zone.records) {
      names.add(domainOf(name));
      if (name !== zone.name) names.add(name.slice(0, -zone.name.length - 1));
    }
  }
  return closest(text.endsWith('.') ? text.slice(0, -1) : text, names);
}

/** The wildcard of the file that answers for a name that does not exist: that of its closest encloser (RFC 4592 section 3.3.1). */
export function coveringWildcard({ zone, name }: MeantName): Fqdn | undefined {
  const exists = (owner: Fqdn): boolean => zone.records.some((record) => isInZone(record.name, owner));
  let encloser = parentOf(name);
  while (encloser !== undefined && isInZone(encloser, zone.name) && !exists(encloser))
    encloser = parentOf(encloser);
  const wildcard = `*.${encloser}` as Fqdn;
  return zone.records.some((record) => record.name === wildcard) ? wildcard : undefined;
}
