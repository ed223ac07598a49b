import { describe, expect, test } from 'vitest';
import type { Fqdn } from '../../src/model/name.ts';
import type { DesiredZone } from '../../src/model/zone.ts';
import { buildPlan } from '../../src/plan/plan.ts';
import { planText } from '../support/plan-text.ts';
import { desired } from '../support/records.ts';

interface Row {
  readonly title: string;
  readonly live: readonly string[];
  readonly files: readonly string[];
  /** Pairs of steps: the first waits for the second. */
  readonly waits: readonly (readonly [string, string])[];
}

function check({ live, files, waits }: Row): void {
  const plan = planText(live, files);
  expect(plan.plan.errors).toEqual([]);
  expect(plan.gaps).toEqual([]);
  for (const [later, earlier] of waits) {
    expect(plan.waits(later, earlier), `'${later}' waits for '${earlier}'`).toBe(true);
    expect(plan.steps.indexOf(later)).toBeGreaterThan(plan.steps.indexOf(earlier));
  }
}

describe('within one RRset', () => {
  test.each<Row>([
    {
      title: 'what is deleted waits for what is created',
      live: ['www 300 TXT a=1'],
      files: ['www 300 TXT b=1'],
      waits: [['- www 300 TXT a=1', '+ www 300 TXT b=1']],
    },
    {
      title: 'what is deleted waits for what is updated',
      live: ['www 300 A 192.0.2.1', 'www 300 A 192.0.2.2'],
      files: ['www 300 A 192.0.2.3'],
      waits: [['- www 300 A 192.0.2.2', '~ www 300 A 192.0.2.1 => www 300 A 192.0.2.3']],
    },
    {
      title: 'the last address of one family waits for the other',
      live: ['www 300 A 192.0.2.1'],
      files: ['www 300 AAAA 2001:db8::1'],
      waits: [['- www 300 A 192.0.2.1', '+ www 300 AAAA 2001:db8::1']],
    },
    {
      title: 'a null MX comes when it is alone (RFC 7505)',
      live: ['@ 300 MX 10 a.example.net', '@ 300 MX 20 b.example.net'],
      files: ['@ 300 MX 0 .'],
      waits: [['~ @ 300 MX 10 a.example.net => @ 300 MX 0 .', '- @ 300 MX 20 b.example.net']],
    },
    {
      title: 'other MX come when the null MX is none any more',
      live: ['@ 300 MX 0 .'],
      files: ['@ 300 MX 10 a.example.net', '@ 300 MX 20 b.example.net'],
      waits: [['+ @ 300 MX 20 b.example.net', '~ @ 300 MX 0 . => @ 300 MX 10 a.example.net']],
    },
  ])('$title', check);
});

describe('aliases', () => {
  test.each<Row>([
    {
      title: 'an alias comes when it is alone, and an address stays until then',
      live: ['www 300 A 192.0.2.1', 'www 300 TXT hello', 'www 300 A 192.0.2.2'],
      files: ['www 300 CNAME host.example.net'],
      waits: [
        ['~ www 300 A 192.0.2.1 => www 300 CNAME host.example.net', '- www 300 TXT hello'],
        ['~ www 300 A 192.0.2.1 => www 300 CNAME host.example.net', '- www 300 A 192.0.2.2'],
      ],
    },
    {
      title: 'an alias that goes becomes an address, and the rest comes then',
      live: ['www 300 CNAME host.example.net'],
      files: ['www 300 A 192.0.2.1', 'www 300 TXT hello'],
      waits: [['+ www 300 TXT hello', '~ www 300 CNAME host.example.net => www 300 A 192.0.2.1']],
    },
    {
      title: 'the end of a chain moves first, so that no circle forms',
      live: ['a 300 CNAME b.example.com', 'b 300 CNAME host.example.net'],
      files: ['a 300 CNAME host.example.net', 'b 300 CNAME a.example.com'],
      waits: [
        [
          '~ b 300 CNAME host.example.net => b 300 CNAME a.example.com',
          '~ a 300 CNAME b.example.com => a 300 CNAME host.example.net',
        ],
      ],
    },
    {
      title: 'an alias and its target change places without a gap',
      live: ['mail 300 A 192.0.2.1', 'www 300 CNAME mail.example.com', '@ 300 MX 10 mail.example.com'],
      files: ['www 300 A 192.0.2.1', 'mail 300 CNAME www.example.com', '@ 300 MX 10 www.example.com'],
      waits: [
        [
          '~ @ 300 MX 10 mail.example.com => @ 300 MX 10 www.example.com',
          '~ www 300 CNAME mail.example.com => www 300 A 192.0.2.1',
        ],
        [
          '~ mail 300 A 192.0.2.1 => mail 300 CNAME www.example.com',
          '~ @ 300 MX 10 mail.example.com => @ 300 MX 10 www.example.com',
        ],
      ],
    },
  ])('$title', check);
});

