/** The zone endpoints: /dns-zones/ and /dns-zones/{uuid}/. */
import { readJsonObject } from '../http/json-body.ts';
import { type Answer, emptyAnswer, jsonAnswer } from '../http/message.ts';
import { foldCase } from '../names.ts';
import { Problem } from '../problem.ts';
import type { State } from '../store/state.ts';
import { ZoneEntry } from '../store/zone-entry.ts';
import { readDomain } from '../validate/host.ts';
import type { Reading } from '../validate/reading.ts';
import { readText } from '../validate/text.ts';
import { listAnswer } from '../wire/list.ts';
import { zoneDetailShape, zoneShape } from '../wire/shapes.ts';
import type { Exchange } from './exchange.ts';

export function listZones({ request, seen, settings }: Exchange): Answer {
  const domain = request.query.get('domain');
  const only = domain === null ? undefined : seen.zoneNamed(foldCase(domain));
  const zones = domain === null ? [...seen.zones()] : only === undefined ? [] : [only];
  return listAnswer(zones, (zone) => zoneShape(zone, settings), request, settings);
}

export function readZone(exchange: Exchange): Answer {
  return jsonAnswer(200, zoneDetailShape(zoneOf(exchange, exchange.seen), exchange.settings));
}

export function createZone({ request, store, settings }: Exchange): Answer {
  const domain = readNewDomain(readJsonObject(request).domain);
  if ('wrong' in domain) throw Problem.invalid([{ field: 'domain', message: domain.wrong }]);
  if (store.state.zoneNamed(domain.kept) !== undefined) {
    throw Problem.invalid([{ field: 'domain', message: `Zone ${domain.kept} already exists` }]);
  }
  const zone = store.newZone(domain.kept);
  store.commit([{ op: 'put-zone', zone }]);
  const shape = zoneDetailShape(new ZoneEntry(zone), settings);
  return { ...jsonAnswer(201, shape), made: zone.uuid };
}

export function deleteZone(exchange: Exchange): Answer {
  const { uuid } = zoneOf(exchange, exchange.store.state).zone;
  exchange.store.commit([{ op: 'drop-zone', uuid }]);
  return emptyAnswer(204);
}

/** The zone the path names. Throws the documented 404. */
export function zoneOf({ uuid }: Exchange, state: State): ZoneEntry {
  const entry = state.zone(uuid);
  if (entry === undefined) throw Problem.notFound('Zone not found');
  return entry;
}

function readNewDomain(given: unknown): Reading<string> {
  const text = readText(given);
  return 'wrong' in text ? text : readDomain(text.kept);
}
