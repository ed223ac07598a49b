/** Every path of the API with its methods, who may call them, and what answers. */
import type { Permission } from '../tokens.ts';
import { readAccount } from './account.ts';
import type { Handler } from './exchange.ts';
import {
  createRecord,
  deleteRecord,
  listRecords,
  listZoneRecords,
  patchRecord,
  readRecord,
  replaceRecord,
} from './records.ts';
import { createZone, deleteZone, listZones, readZone } from './zones.ts';

interface Operation {
  /** One of these is enough; none means any active token. */
  readonly anyOf: readonly Permission[];
  readonly handler: Handler;
}

export interface Route {
  /** Below the base path; the group is the uuid. */
  readonly path: RegExp;
  readonly operations: ReadonlyMap<string, Operation>;
}

const list: readonly Permission[] = ['dns:list'];
const create: readonly Permission[] = ['dns:create'];
/** The page names no permission for PUT and PATCH: who may create may change, and so may a token made for it. */
const change: readonly Permission[] = ['dns:create', 'dns:update'];
const remove: readonly Permission[] = ['dns:delete'];

export const routes: readonly Route[] = [
  route(/^\/dns-zones\/$/, { GET: [list, listZones], POST: [create, createZone] }),
  route(/^\/dns-zones\/([\w-]+)\/$/, { GET: [list, readZone], DELETE: [remove, deleteZone] }),
  route(/^\/dns-zones\/([\w-]+)\/records\/$/, { GET: [list, listZoneRecords], POST: [create, createRecord] }),
  route(/^\/dns-records\/$/, { GET: [list, listRecords] }),
  route(/^\/dns-records\/([\w-]+)\/$/, {
    GET: [list, readRecord],
    PUT: [change, replaceRecord],
    PATCH: [change, patchRecord],
    DELETE: [remove, deleteRecord],
  }),
  route(/^\/account\/me\/$/, { GET: [[], readAccount] }),
];

function route(
  path: RegExp,
  methods: Readonly<Record<string, readonly [readonly Permission[], Handler]>>,
): Route {
  const operations = new Map<string, Operation>();
  for (const [method, [anyOf, handler]] of Object.entries(methods)) {
    operations.set(method, { anyOf, handler });
    // Django answers HEAD wherever it answers GET; the server leaves the body out.
    if (method === 'GET') operations.set('HEAD', { anyOf, handler });
  }
  return { path, operations };
}
