/** Records for a comparison with what another program reads. */
import { compareRecords, type DnsRecord, identityOf } from '../../src/model/record.ts';

/** In one order, each once: to named, the texts of a TXT that are cut elsewhere make another record. */
export function distinctRecords(records: readonly DnsRecord[]): DnsRecord[] {
  const distinct = new Map(records.map((record) => [identityOf(record), record]));
  return [...distinct.values()]
    .map(({ name, type, value, ttl, priority }) => ({
      name,
      type,
      value,
      ttl,
      ...(priority === undefined ? {} : { priority }),
    }))
    .sort(compareRecords);
}
