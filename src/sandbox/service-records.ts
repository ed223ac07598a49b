/** The NS records of the service at a zone's apex, which some services list beside the customer's own. */
import type { Settings } from './settings.ts';
import type { DnsRecord, Zone } from './store/op.ts';
import type { ZoneEntry } from './store/zone-entry.ts';

/** The zone of the service itself, under a name that nobody can register (RFC 6761 section 6.4). */
export const serviceZone = 'vps-sandbox.invalid';

export const nameServers: readonly string[] = [`ns1.${serviceZone}`, `ns2.${serviceZone}`];

/** None, unless the settings list them. They belong to the service: nobody can change or delete them. */
export function serviceRecords(zone: Zone, settings: Settings): readonly DnsRecord[] {
  if (!settings.apex_ns) return [];
  return nameServers.map((value, index) => ({
    uuid: `ns${index + 1}-${zone.uuid}`,
    zone: zone.uuid,
    record_type: 'NS',
    name: '@',
    value,
    ttl: 86_400,
    priority: null,
    created_at: zone.created_at,
  }));
}

/** All that a zone lists, in its order. */
export function listedRecords(entry: ZoneEntry, settings: Settings): readonly DnsRecord[] {
  const own = serviceRecords(entry.zone, settings);
  return own.length === 0 ? entry.list : [...own, ...entry.list];
}
