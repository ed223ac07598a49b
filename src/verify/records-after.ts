/** The records of a zone once these changes are made: what its servers have to answer from. */
import type { Change } from '../model/plan.ts';
import type { DnsRecord, LiveRecord } from '../model/record.ts';

export function recordsAfter(live: readonly LiveRecord[], changes: readonly Change[]): readonly DnsRecord[] {
  const records = new Map<string, DnsRecord>(live.map((record) => [record.id, record]));
  const fresh: DnsRecord[] = [];
  for (const change of changes) {
    if (change.action === 'create') fresh.push(change.after);
    else if (change.action === 'delete') records.delete(change.before.id);
    else records.set(change.before.id, change.after);
  }
  return [...records.values(), ...fresh];
}
