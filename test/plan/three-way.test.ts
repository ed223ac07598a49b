/** Whose change it is (design.md section 5, three-way): a table of what can happen to a record on two sides, and properties. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fqdn } from '../../src/model/name.ts';
import type { RecordPattern } from '../../src/model/pattern.ts';
import { type Change, type ChangeSide, subjectOf } from '../../src/model/plan.ts';
import type { DnsRecord, RecordType } from '../../src/model/record.ts';
import type { DesiredZone, LiveZone, Living } from '../../src/model/zone.ts';
import { buildPlan } from '../../src/plan/plan.ts';
import { type Base, protectedByBase, withSides } from '../../src/plan/three-way.ts';

const ZONE = 'example.com.' as Fqdn;
const SOURCE = { file: 'zones/example.com.yaml', line: 1, column: 1 };

/** `www A 192.0.2.1 300`. */
function record(text: string): DnsRecord {
  const [name = '', type = 'A', value = '', ttl = '300'] = text.split(' ');
  return {
    name: (name === '@' ? ZONE : `${name}.${ZONE}`) as Fqdn,
    type: type as RecordType,
    value,
    ttl: Number(ttl),
  };
}

function file(records: readonly DnsRecord[], living: Living = {}): DesiredZone {
  return {
    name: ZONE,
    file: SOURCE.file,
    source: SOURCE,
    records: records.map((each) => ({ ...each, source: SOURCE })),
    ...living,
  };
}

function liveZone(records: readonly DnsRecord[]): LiveZone {
  const held = records.map((each, index) => ({ ...each, id: `r${index}`, createdAt: `${index}` }));
  return { id: 'z', name: ZONE, records: held, unmanaged: [] };
}

function planned(base: Base, desired: DesiredZone, live: LiveZone | undefined) {
  const zones = new Map(live === undefined ? [] : [[ZONE, live]]);
  const plan = buildPlan({ desired: [desired], live: zones, unmanagedZones: [], errors: [], reads: 1 });
  return withSides(plan, base, { desired: [desired], live: zones });
}

function baseOf(zone: DesiredZone | undefined): Base {
  return { name: '1a2b3c4', zones: zone === undefined ? [] : [zone], unread: new Set() };
}

function sidesOf(changes: readonly Change[]): string[] {
  const show = (one: DnsRecord | undefined): string => (one === undefined ? '' : `${one.value}/${one.ttl}`);
  return changes
    .map((change) => {
      const before = change.action === 'create' ? undefined : change.before;
      const after = change.action === 'delete' ? undefined : change.after;
      return `${change.side}: ${show(before)} > ${show(after)}`;
    })
    .sort();
}

