/** Live state from a file in the place of the API: zones as `GET /dns-zones/{uuid}/` answers them. */
import { DnssyncError } from '../errors.ts';
import type { ZoneReader } from '../model/provider.ts';
import { domainOf, type LiveZone } from '../model/zone.ts';
import { toLiveZone, toSummary } from './vpsorg/translate.ts';
import { countProblem, isObject, readZone } from './vpsorg/wire.ts';

/**
 * Reads one zone, a list of zones, or `{zones: [zone, …]}`; `record_count` is checked where it stands. Throws a
 * DnssyncError that names the file: half-read live state would be planned from as if records were missing.
 */
export function readLiveFile(text: string, fileName: string): LiveZone[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw unusable(fileName, 'it is not JSON');
  }
  const zones =
    isObject(json) && Array.isArray(json.zones) ? json.zones : Array.isArray(json) ? json : [json];
  return zones.map((zone: unknown) => readOne(zone, fileName));
}

/** Reads from these zones as if they were the service. Throws where two of them have one name or id. */
export function liveFileReader(zones: readonly LiveZone[]): ZoneReader {
  const byId = new Map<string, LiveZone>();
  const names = new Set<string>();
  for (const zone of zones) {
    if (byId.has(zone.id) || names.has(zone.name)) {
      throw new DnssyncError(`the live state holds the zone ${domainOf(zone)} twice`, { code: 'usage' });
    }
    byId.set(zone.id, zone);
    names.add(zone.name);
  }
  return {
    listZones: async () =>
      zones.map(({ id, name, records, unmanaged }) => ({
        id,
        name,
        recordCount: records.length + unmanaged.length,
      })),
    async readZone({ id, name }) {
      const zone = byId.get(id);
      if (zone !== undefined) return zone;
      throw new DnssyncError(`the live state does not hold the zone ${domainOf(name)}`, {
        code: 'not-found',
      });
    },
  };
}

function readOne(json: unknown, fileName: string): LiveZone {
  const records = isObject(json) && Array.isArray(json.records) ? json.records : undefined;
  if (!isObject(json) || records === undefined) throw unusable(fileName, 'a zone in it has no records');
  // A count that is absent cannot be wrong; one that is there is held against the records, as the API's is.
  const reading = readZone({ record_count: records.length, ...json });
  if (reading.problem !== undefined) throw unusable(fileName, reading.problem);
  const zone = reading.value;
  const wireRecords = zone.records ?? [];
  const problem = countProblem(zone, wireRecords);
  if (problem !== undefined) throw unusable(fileName, problem);
  return toLiveZone(toSummary(zone), wireRecords);
}

function unusable(fileName: string, why: string): DnssyncError {
  return new DnssyncError(`${fileName} cannot be read as live state: ${why}`, {
    code: 'usage',
    hint: 'it must hold JSON as GET /dns-zones/{uuid}/ answers it, or a list of such zones',
  });
}
