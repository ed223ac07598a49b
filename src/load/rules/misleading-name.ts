/** name-doubled and name-looks-fqdn: names that are read otherwise than most people would write them for. */
import { isInZone, readAbsoluteName } from '../../model/name.ts';
import { domainOf } from '../../model/zone.ts';
import type { DeclaredName, DeclaredZone } from '../declared.ts';
import type { Mistake } from '../mistake.ts';

/** The zone's name twice at the end: most often a full name without its final dot in a tool that appends the zone. */
export function doubledName(zone: DeclaredZone): Mistake[] {
  const doubled = `.${zone.name}${zone.name}`;
  const mistakes: Mistake[] = [];
  for (const { name, written } of zone.names.values()) {
    if (`.${name}`.endsWith(doubled)) {
      const message = `name repeats the zone: ${name}`;
      mistakes.push({ severity: 'warning', rule: 'name-doubled', span: written, message });
    }
  }
  return mistakes;
}

/**
 * Top-level names that nobody uses for hosts of their own. Newer ones (dev, app, cloud) are everyday labels, too:
 * '*.dev' means what it says.
 */
const TOP_LEVEL: ReadonlySet<string> = new Set(['com', 'net', 'org', 'info', 'biz', 'edu', 'gov']);

/** A relative name that looks like a full one: it ends like the Internet's names, or like another zone here. */
export function nameLooksAbsolute(zones: readonly DeclaredZone[]): (zone: DeclaredZone) => Mistake[] {
  const managed = new Set<string>(zones.map(domainOf));
  return (zone) => {
    const mistakes: Mistake[] = [];
    for (const entry of zone.names.values()) {
      if (!looksAbsolute(entry, zone, managed)) continue;
      const message = `'${entry.written.text}' is read as '${entry.name}'; end it with a dot if it is absolute`;
      mistakes.push({ severity: 'warning', rule: 'name-looks-fqdn', span: entry.written, message });
    }
    return mistakes;
  };
}

function looksAbsolute(entry: DeclaredName, zone: DeclaredZone, managed: ReadonlySet<string>): boolean {
  const relative = entry.name.slice(0, -zone.name.length - 1);
  const absolute = readAbsoluteName(entry.written.text).name;
  // What is absolute already is no case of looking like it.
  if (absolute === undefined || isInZone(absolute, zone.name) || !relative.includes('.')) return false;
  if (TOP_LEVEL.has(relative.slice(relative.lastIndexOf('.') + 1))) return true;
  for (let at = 0; at >= 0; at = relative.indexOf('.', at + 1)) {
    if (managed.has(relative.slice(at === 0 ? 0 : at + 1))) return true;
  }
  return false;
}
