/** A strict stand-in for the port: a map of records that refuses what makes no sense, keeps a log, and fails on demand. */
import { DnssyncError } from '../../src/errors.ts';
import type { Fqdn } from '../../src/model/name.ts';
import type { Account, Provider } from '../../src/model/provider.ts';
import { type DnsRecord, identityOf, type LiveRecord } from '../../src/model/record.ts';
import type { LiveZone, ZoneSummary } from '../../src/model/zone.ts';

type Call = 'list' | 'read' | 'create-zone' | 'delete-zone' | 'create' | 'update' | 'delete';

/** What befalls a call: an error before any work, or after it (the answer is lost). */
export interface Mishap {
  readonly call: Call;
  /** Which call of that kind, counted from 1. */
  readonly nth: number;
  readonly when: 'before' | 'after';
  readonly error: DnssyncError;
}

export class MemoryProvider implements Provider {
  readonly origin = 'memory:';
  readonly log: string[] = [];
  account: Account | undefined;
  refusesTypeChange = false;
  mishaps: Mishap[] = [];
  readonly #zones = new Map<Fqdn, { id: string; records: Map<string, LiveRecord> }>();
  readonly #counts = new Map<Call, number>();
  #serial = 0;

  addZone(name: string, records: readonly DnsRecord[] = []): this {
    const zone = { id: `zone-${name}`, records: new Map<string, LiveRecord>() };
    this.#zones.set(name as Fqdn, zone);
    for (const record of records) this.#add(zone.records, record);
    return this;
  }

  /** The records of a zone as texts, sorted: what a test compares. */
  texts(name: string): string[] {
    const records = [...(this.#zones.get(name as Fqdn)?.records.values() ?? [])];
    return records.map((record) => `${identityOf(record)} ${record.ttl}`).sort();
  }

  /** Another writer's hand. */
  edit(name: string, change: (records: Map<string, LiveRecord>) => void): void {
    const zone = this.#zones.get(name as Fqdn);
    if (zone !== undefined) change(zone.records);
  }

  async listZones(): Promise<readonly ZoneSummary[]> {
    return this.#call('list', '', () =>
      [...this.#zones].map(([name, zone]) => ({ id: zone.id, name, recordCount: zone.records.size })),
    );
  }

  async readZone(zone: Pick<ZoneSummary, 'id' | 'name'>): Promise<LiveZone> {
    return this.#call('read', zone.name, () => ({
      id: zone.id,
      name: zone.name,
      records: [...this.#records(zone.name).values()],
      unmanaged: [],
    }));
  }

  async createZone(name: Fqdn): Promise<ZoneSummary> {
    return this.#call('create-zone', name, () => {
      if (this.#zones.has(name))
        throw new DnssyncError('zone already exists', { code: 'rejected', status: 400 });
      this.addZone(name);
      return { id: `zone-${name}`, name, recordCount: 0 };
    });
  }

  async deleteZone(zone: Pick<ZoneSummary, 'name'>): Promise<void> {
    await this.#call('delete-zone', zone.name, () => {
      if (!this.#zones.delete(zone.name)) {
        throw new DnssyncError('zone not found', { code: 'not-found', status: 404 });
      }
    });
  }

  async createRecord(zone: Pick<ZoneSummary, 'name'>, record: DnsRecord): Promise<LiveRecord> {
    return this.#call('create', identityOf(record), () => {
      const records = this.#records(zone.name);
      if ([...records.values()].some((live) => identityOf(live) === identityOf(record))) {
        throw new DnssyncError('record already exists', { code: 'rejected', status: 400 });
      }
      return this.#add(records, record);
    });
  }

  async updateRecord(zone: Pick<ZoneSummary, 'name'>, id: string, record: DnsRecord): Promise<LiveRecord> {
    return this.#call('update', `${id} ${identityOf(record)}`, () => {
      const records = this.#records(zone.name);
      const before = records.get(id);
      if (before === undefined)
        throw new DnssyncError('record not found', { code: 'not-found', status: 404 });
      if (this.refusesTypeChange && before.type !== record.type) {
        throw new DnssyncError('record_type cannot be changed', { code: 'rejected', status: 400 });
      }
      const after = { ...record, id, createdAt: before.createdAt };
      records.set(id, after);
      return after;
    });
  }

  async deleteRecord(zone: Pick<ZoneSummary, 'name'>, id: string): Promise<void> {
    await this.#call('delete', id, () => {
      if (!this.#records(zone.name).delete(id)) {
        throw new DnssyncError('record not found', { code: 'not-found', status: 404 });
      }
    });
  }

  async whoami(): Promise<Account | undefined> {
    return this.account;
  }

  #add(records: Map<string, LiveRecord>, record: DnsRecord): LiveRecord {
    this.#serial++;
    const serial = String(this.#serial).padStart(6, '0');
    const live = { ...record, id: `rec-${serial}`, createdAt: `2026-01-01T00:00:00.${serial}Z` };
    records.set(live.id, live);
    return live;
  }

  #records(name: Fqdn): Map<string, LiveRecord> {
    const zone = this.#zones.get(name);
    if (zone === undefined) throw new DnssyncError('zone not found', { code: 'not-found', status: 404 });
    return zone.records;
  }

  async #call<T>(call: Call, what: string, work: () => T): Promise<T> {
    const nth = (this.#counts.get(call) ?? 0) + 1;
    this.#counts.set(call, nth);
    // An answer comes later than the call: others get their turn in between.
    await Promise.resolve();
    const mishap = this.mishaps.find((one) => one.call === call && one.nth === nth);
    if (mishap?.when === 'before') throw mishap.error;
    const answer = work();
    this.log.push(`${call} ${what}`.trim());
    if (mishap?.when === 'after') throw mishap.error;
    return answer;
  }
}

/** The answer to a request was lost: it may have been worked on. */
export function lost(): DnssyncError {
  return new DnssyncError('connection reset', { code: 'network', outcome: 'unknown' });
}
