/** All zones and records in memory; every lookup the API needs is one step. */
import type { DnsRecord, Op } from './op.ts';
import { ZoneEntry } from './zone-entry.ts';

export class State {
  readonly #zones = new Map<string, ZoneEntry>();
  readonly #domains = new Map<string, ZoneEntry>();
  readonly #records = new Map<string, DnsRecord>();

  /** In the order of creation. */
  zones(): IterableIterator<ZoneEntry> {
    return this.#zones.values();
  }

  zone(uuid: string): ZoneEntry | undefined {
    return this.#zones.get(uuid);
  }

  zoneNamed(domain: string): ZoneEntry | undefined {
    return this.#domains.get(domain);
  }

  record(uuid: string): DnsRecord | undefined {
    return this.#records.get(uuid);
  }

  /** Applies one operation. Operations on what is not there do nothing, so that any journal can be read. */
  apply(op: Op): void {
    switch (op.op) {
      case 'put-zone': {
        const entry = new ZoneEntry(op.zone);
        this.#zones.set(op.zone.uuid, entry);
        this.#domains.set(op.zone.domain, entry);
        return;
      }
      case 'drop-zone': {
        const entry = this.#zones.get(op.uuid);
        if (entry === undefined) return;
        for (const uuid of entry.records.keys()) this.#records.delete(uuid);
        this.#zones.delete(op.uuid);
        this.#domains.delete(entry.zone.domain);
        return;
      }
      case 'put-record': {
        const entry = this.#zones.get(op.record.zone);
        if (entry === undefined) return;
        entry.put(op.record);
        this.#records.set(op.record.uuid, op.record);
        return;
      }
      case 'drop-record': {
        const record = this.#records.get(op.uuid);
        if (record === undefined) return;
        this.#zones.get(record.zone)?.drop(op.uuid);
        this.#records.delete(op.uuid);
      }
    }
  }

  /** The operations that build this state from nothing. */
  *ops(): Generator<Op> {
    for (const entry of this.#zones.values()) {
      yield { op: 'put-zone', zone: entry.zone };
      for (const record of entry.records.values()) yield { op: 'put-record', record };
    }
  }
}
