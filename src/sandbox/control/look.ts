/** Parts of the state small enough to be looked at by a person: some zones, some records of one. */
import { foldCase } from '../names.ts';
import { Problem } from '../problem.ts';
import { defaultSettings } from '../settings.ts';
import type { State } from '../store/state.ts';
import type { ZoneEntry } from '../store/zone-entry.ts';
import { recordShape, zoneShape } from '../wire/shapes.ts';

const most = 300;
/** As it is kept, however the API shows it. */
const settings = defaultSettings();

/** `?contains=`: the first zones whose name contains that, and how many there are. */
export function lookAtZones(state: State, query: URLSearchParams): unknown {
  const part = foldCase(query.get('contains') ?? '');
  const matching: ZoneEntry[] = [];
  let total = 0;
  let records = 0;
  for (const zone of state.zones()) {
    total++;
    records += zone.records.size;
    if (zone.zone.domain.includes(part)) matching.push(zone);
  }
  const zones = matching.slice(0, most).map((zone) => zoneShape(zone, settings));
  return { zones, matching: matching.length, total, records };
}

/** `?domain=` and `?contains=`: the first records of that zone whose name, type or value contains that. */
export function lookAtZone(state: State, query: URLSearchParams): unknown {
  const zone = state.zoneNamed(foldCase(query.get('domain') ?? ''));
  if (zone === undefined) throw Problem.notFound('no such zone');
  const part = foldCase(query.get('contains') ?? '');
  const records: unknown[] = [];
  let matching = 0;
  for (const record of zone.records.values()) {
    const text = part === '' ? '' : foldCase(`${record.name} ${record.record_type} ${record.value}`);
    if (!text.includes(part)) continue;
    matching++;
    if (records.length < most) records.push(recordShape(record, zone.zone.domain, settings));
  }
  return { domain: zone.zone.domain, records, matching };
}