describe('targets', () => {
  test.each<Row>([
    {
      title: 'a pointer comes when its target has an address',
      live: [],
      files: ['@ 300 MX 10 mx.example.com', 'mx 300 A 192.0.2.1'],
      waits: [['+ @ 300 MX 10 mx.example.com', '+ mx 300 A 192.0.2.1']],
    },
    {
      title: 'an alias moves when its new target answers, and its old target goes then',
      live: ['www 300 CNAME old.example.com', 'old 300 A 192.0.2.1'],
      files: ['www 300 CNAME new.example.com', 'new 300 A 192.0.2.2'],
      waits: [
        ['~ www 300 CNAME old.example.com => www 300 CNAME new.example.com', '+ new 300 A 192.0.2.2'],
        ['- old 300 A 192.0.2.1', '~ www 300 CNAME old.example.com => www 300 CNAME new.example.com'],
      ],
    },
    {
      title: 'a target goes when what led to it through an unchanged alias has moved',
      live: ['www 300 CNAME mid.example.com', 'mid 300 CNAME old.example.com', 'old 300 A 192.0.2.1'],
      files: ['www 300 CNAME host.example.net', 'mid 300 CNAME old.example.com'],
      waits: [['- old 300 A 192.0.2.1', '~ www 300 CNAME mid.example.com => www 300 CNAME host.example.net']],
    },
    {
      title: 'a host becomes an alias when no MX points at it',
      live: ['@ 300 MX 10 mx.example.com', 'mx 300 A 192.0.2.1'],
      files: ['@ 300 MX 10 mx.example.net', 'mx 300 CNAME host.example.net'],
      waits: [
        [
          '~ mx 300 A 192.0.2.1 => mx 300 CNAME host.example.net',
          '~ @ 300 MX 10 mx.example.com => @ 300 MX 10 mx.example.net',
        ],
      ],
    },
    {
      title: 'an SRV comes when its host is no alias any more',
      live: ['sip 300 CNAME host.example.net'],
      files: ['_sip._tcp 300 SRV 1 2 5060 sip.example.com', 'sip 300 A 192.0.2.1'],
      waits: [
        [
          '+ _sip._tcp 300 SRV 1 2 5060 sip.example.com',
          '~ sip 300 CNAME host.example.net => sip 300 A 192.0.2.1',
        ],
      ],
    },
  ])('$title', check);
});

