/** Writes a zone as a BIND zone file (RFC 1035 §5.1), with the SOA and NS that such a file needs and that the vendor keeps. */
import type { Fqdn } from '../../model/name.ts';
import type { DnsRecord } from '../../model/record.ts';
import { presentRdata } from '../../model/value/rdata.ts';
import { domainOf } from '../../model/zone.ts';
import { comment, leftOutComments } from '../comment.ts';
import type { ExportedText, ExportedZone } from '../exported.ts';
import { type RRset, toRRsets } from '../rrsets.ts';

export interface BindText extends ExportedText {
  /** Where the name servers come from, in words. */
  readonly servers: string;
}

/** RFC 2308 §5: how long 'there is no such name' is kept. The other times are those of RFC 1912 §2.2. */
const SOA_TIMES = '86400 7200 1209600 3600';

/** Cannot be registered (RFC 6761 §6.4), so that nobody serves the zone by mistake. */
const NOBODY = 'ns.invalid' as const;

/** @param nameservers host names to be used where the zone names none itself, canonical and without final dot */
export function writeBind(exported: ExportedZone, nameservers: readonly string[] = []): BindText {
  const { zone, records } = exported;
  const { rrsets, leftOut: unlike } = toRRsets(records, zone);
  const leftOut = [...exported.leftOut, ...unlike];
  const own = records.filter(({ name, type }) => name === zone && type === 'NS').map(({ value }) => value);
  const hosts = own.length > 0 ? own : nameservers.length > 0 ? nameservers : [NOBODY];
  const servers =
    own.length > 0
      ? 'the NS records are those of the zone'
      : nameservers.length > 0
        ? 'the NS records are the nameservers of dnssync.yaml'
        : `no name server is known: ${NOBODY} stands for them; name them in dnssync.yaml (nameservers:)`;
  const ttl = commonTtl(rrsets);
  const lines = [
    comment(';', `Zone ${domainOf(zone)}, written by dnssync export.`),
    comment(';', `The SOA is made up, for the service keeps its own; ${servers}.`),
    comment(';', 'Where this file replaces another, raise the serial (the first number of the SOA).'),
    ...leftOutComments(';', leftOut),
    `$ORIGIN ${escaped(zone)}`,
    `$TTL ${ttl}`,
    `@ ${ttl} IN SOA ${hosts[0]}. ${mailbox(zone)} 1 ${SOA_TIMES}`,
    ...(own.length > 0 ? [] : hosts.map((host) => `@ ${ttl} IN NS ${host}.`)),
    ...rrsets.flatMap((set) => set.records.map((record) => line(record, set.ttl, zone))),
  ];
  return { text: `${lines.join('\n')}\n`, leftOut, servers };
}

function line(record: DnsRecord, ttl: number, zone: Fqdn): string {
  return `${ownerText(record.name, zone)} ${ttl} IN ${record.type} ${presentRdata(record)}`;
}

/** Relative to `$ORIGIN`; unlike the API's names, none of these is ever taken for an absolute one. */
function ownerText(name: Fqdn, zone: Fqdn): string {
  return name === zone ? '@' : escaped(name.slice(0, -zone.length - 1));
}

/** RFC 2142 §7, in the form of RFC 1035 §8; where the zone's name leaves no room for it, the zone itself. */
function mailbox(zone: Fqdn): string {
  const name = `hostmaster.${zone}`;
  return escaped(name.length < 255 ? name : zone);
}

/**
 * Canonical names hold no sign of zone files. What a runner of GitHub would take for a command in a log is escaped here
 * as zone files escape, before `render/sealed.ts` would do it in its own way.
 */
function escaped(name: string): string {
  return name.replace(/^:/, '\\058').replaceAll('##[', '##\\091');
}

/** That of the most RRsets. */
function commonTtl(rrsets: readonly RRset[]): number {
  const counts = new Map<number, number>();
  for (const { ttl } of rrsets) counts.set(ttl, (counts.get(ttl) ?? 0) + 1);
  const [most] = [...counts].sort(([ttl, count], [other, times]) => times - count || other - ttl);
  return most?.[0] ?? 3600;
}
