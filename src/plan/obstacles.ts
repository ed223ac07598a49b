/** Finds what in the live zone, and not managed here, makes the file's records impossible: the zone would not load. */
import type { Fqdn } from '../model/name.ts';
import type { ZoneError } from '../model/plan.ts';
import { compareText } from '../model/record.ts';
import { domainOf } from '../model/zone.ts';
import { ADDRESS } from './order/side.ts';
import { type When, World, type ZoneRecords } from './order/world.ts';

/**
 * The first such obstacle, in words, or undefined: an alias beside a live record of another type (RFC 1034 §3.6.2), or
 * a live name server at the apex that would lose its address. BIND refuses a zone with either as a whole (dns-rules 0).
 */
export function findObstacle(records: ZoneRecords): ZoneError | undefined {
  return aliasBesideUnmanaged(records) ?? nameServerWithoutAddress(records);
}

function aliasBesideUnmanaged({ zone, after }: ZoneRecords): ZoneError | undefined {
  const aliases = new Set(after.filter(({ type }) => type === 'CNAME').map(({ name }) => name));
  const [other] = after
    .filter(({ name, type }) => type !== 'CNAME' && aliases.has(name))
    .sort((a, b) => compareText(`${a.name} ${a.type}`, `${b.name} ${b.type}`));
  if (other === undefined) return undefined;
  return {
    zone: domainOf(zone),
    code: 'cname-conflict',
    message: `${domainOf(other.name)}: a CNAME cannot stand beside the live ${other.type}, which is not managed here`,
    hint: `delete the ${other.type} record at the vendor, or take the CNAME out of the file`,
  };
}

function nameServerWithoutAddress(records: ZoneRecords): ZoneError | undefined {
  const { zone, after } = records;
  const servers = after.filter(({ type, name }) => type === 'NS' && name === zone);
  if (servers.length === 0) return undefined;
  const world = new World([records]);
  const hasAddress = (host: Fqdn, when: When): boolean => {
    const isElsewhere = world.zoneOf(host) === undefined || world.serverOf(host, when)?.kind === 'cut';
    return isElsewhere || ((world.dataFor(host, when)?.types ?? 0) & ADDRESS) !== 0;
  };
  const [lost] = servers
    .map(({ value }) => `${value}.` as Fqdn)
    .filter((target) => hasAddress(target, 'before') && !hasAddress(target, 'after'))
    .sort(compareText);
  if (lost === undefined) return undefined;
  return {
    zone: domainOf(zone),
    code: 'name-server-address',
    message: `${domainOf(lost)} is a name server of this zone at the vendor, and the file gives it no address`,
    hint: `declare the A or AAAA of ${domainOf(lost)} in the file`,
  };
}
