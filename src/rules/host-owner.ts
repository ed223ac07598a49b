/** name-hostname: BIND refuses the whole zone for an A, AAAA or MX at a name that is no host name (RFC 952, RFC 1123 §2.1). */
import { type Fqdn, isWildcard } from '../model/name.ts';
import type { RecordType } from '../model/record.ts';
import { badHostLabel } from './host-name.ts';
import type { ZoneRule } from './rule.ts';
import { hasStrayAsterisk } from './wildcard-name.ts';
import type { JudgedZone, Verdict } from './zone.ts';

export const hostOwner: ZoneRule = {
  texts: [
    {
      name: 'name-hostname',
      severity: 'error',
      fixed: 'BIND',
      summary:
        'A, AAAA and MX stand at host names: letters, digits and inner hyphens; BIND refuses the zone.',
      source: 'RFC 952, RFC 1123 section 2.1; named 9.18 (check-names)',
      bad: 'records:\n  my_host: { A: 198.51.100.1 }\n',
      good: 'records:\n  my-host: { A: 198.51.100.1 }\n  _tcp: { TXT: x }\n  a._spf: { A: 198.51.100.1 }\n',
    },
  ],
  judge,
};

function judge<At>(zone: JudgedZone<At>): Verdict<At>[] {
  const found: Verdict<At>[] = [];
  for (const { name, written, at, rrsets } of zone.names.values()) {
    if (hasStrayAsterisk(name)) continue;
    const label = badHostLabel(isWildcard(name) ? name.slice(2) : name);
    const refused = label === undefined ? undefined : rrsets.find(({ type }) => isRefused(type, name));
    if (refused === undefined) continue;
    const message = `${refused.type} owner '${written}' is not a host name ('${label}'); BIND would reject the whole zone: use letters, digits and inner hyphens`;
    found.push({ rule: 'name-hostname', at, message });
  }
  return found;
}

/** Names of SPF macros (RFC 7208 §5.7) that may hold addresses; IPv4 only. */
const SPF_LABELS: ReadonlySet<string> = new Set(['_spf', '_spf_rate', '_spf_verify']);

/** BIND's own exemptions, measured with named-checkzone 9.18: A below an SPF label, A and AAAA at gc._msdcs (Active Directory). */
function isRefused(type: RecordType, name: Fqdn): boolean {
  switch (type) {
    case 'A':
      return !isGlobalCatalog(name) && !name.split('.').some((label) => SPF_LABELS.has(label));
    case 'AAAA':
      return !isGlobalCatalog(name);
    case 'MX':
      return true;
    default:
      return false;
  }
}

function isGlobalCatalog(name: Fqdn): boolean {
  const [forest] = name.startsWith('gc._msdcs.') ? [name.slice('gc._msdcs.'.length)] : [];
  return forest !== undefined && badHostLabel(forest) === undefined;
}
