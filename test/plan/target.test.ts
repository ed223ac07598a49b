import { describe, expect, test } from 'vitest';
import { DnssyncError } from '../../src/errors.ts';
import type { Fqdn } from '../../src/model/name.ts';
import { isEmpty } from '../../src/model/plan.ts';
import { buildPlan } from '../../src/plan/plan.ts';
import { parseTarget, type Target } from '../../src/plan/target.ts';
import { changeText } from '../support/plan-text.ts';
import { desired, live, ZONE } from '../support/records.ts';

describe('parseTarget', () => {
  test.each<[string, Target]>([
    ['www', { name: 'www' }],
    ['@', { name: '@' }],
    ['www/A', { name: 'www', type: 'A' }],
    ['_dmarc.example.com./txt', { name: '_dmarc.example.com.', type: 'TXT' }],
    ['*.dev/CNAME', { name: '*.dev', type: 'CNAME' }],
    ['0/25.2.0.192', { name: '0/25.2.0.192' }],
  ])('%s', (text, expected) => {
    expect(parseTarget(text)).toEqual(expected);
  });

  test.each([
    ['www/TXTT', "--target www/TXTT: 'TXTT' is not a record type", 'did you mean TXT?'],
    [
      'www/SOA',
      "--target www/SOA: 'SOA' is not a record type",
      'one of A, AAAA, CNAME, MX, TXT, NS, SRV, CAA',
    ],
    ['', '--target : name is empty', "write it as in a zone file: www, '@', www/TXT"],
    [
      'a..b',
      '--target a..b: name has an empty label at position 2',
      "write it as in a zone file: www, '@', www/TXT",
    ],
  ])('%j is refused with a way out', (text, message, hint) => {
    let thrown: unknown;
    try {
      parseTarget(text);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(DnssyncError);
    expect(thrown).toMatchObject({ code: 'usage', message, hint });
  });
});

describe('a plan with targets', () => {
  const LIVE = [
    'www 300 A 192.0.2.1',
    'www 300 TXT old',
    'api 300 A 192.0.2.1',
    '@ 300 TXT a=1',
    'old 300 CNAME x.example.net',
    'same 300 A 192.0.2.1',
  ];
  const FILES = [
    'www 300 A 192.0.2.2',
    'www 300 TXT new',
    'api 300 A 192.0.2.2',
    '@ 300 TXT a=2',
    'old 300 A 192.0.2.3',
    'old 300 TXT x',
    'same 300 A 192.0.2.1',
  ];
  const plan = (...targets: string[]) =>
    buildPlan({
      desired: [
        {
          name: ZONE,
          file: 'zones/example.com.yaml',
          source: { file: 'zones/example.com.yaml', line: 1, column: 1 },
          records: FILES.map((text) => desired(text)),
        },
      ],
      live: new Map([
        [
          ZONE,
          { id: 'zone-1', name: ZONE, unmanaged: [], records: LIVE.map((text, i) => live(`id-${i}`, text)) },
        ],
      ]),
      unmanagedZones: [],
      errors: [],
      reads: 2,
      targets: targets.map(parseTarget),
    });

  test.each([
    [['www'], ['~ www 300 A 192.0.2.1 => www 300 A 192.0.2.2', '~ www 300 TXT old => www 300 TXT new']],
    [['www/TXT'], ['~ www 300 TXT old => www 300 TXT new']],
    [
      ['www/TXT', 'www'],
      ['~ www 300 A 192.0.2.1 => www 300 A 192.0.2.2', '~ www 300 TXT old => www 300 TXT new'],
    ],
    [['api.example.com'], ['~ api 300 A 192.0.2.1 => api 300 A 192.0.2.2']],
    [['example.com.'], ['~ @ 300 TXT a=1 => @ 300 TXT a=2']],
    [
      ['@', 'api/A'],
      ['~ @ 300 TXT a=1 => @ 300 TXT a=2', '~ api 300 A 192.0.2.1 => api 300 A 192.0.2.2'],
    ],
    [['nowhere'], []],
    [['www.example.net.'], []],
  ])('%j plans %j and nothing else', (targets, expected) => {
    expect(plan(...targets).steps.map(({ change }) => changeText(change))).toEqual(expected);
  });

  test('a type widens to the whole name where an alias comes or goes, for the two cannot stand side by side', () => {
    expect(plan('old/TXT').steps.map(({ change }) => changeText(change))).toEqual([
      '~ old 300 CNAME x.example.net => old 300 A 192.0.2.3',
      '+ old 300 TXT x',
    ]);
  });

  test('says that it is a part of the plan', () => {
    expect(plan('www/TXT').zones[0]?.findings).toEqual([
      { severity: 'info', rule: 'partial-plan', message: 'only what --target names was compared: www/TXT' },
    ]);
  });

  test('says so, too, where what it names is as it should be', () => {
    expect(plan('same', 'same/A').zones[0]?.findings).toEqual([
      {
        severity: 'info',
        rule: 'partial-plan',
        message: 'only what --target names was compared: same, same/A',
      },
    ]);
  });

  test('warns where a target names nothing', () => {
    expect(plan('nowhere').zones[0]?.findings).toEqual([
      {
        severity: 'warning',
        rule: 'partial-plan',
        message: '--target names nothing in this zone, neither in its file nor live: nowhere',
      },
    ]);
  });

  test.each([
    ['wwww', 'www'],
    ['wwww.example.com', 'www.example.com'],
    ['odl/A', 'old'],
    ['wwww,odl', 'www, old'],
  ])('knows what a mistyped target was meant to be: %s', (typed, meant) => {
    expect(plan(...typed.split(',')).zones[0]?.findings[0]?.message).toMatch(
      new RegExp(`; did you mean ${meant}\\?$`),
    );
  });
});

describe('a plan with targets for a zone that is not at the service', () => {
  const OTHER = 'new.example.' as Fqdn;
  const zone = (name: Fqdn, owner: string) => ({
    name,
    file: `zones/${name}yaml`,
    source: { file: `zones/${name}yaml`, line: 1, column: 1 },
    records: [desired(`${owner} 300 A 192.0.2.1`, name)],
  });
  const plan = (target: string) =>
    buildPlan({
      desired: [zone(ZONE, 'www'), zone(OTHER, 'api')],
      live: new Map(),
      unmanagedZones: ['nw.example.' as Fqdn],
      errors: [],
      reads: 1,
      targets: [parseTarget(target)],
    });

  test('creates the zone in which it names something, and not the one in which it names nothing', () => {
    const { zones, cost } = plan('www');
    expect(zones.map(({ name, action }) => [name, action])).toEqual([
      [ZONE, 'create'],
      [OTHER, undefined],
    ]);
    expect(cost.writes).toBe(2);
  });

  test('does nothing where it names nothing, says so, and guards nothing', () => {
    const result = plan('nowhere');
    expect(isEmpty(result)).toBe(true);
    expect(result.cost.writes).toBe(0);
    expect(result.zones.map(({ guard }) => guard)).toEqual([undefined, undefined]);
    expect(result.zones[1]?.findings).toEqual([
      {
        severity: 'warning',
        rule: 'partial-plan',
        message: '--target names nothing in this zone, neither in its file nor live: nowhere',
      },
    ]);
  });
});
