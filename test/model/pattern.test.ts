import { describe, expect, test } from 'vitest';
import { matchesGlob, readGlob } from '../../src/model/glob.ts';
import type { Fqdn } from '../../src/model/name.ts';
import { namePatternProblem } from '../../src/model/name-pattern.ts';
import { patternFinder, type RecordPattern } from '../../src/model/pattern.ts';
import { record, ZONE } from '../support/records.ts';

const source = { file: 'zones/example.com.yaml', line: 1, column: 1 };

function means(pattern: Partial<RecordPattern>, text: string, zone: Fqdn = ZONE): boolean {
  const find = patternFinder([{ text: '', source, ...pattern }], zone);
  return find(record(text, zone)) !== undefined;
}

describe('a glob', () => {
  test.each([
    ['', '', true],
    ['', 'a', false],
    ['a', 'a', true],
    ['*', '', true],
    ['*', 'anything at all', true],
    ['a*', 'a', true],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['*b*', 'abc', true],
    ['ab*bc', 'abc', false],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['**', 'x', true],
    ['\\*.a', '*.a', true],
    ['\\*.a', 'b.a', false],
    ['a\\b*', 'a\\bc', true],
    ['a.c', 'abc', false],
  ])('%j and %j: %s', (pattern, text, expected) => {
    expect(matchesGlob(readGlob(pattern), text)).toBe(expected);
  });

  test('takes no time that grows with what it tries', () => {
    const glob = readGlob(`${'a*'.repeat(500)}b`);
    const start = performance.now();
    expect(matchesGlob(glob, 'a'.repeat(65_000))).toBe(false);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe('a pattern of names', () => {
  test.each([
    ['@', '@', true],
    ['@', 'www', false],
    ['www', 'www', true],
    ['WWW', 'www', true],
    ['www', 'www.eu', false],
    ['www', 'eu.www', false],
    ['www.example.com', 'www', true],
    ['www.example.com.', 'www', true],
    ['www.example.net.', 'www', false],
    ['example.com', '@', true],
    ['*', 'www', true],
    ['*', '@', false],
    ['*', 'a.b', false],
    ['*', '*', true],
    ['\\*', '*', true],
    ['\\*', 'www', false],
    ['*.dev', 'a.dev', true],
    ['*.dev', '*.dev', true],
    ['*.dev', 'dev', false],
    ['*.dev', 'a.b.dev', false],
    ['\\*.dev', '*.dev', true],
    ['\\*.dev', 'a.dev', false],
    ['dev-*', 'dev-', true],
    ['dev-*', 'dev-7.eu', false],
    ['**', '@', true],
    ['**', 'a.b.c', true],
    ['**.dev', 'dev', true],
    ['**.dev', 'a.b.dev', true],
    ['**.dev', 'mydev', false],
    ['_acme-challenge.**', '_acme-challenge', true],
    ['_acme-challenge.**', '_acme-challenge.a.b', true],
    ['_acme-challenge.**', 'x._acme-challenge', false],
    ['**._acme-challenge.**', '_x._acme-challenge.www', true],
    ['a.**.b', 'a.b', true],
    ['a.**.b', 'a.x.y.b', true],
    ['**.a.**.b', 'x.a.a.b', true],
    ['**.a.**.b', 'x.a.b.c', false],
    ['bücher', 'xn--bcher-kva', true],
    ['**.example.com', 'a.b', true],
  ])('%j and %s: %s', (name, owner, expected) => {
    expect(means({ name }, `${owner} 300 TXT x`)).toBe(expected);
  });

  test('takes little time, however many runs it has', () => {
    const name = Array.from({ length: 60 }, () => '**.a').join('.');
    const start = performance.now();
    expect(means({ name }, `${'b.'.repeat(100)}b 300 TXT x`)).toBe(false);
    expect(performance.now() - start).toBeLessThan(200);
  });

  test.each([
    ['', /empty/],
    ['a..b', /empty label/],
    ['a**', /'\*\*' is for whole labels.*write '\*'/],
    ['[ab]', /'\[' means nothing in a pattern/],
    ['a?', /'\?' means nothing/],
    ['{a,b}', /'{' means nothing/],
    ['bü*', /ASCII/],
    ['a b', /contains/],
    [`${'a'.repeat(64)}`, /limit is 63/],
  ])('%j is refused', (text, message) => {
    expect(namePatternProblem(text)).toMatch(message);
  });

  test.each(['@', '*', '**', '\\*.dev', 'a.**.b', '_dmarc', 'bücher', 'www.example.com.'])(
    '%j is fine',
    (text) => {
      expect(namePatternProblem(text)).toBeUndefined();
    },
  );
});

describe('a pattern of values', () => {
  test.each([
    ['v=spf1*', '@ 300 TXT v=spf1 -all', true],
    ['V=SPF1*', '@ 300 TXT v=spf1 -all', true],
    ['ms=*', '@ 300 TXT MS=ms1', true],
    ['MS=*', '@ 300 TXT xMS=ms1', false],
    ['192.0.2.*', '@ 300 A 192.0.2.7', true],
    ['192.0.2.*', '@ 300 A 192.0.20.7', false],
    ['2001:0DB8:0::1', '@ 300 AAAA 2001:db8::1', true],
    ['mail.example.net', '@ 300 MX 10 mail.example.net', true],
    ['10 mail.example.net.', '@ 300 MX 10 mail.example.net', true],
    ['20 mail.example.net', '@ 300 MX 10 mail.example.net', false],
    ['*.example.net.', 'www 300 CNAME a.example.net', true],
    ['*.EXAMPLE.net', 'www 300 CNAME a.example.net', true],
    ['10 5 5060 SIP.example.com', '_sip._tcp 300 SRV 10 5 5060 sip.example.com', true],
    ['5 5060 sip.example.com', '_sip._tcp 300 SRV 10 5 5060 sip.example.com', true],
    ['0 issue letsencrypt.org', '@ 300 CAA 0 issue "letsencrypt.org"', true],
    ['*letsencrypt*', '@ 300 CAA 0 issue "letsencrypt.org"', true],
    ['a.', '@ 300 TXT a', false],
  ])('%j and %s: %s', (value, text, expected) => {
    expect(means({ value }, text)).toBe(expected);
  });
});

test('all parts of a pattern must hold, and what is left out means any', () => {
  expect(means({ types: ['A', 'AAAA'] }, 'x 300 A 192.0.2.1')).toBe(true);
  expect(means({ types: ['AAAA'] }, 'x 300 A 192.0.2.1')).toBe(false);
  expect(means({ name: 'x', types: ['A'], value: '192.*' }, 'x 300 A 192.0.2.1')).toBe(true);
  expect(means({ name: 'y', types: ['A'], value: '192.*' }, 'x 300 A 192.0.2.1')).toBe(false);
  expect(means({ name: 'x', types: ['A'], value: '198.*' }, 'x 300 A 192.0.2.1')).toBe(false);
});
