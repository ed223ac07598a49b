/** Any text at any name is judged, in time that is linear in it, on live data as on files. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fqdn } from '../../../src/model/name.ts';
import { readValue } from '../../../src/model/value.ts';
import { judgeZones } from '../../../src/rules/judge.ts';
import type { JudgedName, JudgedZone, Verdict } from '../../../src/rules/zone.ts';

const OWNERS = [
  '',
  's1._domainkey.',
  '_dmarc.',
  '_mta-sts.',
  '_smtp._tls.',
  '_spf.',
  'x.example.net._report._dmarc.',
];
const MOST = 65_000;

/** A zone as the service lists it: without places, its values canonical where they can be read. */
function zoneOf(name: string, texts: Readonly<Record<string, readonly string[]>>): JudgedZone<undefined> {
  const names = Object.entries(texts).map(([owner, here]): [Fqdn, JudgedName<undefined>] => {
    const values = here.map((text) => ({ value: readValue('TXT', text).value ?? text, at: undefined }));
    const fqdn = `${owner}${name}` as Fqdn;
    return [
      fqdn,
      {
        name: fqdn,
        written: owner,
        at: undefined,
        rrsets: [{ type: 'TXT', ttl: 300, at: undefined, values }],
      },
    ];
  });
  return { name: name as Fqdn, at: undefined, names: new Map(names), describe: () => 'here' };
}

function judge(zones: readonly JudgedZone<undefined>[]): Verdict<undefined>[] {
  return [...judgeZones<JudgedZone<undefined>, undefined>(zones).values()].flat();
}

function everywhere(texts: readonly string[]): Verdict<undefined>[] {
  return judge([zoneOf('example.com.', Object.fromEntries(OWNERS.map((owner) => [owner, texts])))]);
}

function filled(unit: string, before = ''): string {
  return before + unit.repeat(Math.floor((MOST - before.length) / unit.length));
}

describe('65,000 octets', () => {
  test.each([
    ...[
      'ip4:192.0.2.1 ',
      'a ',
      'x ',
      'ip4:1 ',
      'include:example.com ',
      'redirect=a.example ',
      '-all ',
      'ptr ',
    ],
    ...[
      'exists:%{i}.example ',
      'a',
      '%{i}',
      '%{',
      '/',
      '/1',
      '//',
      '{',
      '.',
      'a.',
      '-all',
      'include:',
      'mx:',
      '~allv=',
      '=',
    ],
  ])('v=spf1 and %j over and over', (unit) => {
    inTime(() =>
      everywhere([filled(unit, 'v=spf1 '), filled(unit, 'v=spf1 include:'), filled(unit, 'v=spf1')]),
    );
  });

  test.each([
    ...[
      ';',
      ';;',
      '=',
      'a=;',
      'p=x;',
      'p',
      ' ',
      ' ;',
      '\\;',
      'p=none ',
      'rua=mailto:a@b.c,',
      'mailto:a@b.c;',
      '!1',
      '@',
      '.',
    ],
    ...['A', 'MII', '=A', ':', 'y:', 'id=1;', 'pct=1;', ',', '-----', '1', 'é', '"'],
  ])('a policy and %j over and over', (unit) => {
    const heads = [
      '',
      'v=DKIM1; p=',
      'v=DKIM1; t=',
      'v=DMARC1; rua=',
      'v=DMARC1; p=',
      'v=STSv1; id=',
      'v=TLSRPTv1; rua=',
      'v=',
      ' ',
    ];
    inTime(() => everywhere(heads.map((head) => filled(unit, head))));
  });

  test('what is told of them is short', () => {
    const texts = [
      'v=spf1 x',
      'v=spf1 include:',
      'v=DKIM1; p=',
      'v=DMARC1; p=',
      'v=DMARC1; p=none; rua=',
      'v=TLSRPTv1; rua=',
    ];
    const verdicts = everywhere(texts.map((head) => filled('x', head)));
    expect(verdicts.length).toBeGreaterThan(texts.length);
    expect(verdicts.filter(({ message }) => message.length > 500)).toEqual([]);
  });

  test('ten thousand terms that are wrong are told by the first few', () => {
    const verdicts = judge([zoneOf('example.com.', { '': [filled('x ', 'v=spf1 ')] })]);
    expect(verdicts.filter(({ rule }) => rule === 'spf-syntax')).toHaveLength(10);
  });
});

