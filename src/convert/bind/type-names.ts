/** The types that zone files know by name besides those that dnssync keeps: whatever else stands there is a mistake. */
import { isRecordType, RECORD_TYPES } from '../../model/record.ts';
import { TYPES_BY_NUMBER } from '../../model/type-number.ts';

/** IANA, DNS Resource Record TYPEs, without those that are asked for only and never stand in a zone. */
const OTHERS: ReadonlySet<string> = new Set(
  (
    'SOA MB MG MR NULL WKS PTR HINFO MINFO RP AFSDB X25 ISDN RT NSAP NSAP-PTR SIG KEY PX GPOS LOC NXT EID NIMLOC ATMA ' +
    'NAPTR KX CERT A6 DNAME SINK APL DS SSHFP IPSECKEY RRSIG NSEC DNSKEY DHCID NSEC3 NSEC3PARAM TLSA SMIMEA HIP NINFO ' +
    'RKEY TALINK CDS CDNSKEY OPENPGPKEY CSYNC ZONEMD SVCB HTTPS DSYNC HHIT BRID SPF NID L32 L64 LP EUI48 EUI64 NXNAME ' +
    'URI AVC DOA AMTRELAY RESINFO WALLET CLA IPN TA DLV KEYDATA UINFO UID GID UNSPEC'
  ).split(' '),
);

/** A type's name in capitals, or undefined where the text names none. */
export function typeNamed(text: string): string | undefined {
  const name = text.toUpperCase();
  if (isRecordType(name) || OTHERS.has(name)) return name;
  // RFC 3597 §5: any type by its number, those that have a name too.
  const number = /^TYPE(\d{1,5})$/.exec(name)?.[1];
  if (number === undefined || Number(number) > 65_535 || Number(number) === 0) return undefined;
  return TYPES_BY_NUMBER.get(Number(number)) ?? `TYPE${Number(number)}`;
}

/** The types that dnssync keeps, for suggestions. */
export const KEPT: readonly string[] = RECORD_TYPES;
