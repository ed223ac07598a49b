/** What name servers answer beside files and API, for programs. */
import {
  type DnsVerification,
  type Found,
  type Publication,
  type RRset,
  type RRsetDifference,
  type ServerCheck,
  type ZoneVerification,
  zoneVerdict,
} from '../model/dns-report.ts';
import { presentOwner } from '../model/name.ts';
import type { SourcePosition } from '../model/record.ts';
import { domainOf } from '../model/zone.ts';

interface RRsetJson {
  readonly values: readonly { readonly value: string; readonly priority?: number }[];
  readonly ttl: number;
  /** All of them, where there is more than one. */
  readonly ttls?: readonly number[];
}

interface ServerJson {
  readonly server: string;
  readonly address?: string;
  readonly port: number;
}

interface DifferenceJson {
  readonly name: string;
  readonly type: string;
  readonly source?: SourcePosition;
  /** null where there is no such RRset. */
  readonly file: RRsetJson | null;
  /** Absent where the API was not asked, could not be read, or has no such zone. */
  readonly api?: RRsetJson | null;
  readonly apiAgrees?: boolean;
  readonly servers: readonly (ServerJson & {
    readonly agrees: boolean;
    /** The name asked for where a wildcard is the matter. */
    readonly asked?: string;
    readonly found?: { readonly kind: Found['kind'] } & Partial<RRsetJson> & {
        readonly cut?: string;
        readonly rcode?: string;
        readonly message?: string;
      };
  })[];
}

interface ZoneJson {
  readonly zone: string;
  readonly file: string;
  readonly verdict: ReturnType<typeof zoneVerdict>;
  readonly api: ZoneVerification['api'];
  readonly rrsets: number;
  readonly passedOver: number;
  readonly servers: readonly (ServerJson & Omit<ServerCheck, 'server'>)[];
  readonly differences: readonly DifferenceJson[];
}

export interface VerificationJson {
  readonly formatVersion: '1.0';
  readonly generator: string;
  readonly summary: {
    readonly zones: number;
    readonly equal: number;
    readonly different: number;
    readonly unasked: number;
    readonly rrsets: number;
    readonly differences: number;
  };
  readonly zones: readonly ZoneJson[];
}

/** As a value for JSON.stringify: keys in a fixed order, no clock. */
export function verificationToJson(
  zones: readonly ZoneVerification[],
  { generator }: { readonly generator: string },
): VerificationJson {
  const count = (verdict: ReturnType<typeof zoneVerdict>): number =>
    zones.filter((zone) => zoneVerdict(zone) === verdict).length;
  return {
    formatVersion: '1.0',
    generator,
    summary: {
      zones: zones.length,
      equal: count('equal'),
      different: count('different'),
      unasked: count('unasked'),
      rrsets: zones.reduce((sum, zone) => sum + zone.rrsets, 0),
      differences: zones.reduce((sum, zone) => sum + zone.differences.length, 0),
    },
    zones: zones.map(zoneToJson),
  };
}

export interface PublicationJson {
  readonly status: 'verified' | 'not-verified' | 'not-asked';
  readonly message?: string;
  readonly zones?: readonly ({
    readonly publication: Publication;
    readonly serialMoved?: boolean;
  } & ZoneJson)[];
}

/** What the servers came to after an apply. */
export function publicationToJson(dns: DnsVerification): PublicationJson {
  if (dns.status === 'not-asked') return dns;
  const verified = dns.zones.every(({ publication }) => publication === 'verified');
  return {
    status: verified ? 'verified' : 'not-verified',
    zones: dns.zones.map(({ publication, serialMoved, verification }) => ({
      publication,
      ...(serialMoved === undefined ? {} : { serialMoved }),
      ...zoneToJson(verification),
    })),
  };
}

function zoneToJson(verification: ZoneVerification): ZoneJson {
  const { zone, file, api, rrsets, passedOver, servers, differences } = verification;
  return {
    zone: domainOf(zone),
    file,
    verdict: zoneVerdict(verification),
    api,
    rrsets,
    passedOver,
    servers: servers.map(({ server, ...state }) => ({ ...serverToJson(server), ...state })),
    differences: differences.map((difference) => differenceToJson(difference, verification)),
  };
}

function differenceToJson(
  { name, type, source, file, api, apiAgrees, servers }: RRsetDifference,
  { zone, api: state }: ZoneVerification,
): DifferenceJson {
  const isKnown = state.status === 'read';
  return {
    name: presentOwner(name, zone),
    type,
    ...(source === undefined ? {} : { source }),
    file: file === undefined ? null : rrsetToJson(file),
    ...(isKnown ? { api: api === undefined ? null : rrsetToJson(api), apiAgrees } : {}),
    servers: servers.map(({ server, agrees, found, asked }) => ({
      ...serverToJson(server),
      agrees,
      ...(asked === undefined ? {} : { asked: presentOwner(asked, zone) }),
      ...(found === undefined ? {} : { found: foundToJson(found) }),
    })),
  };
}

function serverToJson({ host, address, port }: ServerCheck['server']): ServerJson {
  return { server: host, ...(address === undefined ? {} : { address }), port };
}

function foundToJson(found: Found): NonNullable<DifferenceJson['servers'][number]['found']> {
  return 'rrset' in found ? { ...omitRRset(found), ...rrsetToJson(found.rrset) } : found;
}

function omitRRset<T extends { readonly rrset: RRset }>({ rrset: _, ...rest }: T): Omit<T, 'rrset'> {
  return rest;
}

function rrsetToJson({ data, ttls }: RRset): RRsetJson {
  return { values: data, ttl: ttls[0] ?? 0, ...(ttls.length > 1 ? { ttls } : {}) };
}
