/** name-doubled and name-looks-fqdn: names that are read otherwise than most people would write them for. */
import { isIP } from 'node:net';
import { type Fqdn, isInZone, presentOwner, readAbsoluteName } from '../model/name.ts';
import type { ZoneRule } from './rule.ts';
import type { RuleWorld } from './world.ts';
import type { JudgedName, JudgedZone, Verdict } from './zone.ts';
import type { ZoneView } from './zone-view.ts';

/** The zone's name twice at the end: most often a full name without its final dot in a tool that appends the zone. */
export const doubledName: ZoneRule = {
  texts: [
    {
      name: 'name-doubled',
      severity: 'warning',
      summary: "A name that ends in the zone's name twice was most often meant to end in it once.",
      source: 'RFC 1034 section 3.6 leaves relative names to the reader',
      bad: 'zone: doubled.example\nrecords:\n  www.doubled.example.doubled.example: { TXT: x }\n',
      good: 'zone: doubled.example\nrecords:\n  www.doubled.example: { TXT: x }\n',
    },
  ],
  judge: (zone) => {
    const doubled = `.${zone.name}${zone.name}`;
    return [...zone.names.values()]
      .filter(({ name }) => `.${name}`.endsWith(doubled))
      .map(({ name, at }) => {
        const once = presentOwner(name.slice(0, -zone.name.length) as Fqdn, zone.name);
        const message = `name repeats the zone: ${name}; write '${once}' if it is meant once`;
        return { rule: 'name-doubled', at, message };
      });
  },
};

/** '192.0.2.1' is a legal name below the zone, and hardly what was meant. */
export const nameLooksAddress: ZoneRule = {
  texts: [
    {
      name: 'name-looks-address',
      severity: 'warning',
      summary: 'A name that looks like an address is read as four labels below the zone.',
      source: 'RFC 1123 section 2.1',
      bad: 'records:\n  198.51.100.1: { TXT: x }\n',
      good: 'records:\n  198.51.100: { TXT: x }\n',
    },
  ],
  judge: (zone) =>
    [...zone.names.values()]
      .filter(({ written }) => isIP(written) !== 0)
      .map(({ name, written, at }) => ({
        rule: 'name-looks-address',
        at,
        message: `'${written}' looks like an address and is read as the name ${name}; addresses stand under A and AAAA`,
      })),
};

/**
 * Top-level names that nobody uses for hosts of their own. Newer ones (dev, app, cloud) are everyday labels, too:
 * '*.dev' means what it says.
 */
const TOP_LEVEL: ReadonlySet<string> = new Set(['com', 'net', 'org', 'info', 'biz', 'edu', 'gov']);

/** A relative name that looks like a full one: it ends like the Internet's names, or like another zone here. */
export const nameLooksAbsolute: ZoneRule = {
  texts: [
    {
      name: 'name-looks-fqdn',
      severity: 'warning',
      summary: 'A relative name that ends like a full one (.com, another zone here) is read below this zone.',
      source: 'design: names without a final dot are relative unless they end in the zone',
      bad: 'records:\n  www.example.com: { TXT: x }\n',
      good: 'records:\n  www.dev: { TXT: x }\n',
    },
  ],
  judge,
};

function judge<At>(zone: JudgedZone<At>, _: ZoneView<At>, world: RuleWorld<At>): Verdict<At>[] {
  const found: Verdict<At>[] = [];
  for (const entry of zone.names.values()) {
    if (!looksAbsolute(entry, zone.name, (name) => world.has(name))) continue;
    const message = `'${entry.written}' is read as '${entry.name}'; end it with a dot if it is absolute`;
    found.push({ rule: 'name-looks-fqdn', at: entry.at, message });
  }
  return found;
}

function looksAbsolute(
  { name, written }: JudgedName<unknown>,
  zone: Fqdn,
  isManaged: (zone: Fqdn) => boolean,
): boolean {
  const relative = name.slice(0, -zone.length - 1);
  // What is absolute already is no case of looking like it.
  if (!relative.includes('.')) return false;
  const absolute = readAbsoluteName(written).name;
  if (absolute === undefined || isInZone(absolute, zone)) return false;
  if (TOP_LEVEL.has(relative.slice(relative.lastIndexOf('.') + 1))) return true;
  for (let at = 0; at >= 0; at = relative.indexOf('.', at + 1)) {
    if (isManaged(`${relative.slice(at === 0 ? 0 : at + 1)}.` as Fqdn)) return true;
  }
  return false;
}