describe('one record on three sides', () => {
  const table: [string, string[], string[], string[], string[]][] = [
    // what happened, base, file, live, sides
    ['added in the file', [], ['w A 1.1.1.1'], [], ['yours:  > 1.1.1.1/300']],
    ['added live', [], [], ['w A 1.1.1.1'], ['drift: 1.1.1.1/300 > ']],
    ['removed from the file', ['w A 1.1.1.1'], [], ['w A 1.1.1.1'], ['yours: 1.1.1.1/300 > ']],
    ['removed live', ['w A 1.1.1.1'], ['w A 1.1.1.1'], [], ['drift:  > 1.1.1.1/300']],
    [
      'changed in the file',
      ['w A 1.1.1.1'],
      ['w A 1.1.1.2'],
      ['w A 1.1.1.1'],
      ['yours: 1.1.1.1/300 > 1.1.1.2/300'],
    ],
    ['changed live', ['w A 1.1.1.1'], ['w A 1.1.1.1'], ['w A 1.1.1.2'], ['drift: 1.1.1.2/300 > 1.1.1.1/300']],
    [
      'changed on both sides',
      ['w A 1.1.1.1'],
      ['w A 1.1.1.2'],
      ['w A 1.1.1.3'],
      ['conflict: 1.1.1.3/300 > 1.1.1.2/300'],
    ],
    ['changed alike', ['w A 1.1.1.1'], ['w A 1.1.1.2'], ['w A 1.1.1.2'], []],
    [
      'ttl in the file',
      ['w A 1.1.1.1 300'],
      ['w A 1.1.1.1 60'],
      ['w A 1.1.1.1 300'],
      ['yours: 1.1.1.1/300 > 1.1.1.1/60'],
    ],
    [
      'ttl live',
      ['w A 1.1.1.1 300'],
      ['w A 1.1.1.1 300'],
      ['w A 1.1.1.1 60'],
      ['drift: 1.1.1.1/60 > 1.1.1.1/300'],
    ],
    [
      'two ttls',
      ['w A 1.1.1.1 300'],
      ['w A 1.1.1.1 60'],
      ['w A 1.1.1.1 90'],
      ['conflict: 1.1.1.1/90 > 1.1.1.1/60'],
    ],
    [
      'added on both sides, two ttls',
      [],
      ['w A 1.1.1.1 60'],
      ['w A 1.1.1.1 90'],
      ['conflict: 1.1.1.1/90 > 1.1.1.1/60'],
    ],
    ['removed in the file, changed live', ['w A 1.1.1.1'], [], ['w A 1.1.1.2'], ['conflict: 1.1.1.2/300 > ']],
    ['changed in the file, removed live', ['w A 1.1.1.1'], ['w A 1.1.1.2'], [], ['conflict:  > 1.1.1.2/300']],
    [
      'removed in the file, ttl live',
      ['w A 1.1.1.1 300'],
      [],
      ['w A 1.1.1.1 60'],
      ['conflict: 1.1.1.1/60 > '],
    ],
    [
      'ttl in the file, removed live',
      ['w A 1.1.1.1 300'],
      ['w A 1.1.1.1 60'],
      [],
      ['conflict:  > 1.1.1.1/60'],
    ],
    [
      'an alias in the file, another address live',
      ['w A 1.1.1.1'],
      ['w CNAME a.example.net'],
      ['w A 1.1.1.2'],
      ['conflict: 1.1.1.2/300 > a.example.net/300'],
    ],
    [
      'an alias in the file, removed live',
      ['w A 1.1.1.1'],
      ['w CNAME a.example.net'],
      [],
      ['conflict:  > a.example.net/300'],
    ],
    [
      'an alias in the file',
      ['w A 1.1.1.1'],
      ['w CNAME a.example.net'],
      ['w A 1.1.1.1'],
      ['yours: 1.1.1.1/300 > a.example.net/300'],
    ],
    [
      'an alias live',
      ['w A 1.1.1.1'],
      ['w A 1.1.1.1'],
      ['w CNAME a.example.net'],
      ['drift: a.example.net/300 > 1.1.1.1/300'],
    ],
    [
      'twice live',
      ['w A 1.1.1.1'],
      ['w A 1.1.1.1'],
      ['w A 1.1.1.1', 'w A 1.1.1.1'],
      ['drift: 1.1.1.1/300 > '],
    ],
    [
      'one added to an RRset on each side, at two names',
      ['v A 1.1.1.1', 'w A 1.1.1.1'],
      ['v A 1.1.1.1', 'v A 1.1.1.2', 'w A 1.1.1.1'],
      ['v A 1.1.1.1', 'w A 1.1.1.1', 'w A 1.1.1.3'],
      ['drift: 1.1.1.3/300 > ', 'yours:  > 1.1.1.2/300'],
    ],
  ];
  it.each(table)('%s', (_, base, desired, live, sides) => {
    const plan = planned(
      baseOf(file(base.map(record))),
      file(desired.map(record)),
      liveZone(live.map(record)),
    );
    expect(sidesOf(plan.zones[0]?.changes ?? [])).toEqual(sides);
    expect(plan.steps.map(({ change }) => change)).toEqual(plan.zones[0]?.changes);
  });
});

