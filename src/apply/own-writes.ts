/** Remembers what this run wrote, so that a service whose reads lag behind its writes is not mistaken for a difference. */

import type { Fqdn } from '../model/name.ts';
import type { Change } from '../model/plan.ts';
import { type DnsRecord, identityOf, type LiveRecord } from '../model/record.ts';
import type { LiveZone } from '../model/zone.ts';

interface ZoneWrites {
  /** By uuid: the record as we left it, undefined where we deleted it. */
  readonly byId: Map<string, DnsRecord | undefined>;
  /** Created, by identity: the uuid of a create is not always known. */
  readonly created: Map<string, DnsRecord>;
}

export class OwnWrites {
  readonly #zones = new Map<Fqdn, ZoneWrites>();

  readonly #gone = new Set<Fqdn>();

  /** Takes in a zone whose deletion the service confirmed. */
  confirmGone(zone: Fqdn): void {
    this.#gone.add(zone);
  }

  isGone(zone: Fqdn): boolean {
    return this.#gone.has(zone);
  }

  /** Takes in a change that the service confirmed. */
  confirm(change: Change): void {
    const writes = this.#zones.get(change.zone) ?? { byId: new Map(), created: new Map() };
    this.#zones.set(change.zone, writes);
    // A change of type may have gone by delete and create, which gives another uuid.
    const mayBeNew = change.action === 'create' || change.reason === 'type-change';
    if (mayBeNew && change.action !== 'delete') writes.created.set(identityOf(change.after), change.after);
    if (change.action !== 'create')
      writes.byId.set(change.before.id, change.action === 'update' ? change.after : undefined);
  }

  /** The zone as it is if every confirmed write has happened: what was read, with our writes over it. */
  over(zone: LiveZone): LiveZone {
    const writes = this.#zones.get(zone.name);
    if (writes === undefined) return zone;
    const records: LiveRecord[] = [];
    const seen = new Set<string>();
    for (const record of zone.records) {
      const own = writes.byId.has(record.id) ? writes.byId.get(record.id) : record;
      if (own === undefined) continue;
      records.push({ id: record.id, createdAt: record.createdAt, ...own });
      seen.add(identityOf(own));
    }
    for (const [identity, record] of writes.created) {
      if (!seen.has(identity)) records.push({ ...record, id: `unseen ${identity}`, createdAt: '' });
    }
    return { ...zone, records };
  }
}
