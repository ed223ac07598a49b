/** Zones in which others write too: what a plan leaves alone, what it refuses, and a zone that is not to be. */
import { describe, expect, test } from 'vitest';
import type { Fqdn } from '../../src/model/name.ts';
import type { RecordPattern } from '../../src/model/pattern.ts';
import { isEmpty, type Plan } from '../../src/model/plan.ts';
import type { Living } from '../../src/model/zone.ts';
import { allows, forbids } from '../../src/plan/guard.ts';
import { buildPlan } from '../../src/plan/plan.ts';
import { parseTarget, type Target } from '../../src/plan/target.ts';
import { changeText } from '../support/plan-text.ts';
import { desired, live, ZONE } from '../support/records.ts';

const FILE = 'zones/example.com.yaml';

function pattern(parts: Partial<RecordPattern>): RecordPattern {
  const text = Object.values(parts).join(' ');
  return { text, source: { file: FILE, line: 2, column: 5 }, ...parts };
}

function plan(living: Living, before: readonly string[], files: readonly string[], targets?: Target[]): Plan {
  return buildPlan({
    desired: [
      {
        name: ZONE,
        file: FILE,
        source: { file: FILE, line: 1, column: 1 },
        records: files.map((text, index) => desired(text, ZONE, index + 1)),
        ...living,
      },
    ],
    live: new Map([
      [
        ZONE,
        {
          id: 'zone-1',
          name: ZONE,
          records: before.map((text, index) => live(`id-${index + 1}`, text)),
          unmanaged: [{ id: 'id-soa', type: 'SOA', name: ZONE, value: 'x' }],
        },
      ],
    ]),
    unmanagedZones: [],
    errors: [],
    reads: 2,
    ...(targets === undefined ? {} : { targets }),
  });
}

const steps = ({ steps }: Plan): string[] => steps.map(({ change }) => changeText(change));
const leftAlone = ({ zones }: Plan): string[] =>
  (zones[0]?.leftAlone ?? []).map(({ record, why }) => `${record.id} ${why}`);
const codes = ({ zones }: Plan): string[] => (zones[0]?.guard?.reasons ?? []).map(({ code }) => code);
const rules = ({ zones }: Plan): string[] => (zones[0]?.findings ?? []).map(({ rule }) => rule);

const ACME = pattern({ name: '_acme-challenge.**', types: ['TXT'] });
const EXTERNAL_DNS = pattern({ types: ['TXT'], value: 'heritage=external-dns,*', registry: true });
const HERITAGE = 'heritage=external-dns,external-dns/owner=x';