describe('the zone', () => {
  const www = [record('www A 192.0.2.1')];
  it.each<[string, DesiredZone | undefined, DesiredZone, LiveZone | undefined, ChangeSide, ChangeSide]>([
    ['whose file is new', undefined, file(www), undefined, 'yours', 'yours'],
    ['whose file is new, of a zone that is there', undefined, file([]), liveZone(www), 'yours', 'yours'],
    ['that is gone from the service', file(www), file(www), undefined, 'drift', 'drift'],
  ])('%s', (_, base, desired, live, change, zone) => {
    const [first] = planned(baseOf(base), desired, live).zones;
    expect(first?.changes.map(({ side }) => side)).toEqual([change]);
    if (live === undefined) expect(first?.side).toBe(zone);
  });

  it('that is to go is yours where this branch says so first', () => {
    const absent = file([], { state: 'absent' });
    expect(planned(baseOf(file(www)), absent, liveZone(www)).zones[0]?.side).toBe('yours');
    expect(planned(baseOf(absent), absent, liveZone(www)).zones[0]?.side).toBe('drift');
  });

  it('whose file could not be read at the base is left without a side', () => {
    const base = { ...baseOf(undefined), unread: new Set([ZONE]) };
    const [zone] = planned(base, file(www), liveZone([])).zones;
    expect(zone?.changes.map(({ side }) => side)).toEqual([undefined]);
  });
});

describe('what was left alone at the base', () => {
  const pattern: RecordPattern = { text: 'type: TXT', types: ['TXT'], source: SOURCE };
  const token = record('w TXT token');
  it('is taken by whoever stops ignoring it', () => {
    const plan = planned(baseOf(file([], { ignore: [pattern] })), file([]), liveZone([token]));
    expect(plan.zones[0]?.changes.map(({ side }) => side)).toEqual(['yours']);
  });
  it('is taken by whoever leaves the additive mode', () => {
    const plan = planned(baseOf(file([], { mode: 'additive' })), file([]), liveZone([token]));
    expect(plan.zones[0]?.changes.map(({ side }) => side)).toEqual(['yours']);
  });
});

describe('protect of the base', () => {
  const pattern: RecordPattern = { text: 'name: www', name: 'www', source: { ...SOURCE, line: 3 } };
  const www = record('www A 192.0.2.1');
  it('holds where the same branch takes the record and the pattern out', () => {
    const base = baseOf(file([www], { protect: [pattern] }));
    const [zone] = planned(base, protectedByBase([file([])], base)[0] as DesiredZone, liveZone([www])).zones;
    expect(zone?.guard?.reasons[0]).toMatchObject({
      code: 'protect',
      message: expect.stringContaining('1a2b3c4:zones/example.com.yaml:3'),
    });
  });
  it('is not told twice where the branch still has it', () => {
    const both = file([], { protect: [{ ...pattern, source: SOURCE }] });
    expect(protectedByBase([both], baseOf(both))).toEqual([both]);
  });
});

describe('properties', () => {
  const owners = ['a', 'b', 'c'] as const;
  const rrset = fc.record({
    ttl: fc.constantFrom(60, 300),
    values: fc.uniqueArray(fc.constantFrom('192.0.2.1', '192.0.2.2', '192.0.2.3'), { maxLength: 3 }),
  });
  const state = fc
    .tuple(rrset, rrset, rrset)
    .map((sets) =>
      sets.flatMap(({ ttl, values }, index) =>
        values.map((value) => record(`${owners[index]} A ${value} ${ttl}`)),
      ),
    );
  const at = (records: readonly DnsRecord[], name: Fqdn): string =>
    JSON.stringify(
      records
        .filter((each) => each.name === name)
        .map(({ value, ttl }) => [value, ttl])
        .sort(),
    );

  it('a name at which only one side has moved is that side, all of it', () => {
    fc.assert(
      fc.property(state, state, state, (base, desired, live) => {
        const plan = planned(baseOf(file(base)), file(desired), liveZone(live));
        for (const change of plan.zones[0]?.changes ?? []) {
          const { name } = subjectOf(change);
          const then = at(base, name);
          if (then === at(live, name)) expect(change.side).toBe('yours');
          else if (then === at(desired, name)) expect(change.side).toBe('drift');
          else expect(change.side).toBeDefined();
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('labels change nothing else of a plan', () => {
    fc.assert(
      fc.property(state, state, state, (base, desired, live) => {
        const zones = new Map([[ZONE, liveZone(live)]]);
        const plan = buildPlan({
          desired: [file(desired)],
          live: zones,
          unmanagedZones: [],
          errors: [],
          reads: 1,
        });
        const labelled = withSides(plan, baseOf(file(base)), { desired: [file(desired)], live: zones });
        const bare = JSON.parse(
          JSON.stringify(labelled, (key, value) => (key === 'side' ? undefined : value)),
        );
        expect(bare).toEqual(JSON.parse(JSON.stringify(plan)));
      }),
    );
  });
});