describe('wildcards', () => {
  test.each<Row>([
    {
      title: 'a wildcard goes when the names it answered for have records of their own',
      live: ['*.dev 300 A 192.0.2.1'],
      files: ['a.dev 300 A 192.0.2.1', 'b.dev 300 A 192.0.2.1'],
      waits: [
        ['- *.dev 300 A 192.0.2.1', '+ a.dev 300 A 192.0.2.1'],
        ['- *.dev 300 A 192.0.2.1', '+ b.dev 300 A 192.0.2.1'],
      ],
    },
    {
      title: 'a name goes when the wildcard is there to answer for it',
      live: ['a.dev 300 A 192.0.2.1'],
      files: ['*.dev 300 A 192.0.2.1'],
      waits: [['- a.dev 300 A 192.0.2.1', '+ *.dev 300 A 192.0.2.1']],
    },
    {
      title: 'what the wildcard answered comes before what hides it, at the name and below',
      live: ['*.dev 300 A 192.0.2.1', 'dev 300 TXT stays'],
      files: [
        '*.dev 300 A 192.0.2.1',
        'dev 300 TXT stays',
        'a.dev 300 A 192.0.2.2',
        'a.dev 300 TXT x',
        '_x.a.dev 300 TXT y',
      ],
      waits: [
        ['+ a.dev 300 TXT x', '+ a.dev 300 A 192.0.2.2'],
        ['+ _x.a.dev 300 TXT y', '+ a.dev 300 A 192.0.2.2'],
      ],
    },
    {
      title: 'at a name that returns to the wildcard, what the wildcard answers goes last',
      live: ['*.dev 300 A 192.0.2.1', 'a.dev 300 A 192.0.2.2', 'a.dev 300 TXT x', '_x.a.dev 300 TXT y'],
      files: ['*.dev 300 A 192.0.2.1'],
      waits: [
        ['- a.dev 300 A 192.0.2.2', '- a.dev 300 TXT x'],
        ['- a.dev 300 A 192.0.2.2', '- _x.a.dev 300 TXT y'],
      ],
    },
    {
      title: 'the target of an alias wildcard goes when a name that used it has its own address',
      live: ['* 300 CNAME old.example.com', 'old 300 A 192.0.2.1'],
      files: ['* 300 CNAME old.example.com', 'old 300 AAAA 2001:db8::1', 'www 300 A 192.0.2.1'],
      waits: [['- old 300 A 192.0.2.1', '+ www 300 A 192.0.2.1']],
    },
  ])('$title', check);
});

describe('delegations', () => {
  test.each<Row>([
    {
      title: 'handing over: glue, then NS, then the data that was there goes',
      live: ['sub 300 A 192.0.2.1', 'www.sub 300 A 192.0.2.1'],
      files: ['sub 300 NS ns.sub.example.com', 'ns.sub 300 A 192.0.2.2'],
      waits: [
        ['+ sub 300 NS ns.sub.example.com', '+ ns.sub 300 A 192.0.2.2'],
        ['- sub 300 A 192.0.2.1', '+ sub 300 NS ns.sub.example.com'],
        ['- www.sub 300 A 192.0.2.1', '+ sub 300 NS ns.sub.example.com'],
      ],
    },
    {
      title: 'taking back: the data comes, then the NS go, then their glue',
      live: ['sub 300 NS ns.sub.example.com', 'ns.sub 300 A 192.0.2.2'],
      files: ['sub 300 A 192.0.2.1', 'www.sub 300 A 192.0.2.1'],
      waits: [
        ['- sub 300 NS ns.sub.example.com', '+ sub 300 A 192.0.2.1'],
        ['- sub 300 NS ns.sub.example.com', '+ www.sub 300 A 192.0.2.1'],
        ['- ns.sub 300 A 192.0.2.2', '- sub 300 NS ns.sub.example.com'],
      ],
    },
  ])('$title', check);
});

