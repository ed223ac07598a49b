/** What MX, NS and SRV point at inside the zone: it must exist, must not be an alias, and must have its glue. */
import { type Fqdn, isInZone, presentTarget } from '../model/name.ts';
import type { RecordType } from '../model/record.ts';
import { targetOf } from '../model/value.ts';
import type { ZoneRule } from './rule.ts';
import type { RuleWorld } from './world.ts';
import type { JudgedName, JudgedZone, Verdict } from './zone.ts';
import { hasAddress, rrsetOf, type ZoneView } from './zone-view.ts';

const POINTING: ReadonlySet<RecordType> = new Set(['MX', 'NS', 'SRV']);

/** target-cname, target-missing and glue-missing; at most one of them for a value. */
export const targets: ZoneRule = {
  texts: [
    {
      name: 'target-cname',
      severity: 'error',
      summary: 'MX, NS and SRV name a host, never an alias; at the apex NS BIND refuses the zone.',
      source: 'RFC 2181 section 10.3, RFC 2782; named 9.18',
      bad: 'records:\n  "@": { MX: 10 mail.target-cname.example }\n  mail: { CNAME: mx.example.net }\n',
      good: 'records:\n  "@": { MX: 10 mail.target-cname.example }\n  mail: { A: 198.51.100.1 }\n',
    },
    {
      name: 'target-missing',
      severity: 'warning',
      summary:
        'MX, NS or SRV names a host of this zone that has no address; for NS of the zone itself an error.',
      source: 'RFC 1035 section 3.3.9; named 9.18 refuses the zone for an apex NS',
      bad: 'records:\n  "@": { MX: 10 mail.target-missing.example }\n',
      good: 'records:\n  "@": { MX: 10 mail.target-missing.example }\n  "*": { A: 198.51.100.1 }\n',
    },
    {
      name: 'glue-missing',
      severity: 'error',
      summary: 'A name server inside the part it is delegated needs its address here, or nobody finds it.',
      source: 'RFC 1034 section 4.2.1, RFC 9471 section 2',
      bad: 'records:\n  lab: { NS: [ns.lab.glue-missing.example, ns1.example.net] }\n',
      good: 'records:\n  lab: { NS: [ns.lab.glue-missing.example, ns1.example.net] }\n  ns.lab: { A: 198.51.100.1 }\n',
    },
  ],
  judge: judgeTargets,
};

function judgeTargets<At>(zone: JudgedZone<At>, own: ZoneView<At>, world: RuleWorld<At>): Verdict<At>[] {
  const found: Verdict<At>[] = [];
  for (const owner of zone.names.values()) {
    for (const { type, values } of owner.rrsets) {
      if (!POINTING.has(type)) continue;
      for (const { value, target: written, at } of values) {
        const target = targetOf({ type, value });
        if (target === undefined) continue;
        // BIND looks for the addresses of name servers in the zone's own file, whoever answers for them.
        const isOwn = type === 'NS' && isInZone(target, zone.name);
        const there = isOwn ? own : world.viewFor(target);
        if (there === undefined) continue;
        const verdict = judge(target, type, owner, zone, there);
        if (verdict !== undefined) found.push({ ...verdict, at: written?.at ?? at });
      }
    }
  }
  return found;
}

function judge<At>(
  target: Fqdn,
  type: RecordType,
  owner: JudgedName<At>,
  zone: JudgedZone<At>,
  view: ZoneView<At>,
): Omit<Verdict<At>, 'at'> | undefined {
  const shown = presentTarget(target);
  const isApexNs = type === 'NS' && owner.name === zone.name;
  // What stands in another zone here is BIND's to look up, not to refuse.
  const isHere = view.zone === zone;
  if (type === 'NS' && !isApexNs && isInZone(target, owner.name)) {
    // RFC 1034 §4.2.1, RFC 9471 §2: nobody could reach the servers that know the address.
    const glue = zone.names.get(target);
    if (zone.open || (glue !== undefined && hasAddress(glue))) return undefined;
    const message = `${shown} lies inside the delegation ${presentTarget(owner.name)}; add its A or AAAA here`;
    return { rule: 'glue-missing', message };
  }
  if (view.delegationOf(target) !== undefined) return undefined;
  const answer = view.at(target);
  if (answer !== undefined && hasAddress(answer)) return undefined;
  const alias = answer && rrsetOf(answer, 'CNAME');
  if (alias !== undefined) {
    // RFC 2181 §10.3, RFC 2782; at the apex BIND refuses the zone.
    const [to] = alias.values;
    const hint = to === undefined ? 'name what it stands for instead' : `name ${to.value} instead`;
    const message = `target ${shown} is a CNAME; ${hint}`;
    if (!isHere) return { rule: 'target-cname', message, severity: 'warning' };
    return { rule: 'target-cname', message, ...(isApexNs && { refused: true }) };
  }
  if (view.zone.open) return undefined;
  const place = isHere ? 'this zone' : presentTarget(view.zone.name);
  const message = `target ${shown} has no A or AAAA in ${place}; add one there, or name another host`;
  return { rule: 'target-missing', message, ...(isApexNs && isHere && { severity: 'error', refused: true }) };
}
