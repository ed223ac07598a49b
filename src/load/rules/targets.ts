/** What MX, NS and SRV point at inside the zone: it must exist, must not be an alias, and must have its glue. */
import { type Fqdn, isInZone, presentTarget } from '../../model/name.ts';
import type { RecordType } from '../../model/record.ts';
import { targetOf } from '../../model/value.ts';
import type { DeclaredName, DeclaredZone } from '../declared.ts';
import type { Mistake } from '../mistake.ts';
import { hasAddress, rrsetOf, type ZoneView } from './zone-view.ts';

const POINTING: ReadonlySet<RecordType> = new Set(['MX', 'NS', 'SRV']);

/** target-cname, target-missing and glue-missing; at most one of them for a value. */
export function targets(zone: DeclaredZone, view: ZoneView): Mistake[] {
  const mistakes: Mistake[] = [];
  for (const owner of zone.names.values()) {
    for (const { type, values } of owner.rrsets) {
      if (!POINTING.has(type)) continue;
      for (const { value, target: written, span } of values) {
        const target = targetOf({ type, value });
        if (target === undefined || !isInZone(target, zone.name)) continue;
        const mistake = judge(target, type, owner, zone, view);
        if (mistake !== undefined) mistakes.push({ ...mistake, span: written ?? span });
      }
    }
  }
  return mistakes;
}

function judge(
  target: Fqdn,
  type: RecordType,
  owner: DeclaredName,
  zone: DeclaredZone,
  view: ZoneView,
): Omit<Mistake, 'span'> | undefined {
  const shown = presentTarget(target);
  const isApexNs = type === 'NS' && owner.name === zone.name;
  if (type === 'NS' && !isApexNs && isInZone(target, owner.name)) {
    // RFC 1034 §4.2.1, RFC 9471 §2: nobody could reach the servers that know the address.
    const glue = zone.names.get(target);
    if (glue !== undefined && hasAddress(glue)) return undefined;
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
    return { rule: 'target-cname', message: `target ${shown} is a CNAME; ${hint}` };
  }
  const severity = isApexNs ? 'error' : 'warning';
  return { severity, rule: 'target-missing', message: `target ${shown} has no A or AAAA in this zone` };
}

/** target-looks-relative: an absolute target for which the file has a name of the same looks. */
export function targetLooksRelative(zone: DeclaredZone): Mistake[] {
  const mistakes: Mistake[] = [];
  for (const { rrsets } of zone.names.values()) {
    for (const { type, values } of rrsets) {
      for (const { value, target: written } of values) {
        const target = targetOf({ type, value });
        if (target === undefined || written === undefined || written.text.endsWith('.')) continue;
        const inZone = `${target}${zone.name}` as Fqdn;
        if (!zone.names.has(inZone)) continue;
        const message = `'${written.text}' is read as the full name '${target}'; write '${presentTarget(inZone)}' for the one in this zone, or end it with a dot`;
        mistakes.push({ severity: 'warning', rule: 'target-looks-relative', span: written, message });
      }
    }
  }
  return mistakes;
}
