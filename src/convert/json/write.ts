/** A zone as JSON for programs: schema/export.schema.json. */
import { presentOwner } from '../../model/name.ts';
import { domainOf } from '../../model/zone.ts';
import type { ExportedZone } from '../exported.ts';

/** Raised in its first number where a reader of before would misread, in its second where something is added. */
const FORMAT_VERSION = '1.0';

/** The value to be printed as JSON; the same zone gives the same text. */
export function exportToJson({ zone, records, leftOut }: ExportedZone): object {
  return {
    formatVersion: FORMAT_VERSION,
    zone: domainOf(zone),
    records: records.map(({ name, type, value, ttl, priority }) => ({
      name: presentOwner(name, zone),
      type,
      value,
      ttl,
      ...(priority === undefined ? {} : { priority }),
    })),
    leftOut: leftOut.map(({ what, why }) => ({ what, why })),
  };
}
