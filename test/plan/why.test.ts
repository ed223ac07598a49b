/** The plan told by the name: how each value there, the file's and live's, stands to the other side. */
import { describe, expect, test } from 'vitest';
import type { Fqdn } from '../../src/model/name.ts';
import type { RecordPattern } from '../../src/model/pattern.ts';
import type { ValueReason } from '../../src/model/why.ts';
import type { DesiredZone, Living } from '../../src/model/zone.ts';
import { buildPlan } from '../../src/plan/plan.ts';
import { whyValues } from '../../src/plan/why.ts';
import { desired, live, ZONE } from '../support/records.ts';

const FILE = 'zones/example.com.yaml';
const SOURCE = { file: FILE, line: 1, column: 1 };

function pattern(parts: Partial<RecordPattern>): RecordPattern {
  return { text: Object.values(parts).join(' '), source: SOURCE, ...parts };
}

interface Case extends Living {
  readonly before: readonly string[];
  readonly files: readonly string[];
}

function zones({ before, files, ...living }: Case) {
  const zone: DesiredZone = {
    name: ZONE,
    file: FILE,
    source: SOURCE,
    records: files.map((text, index) => desired(text, ZONE, index + 1)),
    ...living,
  };
  const there = {
    id: 'zone-1',
    name: ZONE,
    records: before.map((text, index) => live(`id-${index + 1}`, text)),
    unmanaged: [
      { id: 'u-1', type: 'PTR', name: 'www.example.com.' as Fqdn, value: 'host.example.net' },
      { id: 'u-2', type: 'SOA', name: ZONE, value: 'x' },
    ],
  };
  const plan = buildPlan({
    desired: [zone],
    live: new Map([[ZONE, there]]),
    unmanagedZones: [],
    errors: [],
    reads: 1,
  });
  const [zonePlan] = plan.zones;
  if (zonePlan === undefined) throw new Error(JSON.stringify(plan.errors));
  return { zone, seen: { plan: zonePlan, live: there } };
}

function told(reasons: readonly ValueReason[]): string[] {
  return reasons.map(({ record, source, standing, protectedBy }) => {
    const place = source === undefined ? '' : ` at ${source.line}`;
    const kept = protectedBy === undefined ? '' : `, protected by ${protectedBy.text}`;
    const why =
      standing.kind === 'undeclared' && standing.reason !== undefined ? ` (${standing.reason})` : '';
    return `${record.type} ${record.value}${place}: ${standing.kind}${why}${kept}`;
  });
}

function why(owner: string, type: string | undefined, each: Case): string[] {
  const { zone, seen } = zones(each);
  return told(whyValues(zone, (owner === '@' ? ZONE : `${owner}.${ZONE}`) as Fqdn, type, seen));
}

describe('each value at a name', () => {
  const both: Case = {
    before: ['www 300 A 192.0.2.1', 'www 300 A 192.0.2.2', 'www 300 TXT old', 'api 300 A 192.0.2.7'],
    files: [
      'www 300 A 192.0.2.1',
      'www 300 A 192.0.2.3',
      'www 300 CAA 0 issue "ca.example"',
      'api 300 A 192.0.2.7',
    ],
  };

  test('stands in the file and live, in one of them, or differs; those of other names are not told', () => {
    expect(why('www', undefined, both)).toEqual([
      'A 192.0.2.1 at 1: in-sync',
      'A 192.0.2.3 at 2: differs',
      'CAA 0 issue "ca.example" at 3: absent',
      'TXT old: undeclared',
      'PTR host.example.net: unmanaged',
    ]);
  });

  test('is told of one type where that is asked for', () => {
    expect(why('www', 'TXT', both)).toEqual(['TXT old: undeclared']);
    expect(why('www', 'A', both)).toEqual(['A 192.0.2.1 at 1: in-sync', 'A 192.0.2.3 at 2: differs']);
  });

  test('an alias stands in the place of any type', () => {
    expect(why('api', 'A', { before: [], files: ['api 300 CNAME a.example.net'] })).toEqual([
      'CNAME a.example.net at 1: absent',
    ]);
  });

  test('differs, too, where only the ttl does', () => {
    const files = ['api 60 A 192.0.2.1'];
    expect(why('api', 'A', { before: ['api 300 A 192.0.2.1'], files })).toEqual([
      'A 192.0.2.1 at 1: differs',
    ]);
  });

  test('that is live twice and goes once is told as in sync, and as a duplicate', () => {
    const files = ['api 300 A 192.0.2.1'];
    expect(why('api', undefined, { before: [...files, ...files], files })).toEqual([
      'A 192.0.2.1 at 1: in-sync',
      'A 192.0.2.1: undeclared (duplicate)',
    ]);
  });

  test('is unknown where live was not looked at', () => {
    const { zone } = zones(both);
    expect(told(whyValues(zone, 'www.example.com.' as Fqdn, 'A', undefined))).toEqual([
      'A 192.0.2.1 at 1: unknown',
      'A 192.0.2.3 at 2: unknown',
    ]);
  });

  test('is told with the pattern that protects it, on either side', () => {
    const protect = [pattern({ types: ['TXT'] })];
    const sides = { before: ['api 300 TXT old', 'api 300 A 192.0.2.1'], files: ['api 300 TXT v=spf1 -all'] };
    expect(why('api', undefined, { ...sides, protect })).toEqual([
      'TXT v=spf1 -all at 1: absent, protected by TXT',
      'A 192.0.2.1: undeclared',
      'TXT old: undeclared, protected by TXT',
    ]);
  });

  test('is left alone where a pattern ignores it', () => {
    const ignore = [pattern({ types: ['TXT'] })];
    expect(why('api', undefined, { before: ['api 300 TXT x'], files: [], ignore })).toEqual([
      'TXT x: left-alone',
    ]);
  });

  test('goes with a zone that is not to be', () => {
    expect(why('api', undefined, { before: ['api 300 TXT x'], files: [], state: 'absent' })).toEqual([
      'TXT x: undeclared',
    ]);
  });
});

describe('a name server of the apex', () => {
  const before = ['@ 300 NS ns1.example.net', 'sub 300 NS ns1.example.net', '@ 300 TXT x'];

  test('belongs to the vendor where the file declares none', () => {
    expect(why('@', 'NS', { before, files: ['@ 300 TXT x'] })).toEqual(['NS ns1.example.net: vendors']);
    expect(why('@', 'TXT', { before, files: ['@ 300 TXT x'] })).toEqual(['TXT x at 1: in-sync']);
  });

  test('belongs to the file where it declares one', () => {
    const files = ['@ 300 NS ns1.example.net', '@ 300 TXT x'];
    expect(why('@', 'NS', { before, files })).toEqual(['NS ns1.example.net at 1: in-sync']);
  });

  test('is told once where a pattern ignores it', () => {
    const ignore = [pattern({ types: ['NS'] })];
    expect(why('@', 'NS', { before, files: ['@ 300 TXT x'], ignore })).toEqual([
      'NS ns1.example.net: left-alone',
    ]);
  });

  test('below the apex is a delegation like other data', () => {
    expect(why('sub', 'NS', { before, files: ['@ 300 TXT x'] })).toEqual(['NS ns1.example.net: undeclared']);
  });
});
