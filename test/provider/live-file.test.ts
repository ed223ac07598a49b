import { describe, expect, it } from 'vitest';
import type { Fqdn } from '../../src/model/name.ts';
import { liveFileReader, readLiveFile } from '../../src/provider/live-file.ts';

const RECORD = {
  uuid: 'rec-001',
  record_type: 'A',
  name: '@',
  value: '192.0.2.1',
  ttl: 3600,
  priority: null,
};
const ZONE = { uuid: 'abc', domain: 'Example.com', record_count: 1, records: [RECORD] };
const LIVE = {
  id: 'abc',
  name: 'example.com.',
  records: [{ id: 'rec-001', type: 'A', name: 'example.com.', value: '192.0.2.1', ttl: 3600, createdAt: '' }],
  unmanaged: [],
};

describe('live state in a file', () => {
  it.each([
    ['a zone', ZONE],
    ['a list of zones', [ZONE]],
    ['zones under a key', { savedAt: '2026-01-18', zones: [ZONE] }],
    ['a zone without a count', { uuid: 'abc', domain: 'example.com', records: [RECORD] }],
  ])('is read from %s', (_name, json) => {
    expect(readLiveFile(JSON.stringify(json), 'live.json')).toEqual([LIVE]);
  });

  it('may hold a zone without records, and no zone at all', () => {
    const empty = { uuid: 'abc', domain: 'example.com', record_count: 0, records: [] };
    expect(readLiveFile(JSON.stringify(empty), 'live.json')).toMatchObject([{ records: [] }]);
    expect(readLiveFile('[]', 'live.json')).toEqual([]);
  });

  it.each([
    ['', 'it is not JSON'],
    ['records: []', 'it is not JSON'],
    ['null', 'a zone in it has no records'],
    ['{}', 'a zone in it has no records'],
    ['{"uuid":"abc","domain":"example.com","record_count":0}', 'a zone in it has no records'],
    ['{"domain":"example.com","records":[]}', 'a zone has no usable uuid'],
    ['[{"uuid":"abc","domain":"example.com","records":[{}]}]', 'a record has no usable uuid'],
    [
      '{"uuid":"abc","domain":"example.com","record_count":3,"records":[]}',
      'example.com came short: 0 distinct records, while its record_count is 3',
    ],
  ])('that cannot be used names the file and the reason: %s', (text, reason) => {
    expect(() => readLiveFile(text, 'live.json')).toThrow(
      expect.objectContaining({
        code: 'usage',
        message: `live.json cannot be read as live state: ${reason}`,
      }),
    );
  });
});

describe('the reader of live files', () => {
  const zones = readLiveFile(JSON.stringify([ZONE, { ...ZONE, uuid: 'def', domain: 'example.net' }]), 'x');

  it('lists and reads them as the service would', async () => {
    const reader = liveFileReader(zones);
    const list = await reader.listZones();
    expect(list).toEqual([
      { id: 'abc', name: 'example.com.', recordCount: 1 },
      { id: 'def', name: 'example.net.', recordCount: 1 },
    ]);
    expect(await reader.readZone({ id: 'abc', name: 'example.com.' as Fqdn })).toEqual(LIVE);
  });

  it('does not know other zones', async () => {
    const other = { id: 'zzz', name: 'other.example.' as Fqdn };
    await expect(liveFileReader(zones).readZone(other)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('refuses one zone twice', () => {
    expect(() => liveFileReader([...zones, ...zones.slice(0, 1)])).toThrow(
      'the live state holds the zone example.com twice',
    );
  });
});
