/** Changes behind the client's back, unjudged: zones and records in bulk, and single edits. */
import { foldCase } from '../names.ts';
import { Problem } from '../problem.ts';
import type { DnsRecord, Op, Zone } from '../store/op.ts';
import type { Store } from '../store/store.ts';
import { type Body, invalid, readObjects, readOptionalString, readRawFields, readString } from './input.ts';

export interface Seeded {
  readonly zones: readonly { uuid: string; domain: string; records: readonly string[] }[];
}

/** `{zones: [{domain, records: [{record_type, name, value, ttl?, priority?, uuid?, created_at?}]}]}`: adds, and nothing else. */
export function seed(store: Store, body: Body): Seeded {
  const ops: Op[] = [];
  const fresh = new Map<string, Zone>();
  const given = new Set<string>();
  const zones = readObjects(body, 'zones').map((one) => {
    const domain = foldCase(readString(one, 'domain'));
    let zone = store.state.zoneNamed(domain)?.zone ?? fresh.get(domain);
    if (zone === undefined) {
      zone = { ...store.newZone(domain), ...ownStamps(store, one, given) };
      fresh.set(domain, zone);
      ops.push({ op: 'put-zone', zone });
    }
    const records: string[] = [];
    for (const fields of readObjects(one, 'records')) {
      const record = newRecord(store, zone, fields, given);
      ops.push({ op: 'put-record', record });
      records.push(record.uuid);
    }
    return { uuid: zone.uuid, domain, records };
  });
  store.commit(ops);
  return { zones };
}

/** `{create: [{zone: domain, …}], update: [{uuid, …}], delete: [uuid of a record or a zone]}`, all or nothing. */
export function edit(store: Store, body: Body): { created: readonly string[] } {
  const { state } = store;
  const ops: Op[] = [];
  const uuids = new Set<string>();
  const created = readObjects(body, 'create').map((given) => {
    const zone = state.zoneNamed(foldCase(readString(given, 'zone')))?.zone;
    if (zone === undefined) throw Problem.notFound(`no zone ${readString(given, 'zone')}`);
    const record = newRecord(store, zone, given, uuids);
    ops.push({ op: 'put-record', record });
    return record.uuid;
  });
  const updated = new Map<string, DnsRecord>();
  for (const given of readObjects(body, 'update')) {
    const uuid = readString(given, 'uuid');
    const before = updated.get(uuid) ?? state.record(uuid);
    if (before === undefined) throw Problem.notFound(`no record ${uuid}`);
    const record = { ...before, ...readRawFields(given, before) };
    updated.set(uuid, record);
    ops.push({ op: 'put-record', record });
  }
  for (const uuid of readUuids(body.delete ?? [])) {
    if (state.record(uuid) !== undefined) ops.push({ op: 'drop-record', uuid });
    else if (state.zone(uuid) !== undefined) ops.push({ op: 'drop-zone', uuid });
    else throw Problem.notFound(`no record or zone ${uuid}`);
  }
  store.commit(ops);
  return { created };
}

/** Every zone goes, with all it holds. */
export function clearZones(store: Store): void {
  store.commit(Array.from(store.state.zones(), ({ zone }): Op => ({ op: 'drop-zone', uuid: zone.uuid })));
}

function newRecord(store: Store, zone: Zone, fields: Body, given: Set<string>): DnsRecord {
  return { ...store.newRecord(zone.uuid, readRawFields(fields)), ...ownStamps(store, fields, given) };
}

/**
 * uuid and created_at of the caller's choice, for tests in which the age or the order of them counts.
 * @param given uuids that the same call has given before; this one is added
 */
function ownStamps(
  { state }: Store,
  fields: Body,
  given: Set<string>,
): { uuid?: string; created_at?: string } {
  const uuid = readOptionalString(fields, 'uuid');
  const created_at = readOptionalString(fields, 'created_at');
  if (uuid !== undefined) {
    if (given.has(uuid) || (state.record(uuid) ?? state.zone(uuid)) !== undefined) {
      throw invalid('uuid', `${uuid} is there already`);
    }
    given.add(uuid);
  }
  return { ...(uuid === undefined ? {} : { uuid }), ...(created_at === undefined ? {} : { created_at }) };
}

function readUuids(given: unknown): readonly string[] {
  if (Array.isArray(given) && given.every((uuid) => typeof uuid === 'string')) return given;
  throw invalid('delete', 'must be a list of uuids');
}
