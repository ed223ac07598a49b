/** The nouns the sandbox keeps, in the API's own words, and the operations that change them. */

export interface Zone {
  readonly uuid: string;
  /** Lower case, without a final dot. */
  readonly domain: string;
  /** ISO 8601, UTC, microseconds; no two objects of one sandbox share one. */
  readonly created_at: string;
}

/** What a record says, without what the service adds to it. */
export interface RecordFields {
  readonly record_type: string;
  readonly name: string;
  readonly value: string;
  readonly ttl: number;
  readonly priority: number | null;
}

export interface DnsRecord extends RecordFields {
  readonly uuid: string;
  /** uuid of the zone it belongs to. */
  readonly zone: string;
  readonly created_at: string;
}

/** One change of the state; what the journal holds. A record that is put again is replaced where it stands. */
export type Op =
  | { readonly op: 'put-zone'; readonly zone: Zone }
  | { readonly op: 'drop-zone'; readonly uuid: string }
  | { readonly op: 'put-record'; readonly record: DnsRecord }
  | { readonly op: 'drop-record'; readonly uuid: string };
