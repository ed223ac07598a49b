/** apex-ns, ns-single, occluded, dname-occluded: name servers, and what they hide (dns-rules 3.8). */
import { parentOf } from '../model/name.ts';
import { targetOf } from '../model/value.ts';
import type { ZoneRule } from './rule.ts';
import type { JudgedName, JudgedZone, Verdict } from './zone.ts';
import { rrsetOf, type ZoneView } from './zone-view.ts';

export const delegations: ZoneRule = {
  texts: [
    {
      name: 'apex-ns',
      severity: 'warning',
      summary:
        'The name servers of the zone itself are managed because the file lists them; they must be what the registrar has.',
      source: 'RFC 1034 section 4.2.2',
      bad: 'records:\n  "@": { NS: [ns1.example.net, ns2.example.net] }\n',
      good: 'records:\n  lab: { NS: [ns1.example.net, ns2.example.net] }\n',
    },
    {
      name: 'ns-single',
      severity: 'warning',
      summary: 'One name server only: while it is away, so is all below the name.',
      source: 'RFC 2182 section 5',
      bad: 'records:\n  lab: { NS: ns1.example.net }\n',
      good: 'records:\n  lab: { NS: [ns1.example.net, ns2.example.net] }\n',
    },
    {
      name: 'occluded',
      severity: 'warning',
      summary:
        'Data at or below a delegation, which the other servers answer for; only addresses of its name servers are used.',
      source: 'RFC 1034 section 4.2.1; named 9.18 loads it and never answers it',
      bad: 'records:\n  lab: { NS: [ns1.example.net, ns2.example.net] }\n  www.lab: { TXT: x }\n',
      good: 'records:\n  lab: { NS: [ns.lab.occluded.example, ns2.example.net] }\n  ns.lab: { A: 198.51.100.1 }\n',
    },
    {
      name: 'dname-occluded',
      severity: 'error',
      outcomeOnly: true,
      summary: 'Data below a live DNAME are never answered.',
      source: 'RFC 6672 section 2.4',
    },
  ],
  judge,
};

function judge<At>(zone: JudgedZone<At>, view: ZoneView<At>): Verdict<At>[] {
  const found: Verdict<At>[] = [];
  const glue = new Set<string>();
  for (const { rrsets } of zone.names.values()) {
    for (const { type, values } of rrsets) {
      if (type === 'NS') for (const { value } of values) glue.add(targetOf({ type, value }) ?? '');
    }
  }
  for (const entry of zone.names.values()) {
    found.push(...judgeServers(entry, zone));
    const hidden = hiddenBy(entry, view, glue);
    if (hidden !== undefined) found.push(hidden);
    const dname = dnameAbove(entry, zone);
    if (dname === undefined) continue;
    const message = `the live DNAME at '${dname.written}' hides '${entry.written}'; it will never be answered: delete one of the two`;
    found.push({ rule: 'dname-occluded', at: entry.at, message });
  }
  return found;
}

function judgeServers<At>(entry: JudgedName<At>, zone: JudgedZone<At>): Verdict<At>[] {
  const ns = rrsetOf(entry, 'NS');
  if (ns === undefined) return [];
  const found: Verdict<At>[] = [];
  if (entry.name === zone.name) {
    const message =
      'these name servers are managed because the file lists them; see that the registrar has the same';
    found.push({ rule: 'apex-ns', at: ns.at, message });
  }
  if (ns.values.length === 1 && !zone.open) {
    const message = `'${entry.written}' has one name server only; name a second`;
    found.push({ rule: 'ns-single', at: ns.at, message });
  }
  return found;
}

function hiddenBy<At>(
  entry: JudgedName<At>,
  view: ZoneView<At>,
  glue: ReadonlySet<string>,
): Verdict<At> | undefined {
  const cut = view.delegationOf(entry.name);
  if (cut === undefined) return undefined;
  const isServer = glue.has(entry.name);
  const hidden = entry.rrsets.find(({ type }) => {
    if (cut === entry && type === 'NS') return false;
    return !(isServer && (type === 'A' || type === 'AAAA'));
  });
  if (hidden === undefined) return undefined;
  const message = `${hidden.type} at '${entry.written}' is hidden by the delegation of '${cut.written}'; it will never be answered: write it in the zone of that name`;
  return { rule: 'occluded', at: hidden.at, message };
}

function dnameAbove<At>(entry: JudgedName<At>, zone: JudgedZone<At>): JudgedName<At> | undefined {
  for (let above = parentOf(entry.name); above !== undefined; above = parentOf(above)) {
    const name = zone.names.get(above);
    if (name?.foreign?.includes('DNAME')) return name;
    if (above === zone.name) return undefined;
  }
  return undefined;
}