describe('ignored records', () => {
  test('stay, beside others of their name and type that do not', () => {
    const result = plan(
      { ignore: [pattern({ types: ['TXT'], value: 'MS=*' })] },
      ['@ 300 TXT MS=1', '@ 300 TXT hello', '@ 300 TXT v=spf1 -all'],
      ['@ 300 TXT v=spf1 mx -all'],
    );
    expect(steps(result)).toEqual([
      '~ @ 300 TXT v=spf1 -all => @ 300 TXT v=spf1 mx -all',
      '- @ 300 TXT hello',
    ]);
    expect(leftAlone(result)).toEqual(['id-1 ignored']);
  });

  test('are no duplicates of each other', () => {
    const result = plan(
      { ignore: [ACME] },
      ['_acme-challenge 60 TXT a', '_acme-challenge 60 TXT a'],
      ['www 300 A 192.0.2.1'],
    );
    expect(steps(result)).toEqual(['+ www 300 A 192.0.2.1']);
    expect(leftAlone(result)).toHaveLength(2);
  });

  test('make no alias and are made none', () => {
    const ignore = [pattern({ name: 'www', types: ['A'] })];
    const result = plan({ ignore }, ['www 300 A 192.0.2.1'], ['www 300 CNAME a.example.net']);
    expect(result.steps).toEqual([]);
    expect(result.errors).toMatchObject([
      {
        code: 'cname-conflict',
        message: `CNAME www.example.com: CNAME cannot stand beside A at 'www'; take one of them out (with the live A of www.example.com, which is ignored by 'www A' (${FILE}:2))`,
        hint: 'delete the live A at the vendor, take the other record out of the file, or narrow the pattern',
      },
    ]);
    const reverse = plan(
      { ignore: [pattern({ name: 'www', types: ['CNAME'] })] },
      ['www 300 CNAME a.example.net'],
      ['www 300 A 192.0.2.1'],
    );
    expect(reverse.errors[0]?.message).toContain('the live CNAME of www.example.com, which is ignored by');
  });

  test('are in no percentage of the guard', () => {
    const tokens = Array.from({ length: 20 }, (_, index) => `_acme-challenge 60 TXT t${index}`);
    const own = Array.from({ length: 10 }, (_, index) => `n${index} 300 TXT t${index}=x`);
    expect(codes(plan({}, [...tokens, ...own], [...tokens, ...own.slice(5)]))).toEqual([]);
    const { zones } = plan({ ignore: [ACME] }, [...tokens, ...own], own.slice(5));
    expect(zones[0]?.guard?.reasons[0]?.message).toBe(
      '5 of 10 records (50 %) would be deleted; the limit is 30 %',
    );
    expect(zones[0]?.liveCount).toBe(10);
  });

  test('count where the last of a kind goes: it is not the last', () => {
    const before = ['@ 300 MX 10 mx.example.net', '@ 300 MX 20 relay.example.net', 'www 300 A 192.0.2.1'];
    const ignore = [pattern({ types: ['MX'], value: 'relay.*' })];
    expect(codes(plan({ ignore }, before, ['www 300 A 192.0.2.1']))).toEqual([]);
    expect(codes(plan({}, before, ['www 300 A 192.0.2.1']))).toEqual(['last-record']);
  });

  test('that are all there is leave the zone not quite empty', () => {
    const result = plan({ ignore: [ACME] }, ['_acme-challenge 60 TXT a', 'www 300 A 192.0.2.1'], []);
    expect(result.zones[0]?.guard?.reasons[0]?.message).toBe(
      'the zone would become empty but for what is left alone',
    );
  });

  test('do not move the hash of live', () => {
    const hash = (before: string[]) => plan({ ignore: [ACME] }, before, []).zones[0]?.liveHash;
    expect(hash(['_acme-challenge 60 TXT a', 'www 300 A 192.0.2.1'])).toBe(hash(['www 300 A 192.0.2.1']));
  });

  test('with another ttl than what is declared beside them are told', () => {
    const ignore = [pattern({ types: ['TXT'], value: 'MS=*' })];
    const before = ['@ 60 TXT MS=1', '@ 300 TXT v=spf1 -all'];
    expect(rules(plan({ ignore }, before, ['@ 300 TXT v=spf1 mx -all']))).toEqual(['ttl-mismatch']);
    expect(rules(plan({ ignore }, before, ['@ 60 TXT v=spf1 mx -all']))).toEqual([]);
  });

  test('are left alone by --target too', () => {
    const result = plan(
      { ignore: [ACME] },
      ['_acme-challenge 60 TXT a'],
      [],
      [parseTarget('_acme-challenge')],
    );
    expect([steps(result), leftAlone(result)]).toEqual([[], ['id-1 ignored']]);
  });
});

