/** The provider port, spoken to VPS.org: which endpoints stand behind each of its calls. */
import { DnssyncError, isDnssyncError } from '../../errors.ts';
import type { Fqdn } from '../../model/name.ts';
import type { Provider, WrittenRecord } from '../../model/provider.ts';
import { domainOf, type LiveZone, type ZoneSummary } from '../../model/zone.ts';
import { amended } from '../failure.ts';
import { readAccount } from './account.ts';
import type { VpsOrgApi } from './api.ts';
import { readWholeList } from './paging.ts';
import { toLiveZone, toSummary, toWire } from './translate.ts';
import { countProblem, type WireRecord } from './wire.ts';

export function vpsOrgProvider(apiUrl: string, api: VpsOrgApi): Provider {
  return {
    origin: new URL(apiUrl).origin,
    async listZones() {
      const zones = await readWholeList('the list of zones', (query) => api.listZones(query));
      return zones.map(toSummary);
    },
    readZone: (zone) => readZone(api, zone),
    createZone: (name) => createZone(api, name),
    async deleteZone(zone) {
      await api.deleteZone(zone.id);
    },
    async createRecord(zone, record) {
      return written(zone, await api.createRecord(zone.id, toWire(record, zone.name)));
    },
    async updateRecord(zone, id, record) {
      return written(zone, await api.updateRecord(id, toWire(record, zone.name)));
    },
    async deleteRecord(_zone, id) {
      await api.deleteRecord(id);
    },
    async whoami() {
      try {
        return readAccount(await api.getAccount());
      } catch (error) {
        // The endpoint is documented on another page of the vendor: that it is missing is no obstacle.
        if (isDnssyncError(error) && error.status === 404) return undefined;
        throw error;
      }
    },
  };
}

/**
 * One answer holds the whole zone, so no row can slip between two pages (reliability finding 2). Only where the detail
 * comes without records are the paged lists read, twice, until two readings agree.
 */
async function readZone(api: VpsOrgApi, zone: Pick<ZoneSummary, 'id' | 'name'>): Promise<LiveZone> {
  const detail = await api.getZone(zone.id);
  const records = detail.records ?? (await readRecordsTwice(api, zone));
  const problem = countProblem(detail, records);
  if (problem !== undefined) {
    throw new DnssyncError(problem, {
      code: 'short-read',
      hint: 'run again; half a zone is never planned from',
    });
  }
  return toLiveZone(zone, records);
}

async function readRecordsTwice(
  api: VpsOrgApi,
  zone: Pick<ZoneSummary, 'id' | 'name'>,
): Promise<readonly WireRecord[]> {
  const read = (): Promise<readonly WireRecord[]> =>
    readWholeList(`the records of ${domainOf(zone)}`, (query) => api.listZoneRecords(zone.id, query));
  let before = await read();
  for (let again = 1; again <= 3; again++) {
    const after = await read();
    if (fingerprint(after) === fingerprint(before)) return after;
    before = after;
  }
  throw new DnssyncError(`the records of ${domainOf(zone)} kept changing while they were read`, {
    code: 'short-read',
    hint: 'run again when nobody else changes the zone',
  });
}

function fingerprint(records: readonly WireRecord[]): string {
  return JSON.stringify([...records].sort((a, b) => (a.uuid < b.uuid ? -1 : 1)));
}

async function createZone(api: VpsOrgApi, name: Fqdn): Promise<ZoneSummary> {
  const domain = domainOf(name);
  try {
    const zone = await api.createZone(domain);
    if (zone !== undefined) return toSummary(zone);
  } catch (error) {
    if (!isTaken(error) || (await findZone(api, name).catch(tell(error))) !== undefined) throw error;
    throw amended(error, { hint: 'the zone exists at VPS.org, but not in the account of this token' });
  }
  const unseen = new DnssyncError(`${domain} was created, but it is not in the list of zones`, {
    code: 'api',
    outcome: 'unknown',
    hint: 'run dnssync plan in a moment',
  });
  const found = await findZone(api, name).catch(tell(unseen));
  if (found !== undefined) return found;
  throw unseen;
}

/** For a look-up that fails: what is known of the create is in the error before it. */
function tell(before: DnssyncError): (error: unknown) => never {
  return (error) => {
    throw isDnssyncError(error) ? before : error;
  };
}

async function findZone(api: VpsOrgApi, name: Fqdn): Promise<ZoneSummary | undefined> {
  const { items } = await api.listZones({ domain: domainOf(name) });
  return items.map(toSummary).find((zone) => zone.name === name);
}

/** The vendor answers 400 for an invalid name and for one that exists; only the text tells which. */
function isTaken(error: unknown): error is DnssyncError {
  return (
    isDnssyncError(error) && error.code === 'rejected' && /already|exists|taken|unique/i.test(error.message)
  );
}

/** A confirmation that names a type we do not know confirms the write, and says nothing that could be compared. */
function written(zone: Pick<ZoneSummary, 'id' | 'name'>, wire: WireRecord | undefined): WrittenRecord {
  return wire === undefined ? undefined : toLiveZone(zone, [wire]).records[0];
}