describe('records that include each other', () => {
  const SIZE = 3000;

  test('each one all others', () => {
    const includes = (count: number): string =>
      Array.from({ length: count }, (_, at) => `include:example${at}.com`).join(' ');
    const zones = Array.from({ length: SIZE }, (_, at) =>
      zoneOf(`example${at}.com.`, { '': [`v=spf1 ${includes(50)} -all`] }),
    );
    const verdicts = inTime(() => judge(zones));
    expect(verdicts.filter(({ rule }) => rule === 'spf-lookups')).toHaveLength(SIZE);
  });

  test('in one long chain, and one long circle', () => {
    const chain = (last: string) =>
      zoneOf(
        'example.com.',
        Object.fromEntries(
          Array.from({ length: SIZE }, (_, at) => [
            `n${at}.`,
            [`v=spf1 include:${at === SIZE - 1 ? last : `n${at + 1}.example.com`} -all`],
          ]),
        ),
      );
    const lookups = (zone: JudgedZone<undefined>) =>
      judge([zone]).filter(({ rule }) => rule === 'spf-lookups').length;
    expect(inTime(() => lookups(chain('x.example.net')))).toBe(SIZE - 10);
    expect(inTime(() => lookups(chain('n0.example.com')))).toBe(SIZE);
  });

  test('ten thousand names that include one record of ten thousand terms', () => {
    const names = Array.from({ length: 10_000 }, (_, at) => [
      `n${at}.`,
      ['v=spf1 include:big.example.com include:big.example.com -all'],
    ]);
    const big = filled('a:x.example ', 'v=spf1 ');
    inTime(() => judge([zoneOf('example.com.', { ...Object.fromEntries(names), 'big.': [big] })]));
  });
});

/** Processor time far above what linear time takes, and far below what quadratic would: that is seconds for each text. */
function inTime<T>(work: () => T): T {
  const start = process.cpuUsage();
  const result = work();
  expect(process.cpuUsage(start).user / 1000).toBeLessThan(3000);
  return result;
}

const FRAGMENTS = [
  ...[
    'v=spf1',
    'v=DKIM1',
    'v=DMARC1',
    'v=STSv1',
    'v=TLSRPTv1',
    'v=',
    ' ',
    ' ',
    ';',
    '; ',
    '=',
    ':',
    ',',
    '/',
    '//',
    '%',
    '%{',
    '}',
    '"',
    '\\',
    '.',
    '-',
    '~',
    '+',
    '?',
    '@',
    '!',
  ],
  ...[
    'all',
    'a',
    'mx',
    'ptr',
    'ip4:',
    'ip6:',
    'include:',
    'exists:',
    'redirect=',
    'exp=',
    '192.0.2.1',
    '2001:db8::',
    '24',
    'example.com',
    '%{i}',
    '%{d2}',
  ],
  ...[
    'p=',
    'sp=',
    'none',
    'reject',
    'rua=',
    'mailto:',
    'https://',
    'a@example.com',
    'fo=',
    'pct=',
    'k=',
    'rsa',
    'ed25519',
    'id=',
    't=',
    'y',
    'MIIB',
    'AAAA',
    '==',
    'é',
    '\u0000',
    '\ud800',
    '\t',
    '\n',
  ],
];
const text = fc.oneof(
  fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 25 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 80 }),
);

test('nothing throws, whatever stands there, and what is told is a sentence', () => {
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (texts) => {
      for (const { message } of everywhere(texts)) expect(message.length).toBeGreaterThan(10);
    }),
    { numRuns: 500 },
  );
});

test.each(['_dmarc.', '_smtp._tls.', 's1._domainkey.', '_mta-sts.'])(
  'mistakes without end are few findings at %s',
  (owner) => {
    const heads = [
      'v=DMARC1;',
      'v=DMARC1; p=none; rua=',
      'v=TLSRPTv1; rua=',
      'v=DKIM1; p=;',
      'v=STSv1; id=1;',
    ];
    for (const unit of [';', 'x;', ',', 'b@c.d,', ';p;q']) {
      for (const head of heads) {
        const texts = { [owner]: [filled(unit, head)] };
        expect(judge([zoneOf('example.com.', texts)]).length).toBeLessThan(15);
      }
    }
  },
);
