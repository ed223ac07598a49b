/** The zones as the files have them, but for what a careless afternoon does to a zone. */
import { presentOwner } from '../../model/name.ts';
import { type DesiredZone, domainOf } from '../../model/zone.ts';
import type { WireRecord, WireZone } from './sandbox.ts';

export function drifted(zones: readonly DesiredZone[]): WireZone[] {
  return zones.map((zone, index) => {
    const records = zone.records.map(
      (record): WireRecord => ({
        record_type: record.type,
        name: presentOwner(record.name, zone.name),
        value: record.value,
        ttl: record.ttl,
        priority: record.priority ?? null,
      }),
    );
    return {
      domain: domainOf(zone),
      records: index === 0 ? [...records.flatMap(clickedAt), ...LEFT_BEHIND] : records,
    };
  });
}

/** One value edited by hand, one ttl lowered for a move and forgotten, an alias made an address, records lost. */
function clickedAt(record: WireRecord, at: number): WireRecord[] {
  if (record.record_type === 'A' && at === 0) return [{ ...record, value: '203.0.113.99' }];
  if (record.record_type === 'MX' && record.priority === 10) return [{ ...record, ttl: 60 }];
  if (record.record_type === 'CNAME') return [{ ...record, record_type: 'A', value: '203.0.113.80' }];
  return record.record_type === 'CAA' ? [] : [record];
}

const LEFT_BEHIND: readonly WireRecord[] = [
  { record_type: 'A', name: 'test-please-delete', value: '198.51.100.7', ttl: 300, priority: null },
  {
    record_type: 'TXT',
    name: '@',
    value: 'google-site-verification=left-by-marketing',
    ttl: 3600,
    priority: null,
  },
];
