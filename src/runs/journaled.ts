/** A writer that tells a journal of each call before it goes out and after it came back. */
import { isDnssyncError } from '../errors.ts';
import type { ZoneWriter } from '../model/provider.ts';
import type { DnsRecord } from '../model/record.ts';
import { domainOf } from '../model/zone.ts';
import type { CallResult, JournalCall } from './journal.ts';

export interface Journal {
  /** Resolves once the call is on the disk, with its number; rejects where it cannot be, and then nothing may be sent. */
  intent(call: JournalCall): Promise<number>;
  /** Not waited for: what is lost here is `unknown` to readers, and the next plan sees what is so. */
  result(seq: number, result: CallResult): void;
}

export function journaled(writer: ZoneWriter, journal: Journal): ZoneWriter {
  const told = async <T>(
    call: JournalCall,
    send: () => Promise<T>,
    idOf: (answer: T) => string | undefined = () => undefined,
  ): Promise<T> => {
    const seq = await journal.intent(call);
    try {
      const answer = await send();
      const id = idOf(answer);
      journal.result(seq, { state: 'done', ...(id === undefined ? {} : { id }) });
      return answer;
    } catch (error) {
      if (isDnssyncError(error)) {
        const { code, message } = error;
        journal.result(seq, { state: error.outcome === 'unknown' ? 'unknown' : 'failed', code, message });
      }
      throw error;
    }
  };
  return {
    createZone: (name) =>
      told(
        { call: 'create-zone', zone: domainOf(name) },
        () => writer.createZone(name),
        ({ id }) => id,
      ),
    deleteZone: (zone) =>
      told({ call: 'delete-zone', zone: domainOf(zone), id: zone.id }, () => writer.deleteZone(zone)),
    createRecord: (zone, record) =>
      told(
        { call: 'create', zone: domainOf(zone), record: plain(record) },
        () => writer.createRecord(zone, record),
        (written) => written?.id,
      ),
    updateRecord: (zone, id, record) =>
      told({ call: 'update', zone: domainOf(zone), id, record: plain(record) }, () =>
        writer.updateRecord(zone, id, record),
      ),
    deleteRecord: (zone, id) =>
      told({ call: 'delete', zone: domainOf(zone), id }, () => writer.deleteRecord(zone, id)),
  };
}

/** What is sent, without what else is known of the record. */
function plain({ type, name, value, ttl, priority }: DnsRecord): DnsRecord {
  return { type, name, value, ttl, ...(priority === undefined ? {} : { priority }) };
}
