/** What name servers answered, beside what the files say and what the service holds: the report of `verify`. */
import type { Fqdn } from './name.ts';
import type { ServerAddress } from './name-server.ts';
import type { RecordData, RecordType, SourcePosition } from './record.ts';

/** The data of one name and type. More than one ttl is what a service may hold and no server may answer (RFC 2181 §5.2). */
export interface RRset {
  /** Each once, sorted. */
  readonly data: readonly Pick<RecordData, 'value' | 'priority'>[];
  /** Seconds; each once, sorted. */
  readonly ttls: readonly number[];
}

/** What a server said of a name and type. */
export type Found =
  | { readonly kind: 'rrset'; readonly rrset: RRset }
  /** A CNAME in the place of what was asked for. */
  | { readonly kind: 'alias'; readonly rrset: RRset }
  /** The name servers of a delegation (RFC 1034 §4.3.2). */
  | { readonly kind: 'referral'; readonly cut: string; readonly rrset: RRset }
  /** The name does not exist. */
  | { readonly kind: 'nxdomain' }
  /** The name has no such type (RFC 2308 §2.2). */
  | { readonly kind: 'nodata' }
  | { readonly kind: 'not-authoritative' }
  | { readonly kind: 'rcode'; readonly rcode: string }
  /** No answer that could be used, though the server answered other questions. */
  | { readonly kind: 'unanswered'; readonly message: string };

/** What became of one address of one server. */
export type ServerCheck =
  | {
      readonly status: 'answers';
      readonly server: ServerAddress;
      /** Of the SOA, at the end. */
      readonly serial: number;
      /** Another server has a later serial (RFC 1982). */
      readonly lags?: true;
    }
  /** It was asked and does not serve the zone with authority; `message` says what it said. */
  | { readonly status: 'not-served'; readonly server: ServerAddress; readonly message: string }
  /** No answer to be had; no address where the host's name could not be resolved. */
  | {
      readonly status: 'unasked';
      readonly server: Omit<ServerAddress, 'address'> & { readonly address?: string };
      readonly message: string;
    }
  /** This machine has no way to that address, and another of the same server was asked. */
  | { readonly status: 'skipped'; readonly server: ServerAddress; readonly message: string };

/** What one server said of a name and type about which not all agree. */
export interface ServerFinding {
  readonly server: ServerAddress;
  readonly agrees: boolean;
  /** Absent where it agrees: then it is what the file says. */
  readonly found?: Found;
  /** The name that was asked for where a wildcard answered for it. */
  readonly asked?: Fqdn;
}

/** A name and type on which file, API and servers do not agree. */
export interface RRsetDifference {
  readonly name: Fqdn;
  readonly type: RecordType;
  /** Absent where the file has none. */
  readonly file?: RRset;
  /** Absent where the service holds none, and where it was not asked (see {@link ZoneVerification.api}). */
  readonly api?: RRset;
  /** Whether the API's side equals the file's; true where it was not asked, or has no such zone. */
  readonly apiAgrees: boolean;
  readonly servers: readonly ServerFinding[];
  readonly source?: SourcePosition;
}

export interface ZoneVerification {
  readonly zone: Fqdn;
  readonly file: string;
  readonly api:
    | { readonly status: 'read' }
    | { readonly status: 'not-asked' }
    /** The service has no such zone. */
    | { readonly status: 'missing' }
    | { readonly status: 'unread'; readonly message: string; readonly hint?: string };
  readonly servers: readonly ServerCheck[];
  /** How many names and types each server was asked for. */
  readonly rrsets: number;
  /** Names and types that cannot be asked for or compared: live data that cannot be read. */
  readonly passedOver: number;
  /** In the order of names. */
  readonly differences: readonly RRsetDifference[];
}

/** What a zone's servers came to after an apply. */
export type Publication =
  /** Every server has every RRset. */
  | 'verified'
  /** The service took the changes, and no server shows them. */
  | 'not-published'
  /** Some servers show them, others do not yet. */
  | 'lagging'
  /** The changes are there, other data differs. */
  | 'different'
  /** A server could not be asked, and the others agree. */
  | 'unasked';

export interface ZonePublication {
  readonly publication: Publication;
  readonly verification: ZoneVerification;
  /** Whether the SOA's serial has moved since before the apply, on a server that has not the changes; undefined where unknown. */
  readonly serialMoved?: boolean;
}

export type DnsVerification =
  | { readonly status: 'asked'; readonly zones: readonly ZonePublication[]; readonly seconds: number }
  /** The apply itself did not reach its goal, so there is nothing to wait for. */
  | { readonly status: 'not-asked'; readonly message: string };

/** What the servers' side of a zone comes to. */
export function zoneVerdict({
  servers,
  differences,
  api,
}: ZoneVerification): 'equal' | 'different' | 'unasked' {
  const disagrees =
    api.status === 'missing' ||
    differences.length > 0 ||
    servers.some((check) => check.status === 'not-served' || (check.status === 'answers' && check.lags));
  if (disagrees) return 'different';
  const isUnasked = servers.some(({ status }) => status === 'unasked') || api.status === 'unread';
  return isUnasked || !servers.some(({ status }) => status === 'answers') ? 'unasked' : 'equal';
}