describe('gaps that cannot be avoided are announced', () => {
  test.each<{ title: string; live: string[]; files: string[]; gap: string }>([
    {
      title: 'a name with both families becomes an alias that has both',
      live: [
        'www 300 A 192.0.2.1',
        'www 300 AAAA 2001:db8::1',
        'host 300 A 192.0.2.1',
        'host 300 AAAA 2001:db8::1',
      ],
      files: ['www 300 CNAME host.example.com', 'host 300 A 192.0.2.1', 'host 300 AAAA 2001:db8::1'],
      gap: 'www.example.com has no AAAA for about one API call while it becomes an alias',
    },
    {
      title: 'an alias becomes addresses of both families',
      live: ['www 300 CNAME host.example.com', 'host 300 A 192.0.2.1', 'host 300 AAAA 2001:db8::1'],
      files: [
        'www 300 A 192.0.2.1',
        'www 300 AAAA 2001:db8::1',
        'host 300 A 192.0.2.1',
        'host 300 AAAA 2001:db8::1',
      ],
      gap: 'www.example.com has no AAAA for about one API call while it ceases to be an alias',
    },
    {
      title: 'a wildcard hands over two names, one below the other',
      live: ['* 300 A 192.0.2.1'],
      files: ['a 300 A 192.0.2.2', 'b.a 300 A 192.0.2.3'],
      gap: 'b.a.example.com has no A for about one API call: a wildcard cannot hand over several at once',
    },
    {
      title: 'several types go before an alias comes: the first is missed longest',
      live: [
        'www 300 A 192.0.2.1',
        'www 300 AAAA 2001:db8::1',
        'www 300 TXT x',
        'www 300 MX 10 mx.example.net',
      ],
      files: ['www 300 CNAME host.example.net'],
      gap: 'www.example.com has no AAAA for about 3 API calls while it becomes an alias',
    },
    {
      title: 'several types come when an alias has gone: the last is missed longest',
      live: [
        'www 300 CNAME host.example.com',
        'host 300 A 192.0.2.1',
        'host 300 TXT x',
        'host 300 MX 10 mx.example.net',
      ],
      files: [
        'www 300 A 192.0.2.1',
        'www 300 TXT x',
        'www 300 MX 10 mx.example.net',
        'host 300 A 192.0.2.1',
        'host 300 TXT x',
        'host 300 MX 10 mx.example.net',
      ],
      gap: 'www.example.com has no MX, TXT for about 2 API calls while it ceases to be an alias',
    },
    {
      title: 'two aliases trade targets that answer differently',
      live: [
        't 300 CNAME a.example.com',
        'u 300 CNAME b.example.com',
        'x 300 CNAME t.example.com',
        'y 300 CNAME u.example.com',
        'a 300 A 192.0.2.1',
        'b 300 TXT b=1',
      ],
      files: [
        't 300 CNAME b.example.com',
        'u 300 CNAME a.example.com',
        'x 300 CNAME u.example.com',
        'y 300 CNAME t.example.com',
        'a 300 A 192.0.2.1',
        'b 300 TXT b=1',
      ],
      gap: 'x.example.com (CNAME) or u.example.com (CNAME) may have no answer for about one API call: two changes wait for each other',
    },
  ])('$title', ({ live, files, gap }) => {
    expect(planText(live, files).gaps).toEqual([gap]);
  });
});

describe('what nobody sees is no gap', () => {
  const NS = 'sub 300 NS ns.example.net';
  const ADDRESS = ['www.sub 300 A 192.0.2.1', 'www.sub 300 TXT x'];
  const ALIAS = ['www.sub 300 CNAME host.example.com'];
  const TARGET = ['host 300 A 192.0.2.1', 'host 300 TXT x'];
  test.each<{ title: string; live: string[]; files: string[] }>([
    { title: 'an alias comes below a delegation', live: [NS, ...ADDRESS], files: [NS, ...ALIAS] },
    { title: 'an alias comes before a delegation goes', live: [NS, ...ADDRESS], files: ALIAS },
    { title: 'an alias goes after a delegation has come', live: ALIAS, files: [NS, ...ADDRESS] },
  ])('$title', ({ live, files }) => {
    const plan = planText([...live, ...TARGET], [...files, ...TARGET]);
    expect(plan.plan.errors).toEqual([]);
    expect(plan.steps).toContainEqual(expect.stringMatching(/^~ www\.sub .*CNAME/));
    expect(plan.gaps).toEqual([]);
  });
});

describe('the two ends of a gap are held together: what opens it waits for all that what closes it needs', () => {
  test.each<Row>([
    {
      title: 'what stands beside a new alias goes when the target is there',
      live: ['www 300 A 192.0.2.1', 'www 300 AAAA 2001:db8::1'],
      files: ['www 300 CNAME new.example.com', 'new 300 A 192.0.2.1', 'new 300 AAAA 2001:db8::1'],
      waits: [['- www 300 AAAA 2001:db8::1', '+ new 300 A 192.0.2.1']],
    },
    {
      title: 'an alias ceases when what comes in its place can come at once',
      live: ['www 300 CNAME host.example.net'],
      files: ['www 300 A 192.0.2.1', 'www 300 MX 10 mx.example.com', 'mx 300 A 192.0.2.2'],
      waits: [['~ www 300 CNAME host.example.net => www 300 A 192.0.2.1', '+ mx 300 A 192.0.2.2']],
    },
    {
      title: 'a wildcard hands over when all that takes over can come at once',
      live: ['*.dev 300 A 192.0.2.1', '*.dev 300 MX 10 mx.example.net', 'dev 300 TXT x'],
      files: [
        '*.dev 300 A 192.0.2.1',
        '*.dev 300 MX 10 mx.example.net',
        'dev 300 TXT x',
        'a.dev 300 A 192.0.2.1',
        'a.dev 300 MX 10 mx.example.com',
        'mx 300 A 192.0.2.2',
      ],
      waits: [['+ a.dev 300 A 192.0.2.1', '+ mx 300 A 192.0.2.2']],
    },
  ])('$title', ({ live, files, waits }) => {
    const plan = planText(live, files);
    for (const [later, earlier] of waits) expect(plan.waits(later, earlier)).toBe(true);
  });
});

