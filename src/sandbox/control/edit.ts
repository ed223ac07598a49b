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
  const zones = readObjects(body, 'zones').map((given) => {
    const domain = foldCase(readString(given, 'domain'));
    let zone = store.state.zoneNamed(domain)?.zone ?? fresh.get(domain);
    if (zone === undefined) {
      zone = { ...store.newZone(domain), ...ownStamps(store, given) };
      fresh.set(domain, zone);
      ops.push({ op: 'put-zone', zone });
    }
    const records: string[] = [];
    for (const one of readObjects(given, 'records')) {
      const record = newRecord(store, zone, one);
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
  const created = readObjects(body, 'create').map((given) => {
    const zone = state.zoneNamed(foldCase(readString(given, 'zone')))?.zone;
    if (zone === undefined) throw Problem.notFound(`no zone ${readString(given, 'zone')}`);
    const record = newRecord(store, zone, given);
    ops.push({ op: 'put-record', record });
    return record.uuid;
  });
  for (const given of readObjects(body, 'update')) {
    const record = state.record(readString(given, 'uuid'));
    if (record === undefined) throw Problem.notFound(`no record ${readString(given, 'uuid')}`);
    ops.push({ op: 'put-record', record: { ...record, ...readRawFields(given, record) } });
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

function newRecord(store: Store, zone: Zone, given: Body): DnsRecord {
  return { ...store.newRecord(zone.uuid, readRawFields(given)), ...ownStamps(store, given) };
}

/** uuid and created_at of the caller's choice, for tests in which the age or the order of them counts. */
function ownStamps({ state }: Store, given: Body): { uuid?: string; created_at?: string } {
  const uuid = readOptionalString(given, 'uuid');
  const created_at = readOptionalString(given, 'created_at');
  if (uuid !== undefined && (state.record(uuid) ?? state.zone(uuid)) !== undefined) {
    throw invalid('uuid', `${uuid} is there already`);
  }
  return { ...(uuid === undefined ? {} : { uuid }), ...(created_at === undefined ? {} : { created_at }) };
}

function readUuids(given: unknown): readonly string[] {
  if (Array.isArray(given) && given.every((uuid) => typeof uuid === 'string')) return given;
  throw invalid('delete', 'must be a list of uuids');
}
