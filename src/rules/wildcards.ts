/** wildcard-masked, wildcard-cname, wildcard-mx: wildcards that answer less, or more, than was meant (RFC 4592). */
import { type Fqdn, isWildcard, parentOf } from '../model/name.ts';
import type { ZoneRule } from './rule.ts';
import type { JudgedName, JudgedZone, Verdict } from './zone.ts';
import { hasAddress, rrsetOf, type ZoneView } from './zone-view.ts';

export const wildcards: ZoneRule = {
  texts: [
    {
      name: 'wildcard-masked',
      severity: 'warning',
      summary:
        'Records at or below a name make it exist, and the wildcard that gave it its addresses answers there no more.',
      source: 'RFC 4592 section 2.2.2; named 9.18 answers NODATA',
      bad: 'records:\n  "*": { A: 198.51.100.1 }\n  _acme-challenge.foo: { TXT: x }\n',
      good: 'records:\n  "*": { A: 198.51.100.1 }\n  _acme-challenge.foo: { TXT: x }\n  foo: { A: 198.51.100.1 }\n',
    },
    {
      name: 'wildcard-cname',
      severity: 'warning',
      summary:
        'A wildcard alias beside mail: _dmarc, _domainkey and _acme-challenge names become aliases, too.',
      source: 'RFC 4592 section 4.4',
      bad: 'records:\n  "@": { MX: 10 mx1.example.net }\n  "*": { CNAME: www.example.net }\n',
      good: 'records:\n  "@": { MX: 10 mx1.example.net }\n  "*.apps": { CNAME: www.example.net }\n',
    },
    {
      name: 'wildcard-mx',
      severity: 'warning',
      summary: 'A wildcard MX takes mail for every name that does not exist, and none for those that do.',
      source: 'RFC 4592 section 4.5',
      bad: 'records:\n  "*": { MX: 10 mx1.example.net }\n',
      good: 'records:\n  "*": { MX: 0 . }\n',
    },
  ],
  judge,
};

function judge<At>(zone: JudgedZone<At>, view: ZoneView<At>): Verdict<At>[] {
  const found: Verdict<At>[] = [];
  const told = new Set<Fqdn>();
  for (const entry of zone.names.values()) {
    if (isWildcard(entry.name)) found.push(...judgeWildcard(entry, zone));
    else {
      const masked = zone.open ? undefined : maskedBy(entry, zone, view);
      if (masked === undefined || told.has(masked.name)) continue;
      told.add(masked.name);
      const name = masked.name.slice(0, -1);
      const message = `'${entry.written}' makes ${name} exist, so that '${masked.wildcard.written}' stops answering there; give ${name} its own addresses`;
      found.push({ rule: 'wildcard-masked', at: entry.at, message });
    }
  }
  return found;
}

function judgeWildcard<At>(entry: JudgedName<At>, zone: JudgedZone<At>): Verdict<At>[] {
  const mx = rrsetOf(entry, 'MX');
  if (mx?.values.some(({ value }) => value !== '.')) {
    const message = `MX at '${entry.written}' takes mail for names that do not exist, and none for those that do; name the hosts that take mail`;
    return [{ rule: 'wildcard-mx', at: mx.at, message }];
  }
  const cname = rrsetOf(entry, 'CNAME');
  const above = zone.names.get(parentOf(entry.name) ?? zone.name);
  const hasMail = above?.rrsets.some(({ type }) => type === 'MX' || type === 'TXT');
  if (cname === undefined || !hasMail) return [];
  const message = `'${entry.written}' makes an alias of _dmarc, _domainkey and all other names below; name the hosts one by one`;
  return [{ rule: 'wildcard-cname', at: cname.at, message }];
}

/**
 * The name, this one or one above it, that exists because of this one and that a wildcard with addresses would
 * otherwise answer for. Names of services ('_dmarc') have no address to lose.
 */
function maskedBy<At>(
  entry: JudgedName<At>,
  zone: JudgedZone<At>,
  view: ZoneView<At>,
): { readonly name: Fqdn; readonly wildcard: JudgedName<At> } | undefined {
  for (
    let name: Fqdn | undefined = entry.name;
    name !== undefined && name !== zone.name;
    name = parentOf(name)
  ) {
    const here = zone.names.get(name);
    if (here !== undefined && here !== entry) return undefined;
    const wildcard = zone.names.get(`*.${parentOf(name)}` as Fqdn);
    if (wildcard === undefined || name.startsWith('_') || view.delegationOf(name) !== undefined) continue;
    const isAnswered = here !== undefined && (hasAddress(here) || rrsetOf(here, 'CNAME') !== undefined);
    if (!isAnswered && (hasAddress(wildcard) || rrsetOf(wildcard, 'CNAME') !== undefined))
      return { name, wildcard };
  }
  return undefined;
}
