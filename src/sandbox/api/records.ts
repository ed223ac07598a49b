/** The record endpoints: below a zone, the list of all, and /dns-records/{uuid}/. */
import { readJsonObject } from '../http/json-body.ts';
import { type Answer, emptyAnswer, jsonAnswer } from '../http/message.ts';
import { Problem } from '../problem.ts';
import type { DnsRecord } from '../store/op.ts';
import type { State } from '../store/state.ts';
import type { ZoneEntry } from '../store/zone-entry.ts';
import { refuseConflicts } from '../validate/conflicts.ts';
import { readFields } from '../validate/fields.ts';
import { listAnswer } from '../wire/list.ts';
import { recordShape } from '../wire/shapes.ts';
import type { Exchange } from './exchange.ts';
import { zoneOf } from './zones.ts';

export function listZoneRecords(exchange: Exchange): Answer {
  const records = [...zoneOf(exchange).records.values()];
  return listAnswer(records, recordShape, exchange.request, exchange.settings);
}

/** Filters that match nothing give an empty list, as Django's do. */
export function listRecords({ request, store, settings }: Exchange): Answer {
  const type = request.query.get('record_type');
  const records: DnsRecord[] = [];
  for (const zone of zonesFiltered(store.state, request.query.get('zone'))) {
    for (const record of zone.records.values()) {
      if (type === null || record.record_type === type) records.push(record);
    }
  }
  return listAnswer(records, recordShape, request, settings);
}

export function createRecord(exchange: Exchange): Answer {
  const { request, store, settings } = exchange;
  const zone = zoneOf(exchange);
  const fields = readFields(readJsonObject(request), { domain: zone.zone.domain, lax: settings.lax });
  if (!settings.lax) refuseConflicts(zone, fields);
  const record = store.newRecord(zone.zone.uuid, fields);
  store.commit([{ op: 'put-record', record }]);
  return { ...jsonAnswer(201, recordShape(record)), made: record.uuid };
}

export function readRecord(exchange: Exchange): Answer {
  return jsonAnswer(200, recordShape(recordOf(exchange).record));
}

/** PUT: the record says what the body says, and the defaults for the rest. */
export function replaceRecord(exchange: Exchange): Answer {
  return changeRecord(exchange, false);
}

/** PATCH: the record says what the body says, and for the rest what it said. */
export function patchRecord(exchange: Exchange): Answer {
  return changeRecord(exchange, true);
}

export function deleteRecord(exchange: Exchange): Answer {
  const { record } = recordOf(exchange);
  exchange.store.commit([{ op: 'drop-record', uuid: record.uuid }]);
  return emptyAnswer(204);
}

function changeRecord(exchange: Exchange, partial: boolean): Answer {
  const { request, store, settings } = exchange;
  const { record, zone } = recordOf(exchange);
  const rules = { domain: zone.zone.domain, lax: settings.lax, ...(partial ? { base: record } : {}) };
  const fields = readFields(readJsonObject(request), rules);
  if (!settings.type_change && fields.record_type !== record.record_type) {
    throw Problem.invalid([{ field: 'record_type', message: 'The record type cannot be changed.' }]);
  }
  if (!settings.lax) refuseConflicts(zone, fields, record);
  const changed = { ...record, ...fields };
  store.commit([{ op: 'put-record', record: changed }]);
  return jsonAnswer(200, recordShape(changed));
}

/** The record the path names, and its zone. Throws the documented 404. */
function recordOf({ uuid, store }: Exchange): { record: DnsRecord; zone: ZoneEntry } {
  const record = store.state.record(uuid);
  const zone = record && store.state.zone(record.zone);
  if (record === undefined || zone === undefined) throw Problem.notFound('Record not found');
  return { record, zone };
}

function zonesFiltered(state: State, uuid: string | null): Iterable<ZoneEntry> {
  if (uuid === null) return state.zones();
  const zone = state.zone(uuid);
  return zone === undefined ? [] : [zone];
}
