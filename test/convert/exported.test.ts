import { expect, test } from 'vitest';
import { exportedFiles, exportedLive } from '../../src/convert/exported.ts';
import type { Fqdn } from '../../src/model/name.ts';
import { desired, live, ZONE } from '../support/records.ts';

const zone = { id: 'z', name: ZONE, records: [], unmanaged: [] };

test('files: records in order, without their places', () => {
  const records = [desired('www 60 A 192.0.2.1'), desired('@ 60 MX 10 mx.example.net')];
  const exported = exportedFiles({
    name: ZONE,
    file: 'x',
    source: { file: 'x', line: 1, column: 1 },
    records,
  });
  expect(exported).toEqual({
    zone: ZONE,
    records: [
      { name: ZONE, type: 'MX', value: 'mx.example.net', priority: 10, ttl: 60 },
      { name: `www.${ZONE}`, type: 'A', value: '192.0.2.1', ttl: 60 },
    ],
    leftOut: [],
  });
});

test('live: what cannot be read, is not managed, or stands twice is told and left out', () => {
  const www = live('1', 'www 60 A 192.0.2.1');
  const { records, leftOut } = exportedLive({
    ...zone,
    records: [
      www,
      { ...www, id: '2', ttl: 300 },
      { ...www, id: '3', value: '999', unreadable: "'999' is not an IPv4 address" },
      { ...www, id: '4', name: 'a b\n$include x.example.com.' as Fqdn },
      { ...www, id: '5', name: 'elsewhere.test.' as Fqdn },
    ],
    unmanaged: [{ id: '6', type: 'PTR', name: `p.${ZONE}` as Fqdn, value: 'x' }],
  });
  expect(records).toEqual([{ name: `www.${ZONE}`, type: 'A', value: '192.0.2.1', ttl: 60 }]);
  expect(leftOut.map(({ what, why }) => `${what} (${why})`).sort()).toEqual([
    'a b\n$include x A 192.0.2.1 (its name cannot be read)',
    'elsewhere.test. A 192.0.2.1 (its name cannot be read)',
    'p PTR x (dnssync does not manage this type)',
    'www A 192.0.2.1 (the zone holds it twice; it is written once)',
    "www A 999 ('999' is not an IPv4 address)",
  ]);
});
