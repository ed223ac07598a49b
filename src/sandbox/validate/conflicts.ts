/** What a record may not be beside: itself a second time, or a CNAME beside anything (RFC 1034 section 3.6.2). */
import { shortName } from '../names.ts';
import { type FieldProblem, Problem } from '../problem.ts';
import { serviceRecords } from '../service-records.ts';
import type { Settings } from '../settings.ts';
import type { DnsRecord, RecordFields } from '../store/op.ts';
import type { ZoneEntry } from '../store/zone-entry.ts';

/**
 * Throws a Problem where the zone cannot hold these fields. What a record said already is not held against it, so that
 * a seeded duplicate can have its ttl changed.
 * @param replaced the record that would say this from now on; undefined for a new one
 */
export function refuseConflicts(
  zone: ZoneEntry,
  fields: RecordFields,
  settings: Settings,
  replaced?: DnsRecord,
): void {
  if (replaced !== undefined && zone.identityOf(replaced) === zone.identityOf(fields)) return;
  const problem =
    (settings.unique ? duplicate(zone, fields, settings) : undefined) ??
    (settings.cname_rule ? cnameConflict(zone, fields, replaced) : undefined);
  if (problem !== undefined) throw Problem.invalid([problem]);
}

function duplicate(zone: ZoneEntry, fields: RecordFields, settings: Settings): FieldProblem | undefined {
  const key = zone.identityOf(fields);
  const isServices = serviceRecords(zone.zone, settings).some((own) => zone.identityOf(own) === key);
  if (zone.countOf(fields) === 0 && !isServices) return undefined;
  return {
    field: undefined,
    message: 'A record with this record_type, name, value and priority already exists.',
  };
}

function cnameConflict(
  zone: ZoneEntry,
  fields: RecordFields,
  replaced: DnsRecord | undefined,
): FieldProblem | undefined {
  const isCname = fields.record_type === 'CNAME';
  // SOA and NS are always there, also where the API lists none.
  if (isCname && fields.name === '@') {
    return { field: 'name', message: 'CNAME is not possible at the zone itself.' };
  }
  const all = zone.countAt(fields.name);
  const cnames = zone.countAt(fields.name, 'CNAME');
  const { domain } = zone.zone;
  const own = replaced !== undefined && shortName(replaced.name, domain) === shortName(fields.name, domain);
  const others = isCname ? all - (own ? 1 : 0) : cnames - (own && replaced.record_type === 'CNAME' ? 1 : 0);
  if (others === 0) return undefined;
  return {
    field: 'name',
    message: isCname
      ? `CNAME cannot stand beside other records at ${fields.name}.`
      : `${fields.record_type} cannot stand beside the CNAME at ${fields.name}.`,
  };
}