describe('external-dns', () => {
  const ignore = [EXTERNAL_DNS];

  test.each([
    ['a-app', ['app 300 A 192.0.2.1'], ['app 300 AAAA 2001:db8::1', 'a-app 300 A 192.0.2.1']],
    ['aaaa-app', ['app 300 AAAA 2001:db8::1'], ['app 300 A 192.0.2.1']],
    ['cname-app.eu', ['app.eu 300 CNAME x.example.net'], ['app 300 CNAME x.example.net']],
    ['a-*.dev', ['*.dev 300 A 192.0.2.1'], ['dev 300 A 192.0.2.1']],
    [
      'app',
      ['app 300 A 192.0.2.1', 'app 300 MX 10 x.example.net'],
      ['app 300 AAAA 2001:db8::1', 'app 300 TXT x'],
    ],
    ['edns-a-app', [], ['app 300 A 192.0.2.1']],
    ['x-app', ['x-app 300 A 192.0.2.1'], ['app 300 A 192.0.2.1']],
    ['txt-app', ['txt-app 300 A 192.0.2.1'], ['app 300 TXT x']],
    ['caa-app', ['caa-app 300 A 192.0.2.1'], ['app 300 CAA 0 issue "ca.example"']],
    ['eu.a-app', ['eu.a-app 300 A 192.0.2.1'], ['app 300 A 192.0.2.1', 'eu.app 300 A 192.0.2.1']],
    ['alias', ['alias 300 CNAME x.example.net'], []],
    ['sub', ['sub 300 NS ns.example.net'], []],
    ['_sip._tcp', ['_sip._tcp 300 SRV 1 2 5060 sip.example.net'], []],
  ])('a registry text at %s keeps %j and not %j', (name, owned, others) => {
    const result = plan({ ignore }, [`${name} 300 TXT ${HERITAGE}`, ...owned, ...others], []);
    expect(steps(result).sort()).toEqual(others.map((text) => `- ${text}`).sort());
    expect(leftAlone(result)).toHaveLength(1 + owned.length);
  });

  test('a text of somebody else at such a name lists nothing', () => {
    const result = plan({ ignore }, ['a-app 300 TXT heritage=other', 'app 300 A 192.0.2.1'], []);
    expect(steps(result)).toHaveLength(2);
  });

  test.each([[['app 300 A 198.51.100.1']], [[]]])(
    'a record of the file in what it lists is an error, live there being %j',
    (there) => {
      const result = plan({ ignore }, [`a-app 300 TXT ${HERITAGE}`, ...there], ['app 300 A 192.0.2.1']);
      expect(result.steps).toEqual([]);
      expect(result.errors).toMatchObject([{ code: 'declared-and-ignored' }]);
      expect(result.errors[0]?.message).toMatch(
        /^A app\.example\.com is declared at zones\/example\.com\.yaml:1, and ignored by .* at zones\/example\.com\.yaml:2/,
      );
    },
  );

  test('texts that list nothing are told where something would go', () => {
    const texts = [`edns-a-app 300 TXT ${HERITAGE}`];
    expect(rules(plan({ ignore }, [...texts, 'app 300 A 192.0.2.1'], []))).toEqual(['external-dns-registry']);
    expect(rules(plan({ ignore }, texts, []))).toEqual([]);
  });

  test('of those texts three are named, and none that lists something', () => {
    const idle = ['edns-a-1', 'edns-a-2', 'edns-a-3', 'edns-a-4'].map(
      (name) => `${name} 300 TXT ${HERITAGE}`,
    );
    const others = [`a-web 300 TXT ${HERITAGE}`, 'web 300 A 192.0.2.1', 'app 300 A 192.0.2.1'];
    const told = (texts: readonly string[]) => plan({ ignore }, [...texts, ...others], []).zones[0]?.findings;
    const finding = (names: string) => [
      {
        severity: 'warning',
        rule: 'external-dns-registry',
        message: `texts of external-dns that list no live record: ${names}; if it runs with --txt-prefix or --txt-suffix, ignore what it owns by patterns`,
      },
    ];
    expect(told(idle)).toEqual(
      finding('edns-a-1.example.com, edns-a-2.example.com, edns-a-3.example.com and 1 more'),
    );
    expect(told(idle.slice(0, 3))).toEqual(
      finding('edns-a-1.example.com, edns-a-2.example.com, edns-a-3.example.com'),
    );
    expect(told([])).toEqual([]);
  });
});

