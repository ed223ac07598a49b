/** Look-ups that SPF records cause, counted as far as the zones at hand tell. */
import { describe, expect, test } from 'vitest';
import { diagnosticsOf, rulesOf, toldOf, type Zones } from '../../support/mail-text.ts';

function include(...names: string[]): string {
  return `v=spf1 ${names.map((name) => `include:${name}`).join(' ')} -all`;
}

const ELSEWHERE = Array.from({ length: 11 }, (_, at) => `s${at}.example.net`);

describe('more than ten', () => {
  test.each([
    ['ten', include(...ELSEWHERE.slice(1)), []],
    ['eleven', include(...ELSEWHERE), [11]],
    [
      'eleven, with every mechanism that asks',
      `${include(...ELSEWHERE.slice(5)).replace(' -all', '')} a:a.example mx:a.example ptr:a.example exists:a.example redirect=a.example`,
      [11],
    ],
    [
      'ten and addresses',
      `${include(...ELSEWHERE.slice(1)).replace(' -all', '')} ip4:192.0.2.1 ip6:2001:db8::1 exp=a.example -all`,
      [],
    ],
    ['ten before all', `${include(...ELSEWHERE.slice(1))} redirect=a.example`, []],
  ])('%s', (_, text, counts) => {
    expect(counted({ 'example.com': { a: text } })).toEqual(counts);
  });

  test('records of other zones are counted with their own', () => {
    const zones = {
      'example.com': { '@': include('_spf.example.net', 'a.example.org') },
      'example.net': {
        _spf: `${include(...ELSEWHERE.map((name) => name.replace('net', 'org')).slice(0, 5))}`,
      },
      'example.org': {
        a: { CNAME: 'b.example.org' },
        b: include('x.example', 'y.example', 'z.example', 'w.example'),
      },
    };
    // 2 of its own, 5 and 4 of those; the five lead to names of example.org that are not there.
    expect(counted(zones)).toEqual([11]);
  });

  test('what a redirect leads to, and one include twice', () => {
    const zones = {
      'example.com': {
        '@': 'v=spf1 redirect=_spf.example.com',
        _spf: include('_a.example.com', '_a.example.com'),
        _a: include(...ELSEWHERE.slice(0, 4)),
      },
    };
    expect(diagnosticsOf(zones).map(({ rule, at }) => `${rule} ${at?.line}`)).toEqual(['spf-lookups 4']);
    expect(counted(zones)).toEqual([11]);
  });

  test('what is delegated, or under macros, counts one', () => {
    const sub = { NS: ['ns1.example.net', 'ns2.example.net'] };
    expect(
      rulesOf({ 'example.com': { '@': include('a.sub.example.com', '%{d}.example.com'), sub } }),
    ).toEqual([]);
  });
});

describe('circles', () => {
  test('of itself', () => {
    expect(toldOf({ '@': include('example.com') })).toEqual([
      "spf-lookups: example.com → example.com include each other without end; take one 'include' out",
    ]);
  });

  test('of two zones, told in both', () => {
    expect(
      diagnosticsOf({
        'example.com': { '@': include('example.net') },
        'example.net': { '@': include('example.com') },
      }).map(({ message }) => message),
    ).toEqual([
      "example.com → example.net → example.com include each other without end; take one 'include' out",
      "example.net → example.com → example.net include each other without end; take one 'include' out",
    ]);
  });

  test('of aliases', () => {
    const zone = {
      '@': include('a.example.com'),
      a: { CNAME: 'b.example.com' },
      b: { CNAME: 'a.example.com' },
    };
    expect(rulesOf({ 'example.com': zone })).not.toContain('spf-lookups');
  });
});

describe('what leads nowhere', () => {
  test('an include or a redirect of a name without SPF', () => {
    expect(toldOf({ '@': include('_spf.example.com'), a: 'v=spf1 redirect=b.example.com', b: 'x' })).toEqual([
      "spf-target-missing: 'include:_spf.example.com' leads to no SPF record: _spf.example.com has none; add it there, or take the term out",
      "spf-target-missing: 'redirect=b.example.com' leads to no SPF record: b.example.com has none; add it there, or take the term out",
    ]);
  });

  test('but not where a wildcard or an alias answers', () => {
    const zone = {
      '@': include('a.example.com', 'b.c.example.com'),
      a: { CNAME: 'x.example.net' },
      '*.c': 'v=spf1 -all',
    };
    expect(rulesOf({ 'example.com': zone })).toEqual([]);
  });

  test('three look-ups without an answer, in the included record, too', () => {
    expect(
      toldOf({ '@': `v=spf1 a mx include:_s.example.com -all`, _s: 'v=spf1 exists:x.example.com -all' }),
    ).toEqual([
      "spf-void: 3 lookups find nothing ('a', 'mx', 'exists:x.example.com'); the limit is 2: take them out, or add the records",
    ]);
    expect(
      rulesOf({ 'example.com': { '@': { TXT: 'v=spf1 a mx a:x.example.com -all', AAAA: '2600::1' } } }),
    ).toEqual([]);
  });

  test('values that cannot be read are told by their own rule alone', () => {
    const zone = {
      '@': 'v=spf1 include:a.example.com a:b.example.com mx:b.example.com exists:b.example.com -all',
    };
    const b = { A: 'x', MX: 'x' };
    expect(rulesOf({ 'example.com': { ...zone, a: '"unbalanced', b } })).toEqual([
      'txt-quote',
      'a-syntax',
      'mx-priority',
    ]);
  });

  test('a wildcard is asked for its own addresses under names that nobody knows', () => {
    expect(toldOf({ '*': 'v=spf1 a mx a:%{d} -all' })).toEqual([]);
  });
});

test('mx of a name in another zone with more than ten hosts', () => {
  const MX = Array.from({ length: 11 }, (_, at) => `10 mx${at}.example.org`);
  const zones = { 'example.com': { '@': 'v=spf1 mx:example.net -all' }, 'example.net': { '@': { MX } } };
  expect(diagnosticsOf(zones).map(({ rule, message }) => `${rule}: ${message}`)).toEqual([
    "spf-mx-hosts: 'mx:example.net' has 11 exchangers; the limit is 10: write their addresses as ip4 and ip6",
  ]);
});

function counted(zones: Zones): number[] {
  return diagnosticsOf(zones).flatMap(({ rule, message }) =>
    rule === 'spf-lookups'
      ? Number(/needs at least (\d+) DNS lookups; the limit is 10/.exec(message)?.[1])
      : [],
  );
}
