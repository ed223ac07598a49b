/** The port to the service that hosts the zones: what stages may ask of it, one call each, readers apart from writers. */
import type { Fqdn } from './name.ts';
import type { DnsRecord, LiveRecord } from './record.ts';
import type { LiveZone, ZoneSummary } from './zone.ts';

/** What a plan needs: it can look and has no way to write (design section 4). */
export interface ZoneReader {
  /** All zones of the account. */
  listZones(): Promise<readonly ZoneSummary[]>;
  /** One zone with all its records; rejects where the answer is short of its own count. */
  readZone(zone: Pick<ZoneSummary, 'id' | 'name'>): Promise<LiveZone>;
  /** What the calls so far have shown of the service's pace; undefined before the first answer, absent where there is none. */
  pace?(): ServicePace | undefined;
}

/** How fast a service has shown itself. */
export interface ServicePace {
  /** Calls a second that it takes, learned from a refusal; absent where it has refused none. */
  readonly limit?: number;
  /** Seconds to an answer. */
  readonly latency: number;
  /** Most calls under way at once. */
  readonly atOnce: number;
}

/**
 * What an apply needs besides. Each call is one request as far as its meaning goes: a repeat of the same update or
 * delete is harmless, and a create whose outcome is unknown rejects with `outcome: 'unknown'` instead of repeating.
 */
export interface ZoneWriter {
  createZone(name: Fqdn): Promise<ZoneSummary>;
  /** The zone and all its records, for good. Rejects with `not-found` where the service knows none such. */
  deleteZone(zone: Pick<ZoneSummary, 'id' | 'name'>): Promise<void>;
  createRecord(zone: Pick<ZoneSummary, 'id' | 'name'>, record: DnsRecord): Promise<WrittenRecord>;
  /** Replaces the whole record; `id` stays. */
  updateRecord(zone: Pick<ZoneSummary, 'id' | 'name'>, id: string, record: DnsRecord): Promise<WrittenRecord>;
  /** Rejects with `not-found` where the service knows none such, unless this very call may have deleted it. */
  deleteRecord(zone: Pick<ZoneSummary, 'id' | 'name'>, id: string): Promise<void>;
}

/** The service's answer to a write; undefined where it confirmed the write but its answer could not be read. */
export type WrittenRecord = LiveRecord | undefined;

export interface AccountReader {
  /** The token's account, or undefined where the service has no such endpoint. */
  whoami(): Promise<Account | undefined>;
}

export interface Account {
  /** What names the account to a person: e-mail or user name; undefined where the answer has neither. */
  readonly name?: string;
  readonly tokenName?: string;
  /** `dns:list`, `dns:create`, …; undefined where the answer names none. */
  readonly permissions?: readonly string[];
}

export interface Provider extends ZoneReader, ZoneWriter, AccountReader {
  /** Scheme, host and port of the API, for messages and saved plans; never a path, query or user. */
  readonly origin: string;
}
