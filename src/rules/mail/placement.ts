/** policy-misplaced: a policy at a name where nobody looks for it (dns-rules 5). */
import { type Fqdn, isWildcard, parentOf, presentOwner } from '../../model/name.ts';
import { isSpf } from '../../model/text-class.ts';
import type { ZoneRule } from '../rule.ts';
import type { RuleWorld } from '../world.ts';
import type { JudgedName, JudgedZone, Verdict } from '../zone.ts';
import type { ZoneView } from '../zone-view.ts';
import { type PolicyKind, policyKind } from './policy-kind.ts';
import { SpfWorld } from './spf-world.ts';
import { textsOf } from './texts.ts';

export const placement: ZoneRule = {
  texts: [
    {
      name: 'policy-misplaced',
      severity: 'warning',
      summary:
        'An SPF, DKIM, DMARC, MTA-STS or TLS-RPT text at a name where nobody looks for it has no effect.',
      source:
        'RFC 7208 section 3, RFC 6376 section 3.6.2.1, RFC 9989 section 4.7, RFC 8461 section 3.1, RFC 8460 section 3',
      bad: 'records:\n  "@": { TXT: v=DMARC1; p=reject }\n',
      good: 'records:\n  _dmarc: { TXT: v=DMARC1; p=reject }\n  example.net._report._dmarc: { TXT: v=DMARC1 }\n',
    },
  ],
  judge,
};

function judge<At>(zone: JudgedZone<At>, _: ZoneView<At>, world: RuleWorld<At>): Verdict<At>[] {
  const known = SpfWorld.of(world);
  return [...zone.names.values()].flatMap((entry) =>
    // Below a wildcard stand names of all kinds.
    isWildcard(entry.name) ? [] : judgeName(entry, zone, known),
  );
}

function judgeName<At>(entry: JudgedName<At>, zone: JudgedZone<At>, world: SpfWorld): Verdict<At>[] {
  return textsOf(entry).flatMap(({ text, at }) => {
    const kind = isSpf(text) ? 'SPF' : policyKind(text);
    if (kind === undefined) return [];
    const message = kind === 'SPF' ? spfProblem(entry, zone, world) : problemOf(kind, entry.name, zone.name);
    return message === undefined ? [] : [{ rule: 'policy-misplaced', at, message }];
  });
}

type PlacedKind = Exclude<PolicyKind, 'SPF'>;

interface Place {
  readonly what: string;
  readonly title: string;
  readonly isAt: (name: Fqdn) => boolean;
}

const PLACES: Readonly<Record<PlacedKind, Place>> = {
  DKIM: {
    what: 'a DKIM key',
    title: 'selector._domainkey',
    isAt: (name) => name.includes('._domainkey.'),
  },
  DMARC: {
    what: 'a DMARC record',
    title: '_dmarc',
    // RFC 9990: who takes reports for another domain says so there.
    isAt: (name) => name.startsWith('_dmarc.') || name.includes('._report._dmarc.'),
  },
  'MTA-STS': {
    what: 'an MTA-STS record',
    title: '_mta-sts',
    isAt: (name) => name.startsWith('_mta-sts.'),
  },
  'TLS-RPT': {
    what: 'a TLS-RPT record',
    title: '_smtp._tls',
    isAt: (name) => name.startsWith('_smtp._tls.'),
  },
};

function problemOf(kind: PlacedKind, name: Fqdn, zone: Fqdn): string | undefined {
  const { what, title, isAt } = PLACES[kind];
  if (isAt(name)) return undefined;
  return `${what} is looked for at ${title} and not here; write it at '${placeFor(kind, name, zone)}'`;
}

/** Where the text was most likely meant to stand: labels that were meant for a policy's place give way to the right ones. */
function placeFor(kind: PlacedKind, name: Fqdn, zone: Fqdn): string {
  const owner = presentOwner(name, zone);
  const labels = owner === '@' ? [] : owner.split('.');
  const last = labels.findLastIndex((label) => label.startsWith('_') || PLAIN.has(label));
  if (kind !== 'DKIM') return [PLACES[kind].title, ...labels.slice(last + 1)].join('.');
  const isAlmost = last > 0 && labels[last]?.includes('domainkey');
  const selector = last < 0 ? labels.slice(0, 1) : isAlmost ? labels.slice(0, last) : [];
  const domain = labels.slice(last < 0 ? 1 : last + 1);
  return [...(selector.length > 0 ? selector : ['selector']), '_domainkey', ...domain].join('.');
}

/** Labels of places that miss their underscore. */
const PLAIN: ReadonlySet<string> = new Set(['dmarc', 'domainkey', 'domainkeys', 'mta-sts']);

function spfProblem<At>(
  { name, written }: JudgedName<At>,
  zone: JudgedZone<At>,
  world: SpfWorld,
): string | undefined {
  const other = Object.values(PLACES).find(({ isAt }) => isAt(name));
  if (other !== undefined) {
    return `SPF is looked for at the domain itself and not at ${other.title}; write it at '${domainOf(name, zone.name)}'`;
  }
  if (!/(?:^|\.)_spf/.test(name.slice(0, -zone.name.length))) return undefined;
  if (zone.open || world.isAskedFor(name)) return undefined;
  return `no SPF record here includes '${written}', and nobody looks for SPF there by itself; write it at '${domainOf(name, zone.name)}', or include:${name.slice(0, -1)} there`;
}

/** The name above the labels that begin with an underscore. */
function domainOf(name: Fqdn, zone: Fqdn): string {
  let at: Fqdn = name;
  for (let above: Fqdn | undefined = name; above !== undefined && above !== zone; above = parentOf(above)) {
    if (above.startsWith('_')) at = parentOf(above) ?? zone;
  }
  return presentOwner(at, zone);
}
