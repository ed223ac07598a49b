/** The hash of one side of a zone: equal exactly where the records are, ttl included; it explains which side moved. */
import { createHash } from 'node:crypto';
import { compareText, type DnsRecord } from '../model/record.ts';

/** sha256, in hex, over the canonical records; their order, uuids and dates have no part in it. */
export function hashRecords(records: readonly DnsRecord[]): string {
  const lines = records.map(({ name, type, priority, value, ttl }) =>
    JSON.stringify([name, type, priority ?? null, value, ttl]),
  );
  const hash = createHash('sha256');
  for (const line of lines.sort(compareText)) hash.update(`${line}\n`);
  return hash.digest('hex');
}
