/** What reading a foreign zone gives, whatever its format: the records that dnssync can keep, and what had to stay behind. */
import type { Fqdn } from '../model/name.ts';
import type { DnsRecord, SourcePosition } from '../model/record.ts';

export interface ImportedZone {
  readonly zone: Fqdn;
  /** In the order in which they stood; those of one RRset have one ttl, and no two are the same. */
  readonly records: readonly ImportedRecord[];
  readonly leftOut: readonly LeftOut[];
}

/** A record in canonical form, and where it stood; live ones have no place in a file. */
export interface ImportedRecord extends DnsRecord {
  readonly place?: SourcePosition;
}

/** Something of the source that the zone file will not say, or not in the same way: it is told, never dropped in silence. */
export interface LeftOut {
  /** Name, type and value as they stood. */
  readonly what: string;
  readonly why: string;
  readonly place?: SourcePosition;
  /** Present for a record of a type that dnssync does not manage: it is there all the same. */
  readonly foreign?: { readonly name: Fqdn; readonly type: string; readonly value: string };
}
