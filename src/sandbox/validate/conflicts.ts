/** What a record may not be beside: itself a second time, or a CNAME beside anything (RFC 1034 section 3.6.2). */
import { type FieldProblem, Problem } from '../problem.ts';
import type { DnsRecord, RecordFields } from '../store/op.ts';
import type { ZoneEntry } from '../store/zone-entry.ts';

/**
 * Throws a Problem where the zone cannot hold these fields. What a record said already is not held against it, so that
 * a seeded duplicate can have its ttl changed.
 * @param replaced the record that would say this from now on; undefined for a new one
 */
export function refuseConflicts(zone: ZoneEntry, fields: RecordFields, replaced?: DnsRecord): void {
  if (replaced !== undefined && zone.identityOf(replaced) === zone.identityOf(fields)) return;
  const problem = duplicate(zone, fields) ?? cnameConflict(zone, fields, replaced);
  if (problem !== undefined) throw Problem.invalid([problem]);
}

function duplicate(zone: ZoneEntry, fields: RecordFields): FieldProblem | undefined {
  if (zone.countOf(fields) === 0) return undefined;
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
  const { all, cnames } = zone.ownerCount(fields.name);
  const own = replaced?.name === fields.name;
  const others = isCname ? all - (own ? 1 : 0) : cnames - (own && replaced.record_type === 'CNAME' ? 1 : 0);
  if (others === 0) return undefined;
  return {
    field: 'name',
    message: isCname
      ? `CNAME cannot stand beside other records at ${fields.name}.`
      : `${fields.record_type} cannot stand beside the CNAME at ${fields.name}.`,
  };
}
