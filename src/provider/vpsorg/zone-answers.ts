/** Keeps the service's own words on each zone, whatever we read from them: snapshots are made of these. */
import { isObject } from './wire.ts';

type Json = Readonly<Record<string, unknown>>;

export class ZoneAnswers {
  /** By uuid: the zone as a list has it, or its detail. */
  readonly #zones = new Map<string, Json>();
  /** By uuid of the zone, then of the record: what paged lists had, where the detail has no records. */
  readonly #records = new Map<string, Map<string, Json>>();

  /** Takes in the answer to a GET of this path. */
  hear(path: string, json: unknown): void {
    if (path === '/dns-zones/') {
      for (const zone of itemsOf(json)) this.#zones.set(String(zone.uuid), zone);
      return;
    }
    const [, zone, records] = /^\/dns-zones\/([^/]+)\/(records\/)?$/.exec(path) ?? [];
    if (zone === undefined) return;
    if (records === undefined) {
      if (isObject(json)) this.#zones.set(zone, json);
      this.#records.delete(zone);
      return;
    }
    const known = this.#records.get(zone) ?? new Map<string, Json>();
    this.#records.set(zone, known);
    for (const record of itemsOf(json)) known.set(String(record.uuid), record);
  }

  /**
   * The zone as `GET /dns-zones/{uuid}/` answers it, in the service's words; undefined where it was never read.
   *
   * @param recordIds the uuids of the records that were read: a list that changed on the way may have had more
   */
  of(zone: string, recordIds: ReadonlySet<string>): Json | undefined {
    const heard = this.#zones.get(zone);
    if (heard === undefined || Array.isArray(heard.records)) return heard;
    const records = [...(this.#records.get(zone) ?? [])].filter(([id]) => recordIds.has(id));
    return { ...heard, record_count: records.length, records: records.map(([, record]) => record) };
  }
}

function itemsOf(json: unknown): readonly Json[] {
  const items: unknown = isObject(json) ? json.results : json;
  return Array.isArray(items) ? items.filter(isObject) : [];
}