test('changes that have nothing to do with each other do not wait', () => {
  const { plan } = planText(
    ['a 300 A 192.0.2.1', 'b 300 TXT x', 'c 300 A 192.0.2.1'],
    ['a 300 A 192.0.2.9', 'd 300 A 192.0.2.1', 'c 600 A 192.0.2.1'],
  );
  expect(plan.steps).toHaveLength(4);
  expect(plan.steps.flatMap(({ dependsOn }) => dependsOn)).toEqual([]);
});

test('without needs, steps stand in the order of their records', () => {
  const { steps } = planText(
    [],
    ['www 300 A 192.0.2.1', 'a.www 300 TXT x', '@ 300 TXT x', '@ 300 A 192.0.2.1', 'b 300 TXT x'],
  );
  expect(steps).toEqual([
    '+ @ 300 A 192.0.2.1',
    '+ @ 300 TXT x',
    '+ b 300 TXT x',
    '+ www 300 A 192.0.2.1',
    '+ a.www 300 TXT x',
  ]);
});

test('what is pointed at in another planned zone is there before it is pointed at', () => {
  const [COM, NET] = ['example.com.', 'example.net.'] as [Fqdn, Fqdn];
  const zone = (name: Fqdn, ...records: string[]): DesiredZone => ({
    name,
    file: `zones/${name}yaml`,
    source: { file: `zones/${name}yaml`, line: 1, column: 1 },
    records: records.map((text) => desired(text, name)),
  });
  const { steps } = buildPlan({
    desired: [zone(COM, '@ 300 MX 10 mx.example.net'), zone(NET, 'mx 300 A 192.0.2.1')],
    live: new Map(),
    unmanagedZones: [],
    errors: [],
    reads: 1,
  });
  expect(steps.map(({ change, dependsOn }) => [change.zone, dependsOn])).toEqual([
    [NET, []],
    [COM, [0]],
  ]);
});

describe('of waits in a circle, those around an alias do not give way: the zone would not load', () => {
  const HOST = ['host 300 A 192.0.2.1', 'host 300 MX 10 mx.example.net'];
  test.each<Row>([
    {
      title: 'what stands beside goes before the alias comes',
      live: [
        ...HOST,
        'www 300 A 192.0.2.2',
        'www 300 TXT x',
        'z 300 CNAME www.example.com',
        'x 300 CNAME www.example.com',
      ],
      files: [
        ...HOST,
        'www 300 CNAME host.example.com',
        'z 300 CNAME www.example.com',
        'x 300 CNAME z.example.com',
      ],
      waits: [['~ www 300 A 192.0.2.2 => www 300 CNAME host.example.com', '- www 300 TXT x']],
    },
    {
      title: 'the alias goes before what stands in its place comes',
      live: [
        ...HOST,
        'www 300 CNAME host.example.com',
        'z 300 CNAME www.example.com',
        'x 300 CNAME z.example.com',
      ],
      files: [
        ...HOST,
        'www 300 A 192.0.2.2',
        'www 300 TXT x',
        'z 300 CNAME www.example.com',
        'x 300 CNAME www.example.com',
      ],
      waits: [['+ www 300 TXT x', '~ www 300 CNAME host.example.com => www 300 A 192.0.2.2']],
    },
  ])('$title', check);
});