describe('mode: additive', () => {
  const mode = 'additive' as const;

  test('adds values and changes ttl; what is live and not declared stays', () => {
    const result = plan(
      { mode },
      ['www 300 A 192.0.2.1', 'www 300 A 192.0.2.9', 'old 300 A 192.0.2.3'],
      ['www 60 A 192.0.2.1', 'www 60 A 192.0.2.2'],
    );
    expect(steps(result)).toEqual(['~ www 300 A 192.0.2.1 => www 60 A 192.0.2.1', '+ www 60 A 192.0.2.2']);
    expect(leftAlone(result)).toEqual(['id-3 undeclared', 'id-2 undeclared']);
    expect(result.zones[0]).not.toHaveProperty('guard');
  });

  test('deletes no duplicate: of two that are the same the oldest is the one declared', () => {
    const result = plan({ mode }, ['www 300 A 192.0.2.1', 'www 300 A 192.0.2.1'], ['www 300 A 192.0.2.1']);
    expect([steps(result), leftAlone(result)]).toEqual([[], ['id-2 undeclared']]);
  });

  test('leaves the vendor its name servers, and does not count them', () => {
    const result = plan({ mode }, ['@ 300 NS ns1.vps.org'], ['www 300 A 192.0.2.1']);
    expect(leftAlone(result)).toEqual([]);
  });

  test.each([
    [
      'an alias that leads elsewhere',
      'www 300 CNAME a.example.net',
      'www 300 CNAME b.example.net',
      'cname-multiple',
      'the live CNAME of www.example.com',
    ],
    [
      'an alias in the place of an address',
      'www 300 A 192.0.2.1',
      'www 300 CNAME b.example.net',
      'cname-conflict',
      'the live A of www.example.com',
    ],
    [
      'an address in the place of an alias',
      'www 300 CNAME a.example.net',
      'www 300 A 192.0.2.1',
      'cname-conflict',
      'the live CNAME of www.example.com',
    ],
    ['another SPF', '@ 300 TXT v=spf1 -all', '@ 300 TXT v=spf1 mx -all', 'spf-multiple', 'merge them'],
    [
      'another DMARC',
      '_dmarc 300 TXT v=DMARC1; p=none',
      '_dmarc 300 TXT v=DMARC1; p=reject',
      'dmarc-multiple',
      '2 DMARC records',
    ],
    [
      'no mail beside mail',
      '@ 300 MX 10 mx.example.net',
      '@ 300 MX 0 .',
      'null-mx-conflict',
      'must be the only MX',
    ],
    [
      'mail beside no mail',
      '@ 300 MX 0 .',
      '@ 300 MX 10 mx.example.net',
      'null-mx-conflict',
      'must be the only MX',
    ],
  ])('removes nothing for %s: the zone cannot be planned', (_, before, file, code, words) => {
    const result = plan({ mode }, [before], [file]);
    expect(result.steps).toEqual([]);
    expect(result.errors).toMatchObject([{ code, hint: expect.stringContaining('mode: full') }]);
    expect(result.errors[0]?.message).toContain(words);
    expect(result.errors[0]?.message).toContain('which the file does not declare and mode: additive leaves');
  });

  test('plans what is declared as it is live, whatever else is wrong there already', () => {
    const both = ['@ 300 TXT v=spf1 -all', '@ 300 TXT v=spf1 mx -all'];
    const result = plan({ mode }, both, ['@ 300 TXT v=spf1 -all', 'www 300 A 192.0.2.1']);
    expect([steps(result), result.errors]).toEqual([['+ www 300 A 192.0.2.1'], []]);
  });

  test('another key at a name that takes several is added', () => {
    const result = plan(
      { mode },
      ['@ 300 TXT hello', '@ 300 MX 10 a.example.net'],
      ['@ 300 TXT world', '@ 300 MX 20 b.example.net'],
    );
    expect(steps(result)).toEqual(['+ @ 300 MX 20 b.example.net', '+ @ 300 TXT world']);
  });
});

