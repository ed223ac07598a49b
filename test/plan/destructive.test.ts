/** What is marked as destructive: what a delete takes for good, and what is no loss. */
import { describe, expect, it } from 'vitest';
import type { Fqdn } from '../../src/model/name.ts';
import type { DnsRecord } from '../../src/model/record.ts';
import { buildPlan } from '../../src/plan/plan.ts';
import { rr } from '../render/sample-plan.ts';

const ZONE = 'example.com.' as Fqdn;
const SOURCE = { file: 'zones/example.com.yaml', line: 1, column: 1 };

function marks(live: readonly DnsRecord[], file: readonly DnsRecord[]): (string | undefined)[] {
  const records = live.map((each, index) => ({ ...each, id: `r${index}`, createdAt: `${index}` }));
  const { steps, zones } = buildPlan({
    desired: [
      {
        name: ZONE,
        file: SOURCE.file,
        source: SOURCE,
        records: file.map((each) => ({ ...each, source: SOURCE })),
      },
    ],
    live: new Map([[ZONE, { id: 'z', name: ZONE, records, unmanaged: [] }]]),
    unmanagedZones: [],
    errors: [],
    reads: 1,
  });
  expect(steps.map(({ change }) => change)).toEqual(zones[0]?.changes);
  return steps.map(({ change }) => change.destructive);
}

const WWW = rr('www', 'A', '192.0.2.1');
const MX = rr('@', 'MX', 'mx1.example.com', { priority: 10 });
const MX2 = rr('@', 'MX', 'mx2.example.com', { priority: 20 });
const CAA = rr('www', 'CAA', '0 issue "ca.example"');
const NS = rr('@', 'NS', 'ns1.example.net');
const NS2 = rr('@', 'NS', 'ns2.example.net');
const TXT = rr('@', 'TXT', 'x');
const SUB = rr('sub', 'NS', 'ns1.example.net');
const NEWS = rr('news', 'MX', 'mx1.example.com', { priority: 10 });

describe('a destructive change', () => {
  it.each<[string, DnsRecord[], DnsRecord[], (string | undefined)[]]>([
    ['is the delete of a name', [WWW, MX], [MX], ['the last record of www.example.com']],
    [
      'is one MX of the apex, though another stays',
      [WWW, MX, MX2],
      [WWW, MX],
      ['an MX record of example.com'],
    ],
    ['is a CAA record', [WWW, CAA], [WWW], ['a CAA record of www.example.com']],
    ['is not one of several records', [WWW, rr('www', 'A', '192.0.2.2')], [WWW], [undefined]],
    ['is not the delete of a duplicate', [WWW, WWW], [WWW], [undefined]],
    ['is not the delete of a duplicate, be it of a CAA record', [WWW, CAA, CAA], [WWW, CAA], [undefined]],
    ['is one NS of the apex, though another stays', [NS, NS2], [NS], ['an NS record of example.com']],
    ['is not one of several texts of the apex', [TXT, rr('@', 'TXT', 'y')], [TXT], [undefined]],
    [
      'is not one MX or one NS of several below the apex',
      [SUB, rr('sub', 'NS', 'ns2.example.net'), NEWS, rr('news', 'MX', 'mx2.example.com', { priority: 20 })],
      [SUB, NEWS],
      [undefined, undefined],
    ],
    ['is no update', [WWW], [rr('www', 'A', '192.0.2.9')], [undefined]],
    ['is no change of type', [WWW], [rr('www', 'CNAME', 'a.example.net')], [undefined]],
    ['is no create', [], [WWW], [undefined]],
  ])('%s', (_, live, file, expected) => {
    expect(marks(live, file)).toEqual(expected);
  });
});
