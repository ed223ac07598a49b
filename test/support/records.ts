/** Short ways to write records in tests. */
import { type Fqdn, readOwner } from '../../src/model/name.ts';
import { type DesiredRecord, type DnsRecord, isRecordType, type LiveRecord } from '../../src/model/record.ts';
import { readValue } from '../../src/model/value.ts';

export const ZONE = 'example.com.' as Fqdn;

/** `'www 300 A 192.0.2.1'`, `'@ 3600 MX 10 mx.example.net'`: name, ttl, type, value as in a zone file without dots. */
export function record(text: string, zone: Fqdn = ZONE): DnsRecord {
  const [, owner = '', ttl = '', type = '', rest = ''] = /^(\S+) (\d+) (\S+) ([\s\S]*)$/.exec(text) ?? [];
  const name = readOwner(owner, zone).name;
  if (name === undefined || !isRecordType(type)) throw new Error(`not a test record: ${text}`);
  const [, priority, value] = type === 'MX' || type === 'SRV' ? (/^(\d+) (.*)$/.exec(rest) ?? []) : [];
  const reading = readValue(type, value ?? rest);
  if (reading.value === undefined) throw new Error(`not a test value: ${text}`);
  const data = { type, name, value: reading.value, ttl: Number(ttl) };
  return priority === undefined ? data : { ...data, priority: Number(priority) };
}

/** As {@link record}, with the service's uuid; created in the order of the ids. */
export function live(id: string, text: string, zone: Fqdn = ZONE): LiveRecord {
  return { ...record(text, zone), id, createdAt: `2026-01-01T00:00:00Z ${id}` };
}

/** As {@link record}, declared in a file. */
export function desired(text: string, zone: Fqdn = ZONE, line = 1): DesiredRecord {
  return { ...record(text, zone), source: { file: `zones/${zone}yaml`, line, column: 1 } };
}
