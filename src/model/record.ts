/** The record: one value at one name, in canonical form, as both the files and the service mean it. */
import type { Fqdn } from './name.ts';

/** The types the vendor's API serves, in the order in which plans list them. */
export const RECORD_TYPES = ['A', 'AAAA', 'CNAME', 'MX', 'TXT', 'NS', 'SRV', 'CAA'] as const;
export type RecordType = (typeof RECORD_TYPES)[number];

export function isRecordType(text: string): text is RecordType {
  return (RECORD_TYPES as readonly string[]).includes(text);
}

/** Seconds; the vendor's default where no ttl is given. */
export const DEFAULT_TTL = 3600;

/** DNS data in canonical form. `value` is also exactly the text that goes over the wire to the API. */
export interface RecordData {
  readonly type: RecordType;
  readonly value: string;
  /** Seconds. */
  readonly ttl: number;
  /** Present for MX and SRV only, where it is part of the DNS data (RFC 1035 §3.3.9, RFC 2782). */
  readonly priority?: number;
}

/** One record of a zone. */
export interface DnsRecord extends RecordData {
  readonly name: Fqdn;
}

/** Where a record is declared; line and column count from 1. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A record that a zone file declares. */
export interface DesiredRecord extends DnsRecord {
  readonly source: SourcePosition;
}

/** A record as the service holds it, read into canonical form. */
export interface LiveRecord extends DnsRecord {
  /** The vendor's uuid: opaque, never part of what is equal. */
  readonly id: string;
  /** ISO 8601 as the service gave it, '' where it gave none; decides which of two duplicates is older. */
  readonly createdAt: string;
  /** Why the value could not be read; then `value` is the service's text as it stands (design: compared as that string). */
  readonly unreadable?: string;
}

/**
 * The identity of a record inside the account: what "the same record" means (dns-rules section 2).
 * MX and SRV carry the priority in their DNS data; ttl is never part of it. No two different records share one, not
 * even those of live data that cannot be read, with blanks in the name or the priority in the value.
 */
export function identityOf(record: DnsRecord): string {
  const owner = `${record.type} ${record.name.replaceAll(' ', '\\ ')}`;
  return record.type === 'MX' || record.type === 'SRV'
    ? `${owner} ${record.priority ?? '-'} ${record.value}`
    : `${owner} ${record.value}`;
}

/** The key of the RRset a record belongs to (RFC 9499: same name, class and type). */
export function rrsetKey(record: { readonly type: string; readonly name: Fqdn }): string {
  return `${record.name} ${record.type}`;
}

/**
 * A total order on records that depends on their content alone: apex first, then names by their labels from
 * the right (so that a name stands with its children), then type, value and priority.
 */
export function compareRecords(a: DnsRecord, b: DnsRecord): number {
  return (
    compareNames(a.name, b.name) ||
    RECORD_TYPES.indexOf(a.type) - RECORD_TYPES.indexOf(b.type) ||
    // Live data may lack one; it stands before 0.
    (a.priority ?? -1) - (b.priority ?? -1) ||
    compareText(a.value, b.value) ||
    a.ttl - b.ttl
  );
}

/**
 * Orders names by their labels from the right (RFC 4034 §6.1 in spirit), so that the apex comes first. Plans sort by
 * it, hence no name is split.
 */
export function compareNames(a: Fqdn, b: Fqdn): number {
  if (a === b) return 0;
  const lastOfA = a.length - 1;
  const lastOfB = b.length - 1;
  let same = 0;
  let label = 0;
  for (; same < a.length && same < b.length; same++) {
    const character = a.charCodeAt(lastOfA - same);
    if (character !== b.charCodeAt(lastOfB - same)) break;
    if (character === DOT) label = same;
  }
  // Where one is the end of the other at a label boundary, the shorter stands above.
  if (same === a.length && b.charCodeAt(lastOfB - same) === DOT) return -1;
  if (same === b.length && a.charCodeAt(lastOfA - same) === DOT) return 1;
  return compareText(labelEndingAt(a, lastOfA - label), labelEndingAt(b, lastOfB - label));
}

const DOT = 0x2e;

function labelEndingAt(name: Fqdn, dot: number): string {
  return name.slice(name.lastIndexOf('.', dot - 1) + 1, dot);
}

/** Orders texts by code unit: the same on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
