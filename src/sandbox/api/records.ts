/** The record endpoints: below a zone, the list of all, and /dns-records/{uuid}/. */
import { readJsonObject } from '../http/json-body.ts';
import { type Answer, emptyAnswer, jsonAnswer } from '../http/message.ts';
import { Problem } from '../problem.ts';
import { listedRecords, serviceRecords } from '../service-records.ts';
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
  const { request, seen, settings } = exchange;
  const zone = zoneOf(exchange, seen);
  const { domain } = zone.zone;
  const shape = (record: DnsRecord) => recordShape(record, domain, settings);
  return listAnswer(listedRecords(zone, settings), shape, request, settings);
}

/** Filters that match nothing give an empty list, as Django's do. */
export function listRecords({ request, seen, settings }: Exchange): Answer {
  const type = request.query.get('record_type');
  const records: { record: DnsRecord; domain: string }[] = [];
  for (const zone of zonesFiltered(seen, request.query.get('zone'))) {
    const { domain } = zone.zone;
    for (const record of listedRecords(zone, settings)) {
      if (type === null || record.record_type === type) records.push({ record, domain });
    }
  }
  return listAnswer(
    records,
    ({ record, domain }) => recordShape(record, domain, settings),
    request,
    settings,
  );
}

export function createRecord(exchange: Exchange): Answer {
  const { request, store, settings } = exchange;
  const zone = zoneOf(exchange, store.state);
  const { domain } = zone.zone;
  const fields = readFields(readJsonObject(request), { domain, settings });
  refuseConflicts(zone, fields, settings);
  const record = store.newRecord(zone.zone.uuid, fields);
  store.commit([{ op: 'put-record', record }]);
  return { ...jsonAnswer(201, recordShape(record, domain, settings)), made: record.uuid };
}

export function readRecord(exchange: Exchange): Answer {
  const { record, zone } = recordOf(exchange, exchange.seen);
  return jsonAnswer(200, recordShape(record, zone.zone.domain, exchange.settings));
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
  const { record } = ownRecordOf(exchange);
  exchange.store.commit([{ op: 'drop-record', uuid: record.uuid }]);
  return emptyAnswer(204);
}

function changeRecord(exchange: Exchange, partial: boolean): Answer {
  const { request, store, settings } = exchange;
  const { record, zone } = ownRecordOf(exchange);
  const { domain } = zone.zone;
  const rules = { domain, settings, ...(partial ? { base: record } : {}) };
  const fields = readFields(readJsonObject(request), rules);
  if (!settings.type_change && fields.record_type !== record.record_type) {
    throw Problem.invalid([{ field: 'record_type', message: 'The record type cannot be changed.' }]);
  }
  refuseConflicts(zone, fields, settings, record);
  const changed = { ...record, ...fields };
  store.commit([{ op: 'put-record', record: changed }]);
  return jsonAnswer(200, recordShape(changed, domain, settings));
}

/** The record the path names, and its zone. Throws the documented 404. */
function recordOf({ uuid, settings }: Exchange, state: State): { record: DnsRecord; zone: ZoneEntry } {
  const zone = state.zone(state.record(uuid)?.zone ?? uuid.replace(/^ns\d-/, ''));
  const record =
    state.record(uuid) ?? (zone && serviceRecords(zone.zone, settings).find((own) => own.uuid === uuid));
  if (record === undefined || zone === undefined) throw Problem.notFound('Record not found');
  return { record, zone };
}

/** The record the path names, to be changed. Throws also where it is the service's own. */
function ownRecordOf(exchange: Exchange): { record: DnsRecord; zone: ZoneEntry } {
  const found = recordOf(exchange, exchange.store.state);
  if (exchange.store.state.record(exchange.uuid) !== undefined) return found;
  throw Problem.forbidden('The name servers at the zone itself are managed by the service.');
}

function zonesFiltered(state: State, uuid: string | null): Iterable<ZoneEntry> {
  if (uuid === null) return state.zones();
  const zone = state.zone(uuid);
  return zone === undefined ? [] : [zone];
}
