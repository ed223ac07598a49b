/** The vendor's REST API, one method an endpoint, in the words of its page. */
import { DnssyncError } from '../../errors.ts';
import type { Call, Reading } from '../request.ts';
import type { WireRecordBody } from './translate.ts';
import {
  isObject,
  isPathSafe,
  type Page,
  readPage,
  readRecord,
  readZone,
  type WireRecord,
  type WireZone,
} from './wire.ts';

/** Which page of a list; the service's first page, in its own size, where absent. */
export interface PageQuery {
  readonly page?: number;
  readonly page_size?: number;
}

/** Every method rejects with a DnssyncError. A write resolves with undefined where its confirmation cannot be read. */
export interface VpsOrgApi {
  /** `GET /dns-zones/`; `domain` filters by exact name. */
  listZones(query?: PageQuery & { readonly domain?: string }): Promise<Page<WireZone>>;
  /** `GET /dns-zones/{uuid}/`: the zone and all its records. */
  getZone(zone: string): Promise<WireZone>;
  /** `POST /dns-zones/` */
  createZone(domain: string): Promise<WireZone | undefined>;
  /** `DELETE /dns-zones/{uuid}/`: the zone and all its records, for good. */
  deleteZone(zone: string): Promise<void>;
  /** `GET /dns-zones/{uuid}/records/` */
  listZoneRecords(zone: string, query?: PageQuery): Promise<Page<WireRecord>>;
  /** `POST /dns-zones/{uuid}/records/` */
  createRecord(zone: string, record: WireRecordBody): Promise<WireRecord | undefined>;
  /** `GET /dns-records/`; `zone` filters by the zone's uuid. */
  listRecords(
    query?: PageQuery & { readonly zone?: string; readonly record_type?: string },
  ): Promise<Page<WireRecord>>;
  /** `GET /dns-records/{uuid}/` */
  getRecord(record: string): Promise<WireRecord>;
  /** `PUT /dns-records/{uuid}/` */
  replaceRecord(record: string, body: WireRecordBody): Promise<WireRecord | undefined>;
  /** `PATCH /dns-records/{uuid}/`: fields that are absent keep their value. */
  updateRecord(record: string, body: Partial<WireRecordBody>): Promise<WireRecord | undefined>;
  /** `DELETE /dns-records/{uuid}/` */
  deleteRecord(record: string): Promise<void>;
  /** `GET /account/me/`, as it answers: its shape is documented elsewhere and known in part only. */
  getAccount(): Promise<Readonly<Record<string, unknown>>>;
}

export function vpsOrgApi(call: Call): VpsOrgApi {
  const get = async <T>(
    path: string,
    read: (json: unknown) => Reading<T>,
    query: object = {},
    isOptional = false,
  ): Promise<T> => {
    const value = await call({ method: 'GET', path, query: texts(query), read, isOptional });
    if (value === undefined) throw new Error(`GET ${path} is confirmed without a value`);
    return value;
  };
  const zones = (json: unknown): Reading<Page<WireZone>> => readPage(json, readZone);
  const records = (json: unknown): Reading<Page<WireRecord>> => readPage(json, readRecord);

  return {
    listZones: (query) => get('/dns-zones/', zones, query),
    getZone: (zone) => get(zonePath(zone), readZone),
    createZone: (domain) => call({ method: 'POST', path: '/dns-zones/', body: { domain }, read: readZone }),
    deleteZone: (zone) => call({ method: 'DELETE', path: zonePath(zone), read: anything }),
    listZoneRecords: (zone, query) => get(`${zonePath(zone)}records/`, records, query),
    createRecord: (zone, body) =>
      call({ method: 'POST', path: `${zonePath(zone)}records/`, body, read: readRecord }),
    listRecords: (query) => get('/dns-records/', records, query),
    getRecord: (record) => get(recordPath(record), readRecord),
    replaceRecord: (record, body) =>
      call({ method: 'PUT', path: recordPath(record), body, read: readRecord }),
    updateRecord: (record, body) =>
      call({ method: 'PATCH', path: recordPath(record), body, read: readRecord }),
    deleteRecord: (record) => call({ method: 'DELETE', path: recordPath(record), read: anything }),
    getAccount: () =>
      get(
        '/account/me/',
        (json) => (isObject(json) ? { value: json } : { problem: 'the account is no object' }),
        {},
        true,
      ),
  };
}

function zonePath(uuid: string): string {
  return `/dns-zones/${segment(uuid)}/`;
}

function recordPath(uuid: string): string {
  return `/dns-records/${segment(uuid)}/`;
}

function segment(uuid: string): string {
  if (isPathSafe(uuid)) return uuid;
  throw new DnssyncError(`not a uuid of the API: ${JSON.stringify(uuid.slice(0, 64))}`, { code: 'usage' });
}

/** A delete documents no body, and one that comes says nothing that matters. */
function anything(): Reading<void> {
  return { value: undefined };
}

function texts(query: object): Record<string, string> {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]));
}