describe('protect', () => {
  const protect = [pattern({ name: '@', types: ['MX'] })];
  const rest = ['www 300 A 192.0.2.1'];

  test.each([
    ['deletes', '@ 300 MX 10 a.example.net', []],
    ['replaces', '@ 300 MX 10 a.example.net', ['@ 300 MX 10 b.example.net']],
    ['gives another priority to', '@ 300 MX 10 a.example.net', ['@ 300 MX 20 a.example.net']],
  ])('stops a plan that %s such a record, and nothing allows it', (_, before, files) => {
    const result = plan({ protect }, [before, ...rest], [...files, ...rest]);
    const guard = result.zones[0]?.guard;
    expect(guard?.reasons[0]).toEqual({
      code: 'protect',
      message: `protected by '@ MX' (${FILE}:2), and would be deleted or replaced`,
      records: ['MX example.com 10 a.example.net'],
    });
    expect(guard && forbids(guard)).toHaveLength(1);
  });

  test('lets another ttl pass, the end of a duplicate, and records of its name that it does not mean', () => {
    const before = ['@ 300 MX 10 a.example.net', '@ 300 MX 10 a.example.net', '@ 300 TXT x', ...rest];
    const result = plan({ protect }, before, ['@ 60 MX 10 a.example.net', ...rest]);
    expect(steps(result)).toHaveLength(3);
    expect(codes(result)).toEqual([]);
  });

  test('names the pattern of the zone file that means no record at all', () => {
    const wrong = pattern({ name: 'wwww' });
    const common = { ...wrong, source: { file: 'dnssync.yaml', line: 1, column: 1 } };
    expect(plan({ protect: [wrong, common] }, rest, rest).zones[0]?.findings).toEqual([
      {
        severity: 'warning',
        rule: 'protect-nothing',
        message: `'wwww' (${FILE}:2) protects nothing: no record, live or declared, is meant by it`,
      },
    ]);
    expect(rules(plan({ protect: [pattern({ name: 'www' })] }, [], rest))).toEqual([]);
  });
});

describe('state: absent', () => {
  const state = 'absent' as const;
  const before = ['@ 300 A 192.0.2.1', '_acme-challenge 60 TXT x'];

  test('deletes the zone by one call, and shows what goes with it', () => {
    const result = plan({ state, ignore: [ACME] }, before, []);
    expect(result.zones).toMatchObject([
      {
        action: 'delete',
        state: 'absent',
        id: 'zone-1',
        changes: [],
        leftAlone: [],
        lost: [{ id: 'id-1' }, { id: 'id-2' }],
      },
    ]);
    expect(result.steps).toEqual([]);
    expect(result.cost).toEqual({ reads: 2, writes: 1 });
    expect(isEmpty(result)).toBe(false);
    expect(result.zones[0]?.findings).toEqual([
      {
        severity: 'warning',
        rule: 'ignored-and-lost',
        message: 'others keep records in this zone, which would go with it: TXT _acme-challenge.example.com',
      },
    ]);
    expect(codes(result)).toEqual(['zone-deleted']);
  });

  test('takes with it what mode: additive would leave alone, for nobody else keeps it', () => {
    expect(rules(plan({ state, mode: 'additive' }, before, []))).toEqual([]);
  });

  test('is no guarded change, which --allow or --force could admit', () => {
    const guard = plan({ state }, before, []).zones[0]?.guard;
    expect(guard?.guarded).toBe(0);
    expect(guard && allows(guard, {})).toBe(true);
    expect(guard && forbids(guard)).toEqual([]);
  });

  test('does not delete a zone that holds what is protected', () => {
    const result = plan({ state, protect: [pattern({ types: ['A'] })] }, before, []);
    expect(codes(result)).toEqual(['protect', 'zone-deleted']);
  });

  test('of a zone that is not there is nothing to do', () => {
    const result = buildPlan({
      desired: [{ name: ZONE, file: FILE, source: { file: FILE, line: 1, column: 1 }, records: [], state }],
      live: new Map(),
      unmanagedZones: ['exampl.com.' as Fqdn],
      errors: [],
      reads: 1,
    });
    expect(result.zones).toMatchObject([{ name: ZONE, state: 'absent' }]);
    expect(result.zones[0]).not.toHaveProperty('guard');
    expect([isEmpty(result), result.cost.writes]).toEqual([true, 0]);
  });

  test('is not done where --target asks for a part', () => {
    const result = plan({ state }, before, [], [parseTarget('@')]);
    expect(isEmpty(result)).toBe(true);
    expect(rules(result)).toEqual(['partial-plan']);
  });
});
