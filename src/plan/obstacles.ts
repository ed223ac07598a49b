/** Finds a live name server of the zone that the file would leave without its address: BIND would refuse the zone. */
import type { Fqdn } from '../model/name.ts';
import type { ZoneError } from '../model/plan.ts';
import { compareText } from '../model/record.ts';
import { domainOf } from '../model/zone.ts';
import { ADDRESS } from './order/side.ts';
import { type When, World, type ZoneRecords } from './order/world.ts';

/** The first such, in words; undefined where each that had an address keeps one (dns-rules 0). */
export function findObstacle(records: ZoneRecords): ZoneError | undefined {
  const { zone, after } = records;
  const servers = after.filter(({ type, name }) => type === 'NS' && name === zone);
  if (servers.length === 0) return undefined;
  const world = new World([records]);
  const isUsable = (host: Fqdn, when: When): boolean => {
    const data = world.dataFor(host, when);
    const isElsewhere = world.zoneOf(host) === undefined || world.serverOf(host, when)?.kind === 'cut';
    return isElsewhere || (data !== undefined && data.alias === undefined && (data.types & ADDRESS) !== 0);
  };
  const [lost] = servers
    .map(({ value }) => `${value}.` as Fqdn)
    .filter((target) => isUsable(target, 'before') && !isUsable(target, 'after'))
    .sort(compareText);
  if (lost === undefined) return undefined;
  return {
    zone: domainOf(zone),
    code: 'name-server-address',
    message: `${domainOf(lost)} is a name server of this zone at the vendor, and the file gives it no address`,
    hint: `declare the A or AAAA of ${domainOf(lost)} in the file`,
  };
}
