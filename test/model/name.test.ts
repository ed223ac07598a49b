import { describe, expect, test } from 'vitest';
import {
  type Fqdn,
  foldCase,
  isInZone,
  isWildcard,
  parentOf,
  presentOwner,
  presentTarget,
  readAbsoluteName,
  readLiveOwner,
  readOwner,
} from '../../src/model/name.ts';

const zone = 'example.com.' as Fqdn;
const fqdn = (text: string): Fqdn => text as Fqdn;

describe('readAbsoluteName', () => {
  test.each([
    ['example.com', 'example.com.', 'the final dot is optional'],
    ['example.com.', 'example.com.', 'and may stand there'],
    ['.', '.', 'the root'],
    ['WWW.Example.COM', 'www.example.com.', 'ASCII case folded'],
    ['bücher.example', 'xn--bcher-kva.example.', 'U-label to A-label'],
    ['BÜCHER.example', 'xn--bcher-kva.example.', 'U-label in capitals'],
    ['bu\u0308cher.example', 'xn--bcher-kva.example.', 'U-label in NFD'],
    ['XN--BCHER-KVA.example', 'xn--bcher-kva.example.', 'A-label in capitals'],
    ['straße.de', 'xn--strae-oqa.de.', 'non-transitional: never strasse'],
    ['ＷＷＷ.example', 'www.example.', 'full-width letters'],
    ['❤️.example', 'xn--qei.example.', 'a variation selector says nothing'],
    ['_sip._tcp.example', '_sip._tcp.example.', 'underscores'],
    ['-x.0/25.example', '-x.0/25.example.', 'labels that are no host names (RFC 2181 §11)'],
    ['*.example', '*.example.', 'a wildcard'],
    ['a.*.example', 'a.*.example.', 'an asterisk label elsewhere'],
    ['1.2.3', '1.2.3.', 'never read as an address'],
    ['0x7f.1', '0x7f.1.', 'nor in hexadecimal'],
    ['mail.1', 'mail.1.', 'nor refused for its last label'],
    ['%41.com', '%41.com.', 'nor percent-decoded'],
    ['010', '010.', 'digits kept'],
    ['__proto__', '__proto__.', 'a name of an object member'],
  ])('%j is %s (%s)', (text, expected) => {
    expect(readAbsoluteName(text)).toEqual({ name: expected });
  });

  test.each([
    ['01.example', '1.example', 'labels are not numbers'],
    ['strasse.de', 'straße.de', 'ß is a letter of its own'],
    ['www.example.com', 'www.example.com.example.com', 'a name that repeats its end is longer'],
    ['foo*.example', '*.example', 'an asterisk inside a label is a letter'],
  ])('%s and %s are two names (%s)', (a, b) => {
    expect(readAbsoluteName(a).name).toBeDefined();
    expect(readAbsoluteName(a).name).not.toBe(readAbsoluteName(b).name);
  });

  test.each([
    ['', 'name-empty', 'name is empty'],
    ['..', 'name-empty-label', 'name has an empty label at position 1'],
    ['.a', 'name-empty-label', 'name has an empty label at position 1'],
    ['a..b', 'name-empty-label', 'name has an empty label at position 2'],
    ['a..', 'name-empty-label', 'name has an empty label at position 2'],
    ['a b.com', 'name-bad-character', 'name contains U+0020'],
    [' a.com', 'name-bad-character', 'name contains U+0020'],
    ['a.com\n', 'name-bad-character', 'name contains U+000A'],
    ['a\nb A 192.0.2.1', 'name-bad-character', 'name contains U+000A'],
    ['a\0.com', 'name-bad-character', 'name contains U+0000'],
    ['a\u001b[31m.com', 'name-bad-character', 'name contains U+001B'],
    ['a\u0085.com', 'name-bad-character', 'name contains U+0085'],
    ['a\u200b.com', 'name-bad-character', 'name contains U+200B'],
    ['a\u202eb.com', 'name-bad-character', 'name contains U+202E'],
    ['a\u00adb.com', 'name-bad-character', 'name contains U+00AD'],
    ['a\u00a0.com', 'name-bad-character', 'name contains U+00A0'],
    ['a\ufeff.com', 'name-bad-character', 'name contains U+FEFF'],
    ['a\ud800.com', 'name-bad-character', 'name contains U+D800'],
    ['a;b.com', 'name-bad-character', "name contains ';' (U+003B)"],
    ['(a.com', 'name-bad-character', "name contains '(' (U+0028)"],
    ['a).com', 'name-bad-character', "name contains ')' (U+0029)"],
    ['a"b.com', 'name-bad-character', "name contains '\"' (U+0022)"],
    ['user@example.com', 'name-bad-character', "name contains '@' (U+0040)"],
    ['$ORIGIN', 'name-bad-character', "name contains '$' (U+0024)"],
    ['a\\.b.com', 'name-escape', 'escapes in names are not supported; write the character itself'],
    ['a\\032b.com', 'name-escape', 'escapes in names are not supported; write the character itself'],
  ])('%j is refused: %s', (text, code, message) => {
    expect(readAbsoluteName(text)).toEqual({ problem: { code, message } });
  });

  test.each([
    ['xn--a.com', 'no Punycode'],
    ['xn--.com', 'no Punycode at all'],
    ['xn--wca.com', 'Punycode of a capital'],
    ['xn--9ca/b.com', 'more behind the Punycode'],
    ['xn--9ca%41.com', 'an A-label with a percent sign'],
    ['xn--é.com', 'neither U-label nor A-label'],
    ['\u0301a.com', 'begins with a combining mark'],
    ['a\u3002b.com', 'an ideographic full stop is no dot'],
    ['a\uff0eb.com', 'nor is a full-width one'],
    ['é…x.com', 'nor an ellipsis three of them'],
    ['é%2eb.com', 'nor a percent-encoded one'],
    ['é%41.com', 'percent signs are never decoded'],
    ['\ufe0f.com', 'nothing is left of a variation selector'],
    ['x.\u034f.com', 'nor of a grapheme joiner'],
    ['a＂b.com', 'full-width sign that becomes a quote'],
    ['a；b.com', 'full-width sign that becomes a semicolon'],
    ['（a.com', 'full-width sign that becomes a bracket'],
    ['＄a.com', 'full-width sign that becomes a dollar'],
    ['é:80', 'a port'],
    ['é/x', 'a path'],
    ['℀.com', 'a sign that becomes a/c'],
  ])('%j is refused as no internationalised label (%s)', (text) => {
    const { problem } = readAbsoluteName(text);
    expect(problem?.code).toBe('name-idn');
    expect(problem?.message).toMatch(/^label '.*' cannot be encoded as an internationalised label \(IDNA\)$/);
  });

  test('a label has at most 63 octets, counted as A-label', () => {
    const label = 'a'.repeat(63);
    expect(readAbsoluteName(`${label}.com`).name).toBe(`${label}.com.`);
    expect(readAbsoluteName(`${label}a.com`).problem).toEqual({
      code: 'name-label-too-long',
      message: `label '${label}a' is 64 octets; the limit is 63`,
    });
    const short = '中文網址測試長標籤國際化域名系統';
    expect(readAbsoluteName(short).name).toBe('xn--fiqp3jgvar1gth26ad31eqligqjb60bumbq0b4xx39kfy8au2d.');
    expect(readAbsoluteName(`${short}一二三四五`).problem).toEqual({
      code: 'name-label-too-long',
      message: `label '${short}一二三四五' is 67 octets; the limit is 63`,
    });
  });

  test('a name has at most 255 octets on the wire, which are 253 characters', () => {
    const octets = 'a'.repeat(49);
    const longest = `${`${octets}.`.repeat(5)}abc`;
    expect(longest).toHaveLength(253);
    expect(readAbsoluteName(longest).name).toBe(`${longest}.`);
    expect(readAbsoluteName(`${longest}d`).problem?.code).toBe('name-too-long');
    expect(readAbsoluteName(`${longest}d`).problem?.message).toBe('name is 256 octets; the limit is 255');
  });
});

describe('readOwner', () => {
  test.each([
    ['@', 'example.com.'],
    ['example.com', 'example.com.'],
    ['example.com.', 'example.com.'],
    ['EXAMPLE.com', 'example.com.'],
    ['www', 'www.example.com.'],
    ['www.example.com', 'www.example.com.'],
    ['www.example.com.', 'www.example.com.'],
    ['WwW.Example.Com', 'www.example.com.'],
    ['a.b', 'a.b.example.com.'],
    ['*', '*.example.com.'],
    ['*.example.com', '*.example.com.'],
    ['xexample.com', 'xexample.com.example.com.'],
    ['com', 'com.example.com.'],
    ['www.example.com.example.com', 'www.example.com.example.com.'],
    ['www.example.com.example.com.', 'www.example.com.example.com.'],
    ['example.com.example.com', 'example.com.example.com.'],
    ['www.example.net', 'www.example.net.example.com.'],
    ['192.0.2.1', '192.0.2.1.example.com.'],
    ['010', '010.example.com.'],
    ['bücher', 'xn--bcher-kva.example.com.'],
  ])('%s is %s', (text, expected) => {
    expect(readOwner(text, zone)).toEqual({ name: expected });
  });

  test('a zone with U-labels is recognised in either form', () => {
    const idn = fqdn('xn--bcher-kva.example.');
    for (const text of ['www.bücher.example', 'www.BÜCHER.example.', 'www.xn--bcher-kva.example', 'www']) {
      expect(readOwner(text, idn).name, text).toBe('www.xn--bcher-kva.example.');
    }
  });

  test.each([
    ['', 'name-empty', "name is empty; write '@' for the zone itself"],
    [
      'www.example.net.',
      'name-out-of-zone',
      "'www.example.net.' is not inside zone example.com; drop the final dot if it is relative",
    ],
    [
      'xexample.com.',
      'name-out-of-zone',
      "'xexample.com.' is not inside zone example.com; drop the final dot if it is relative",
    ],
    [
      'com.',
      'name-out-of-zone',
      "'com.' is not inside zone example.com; drop the final dot if it is relative",
    ],
    ['.', 'name-out-of-zone', "'.' is not inside zone example.com; drop the final dot if it is relative"],
    ['@.example.com', 'name-bad-character', "name contains '@' (U+0040)"],
    ['@.', 'name-bad-character', "name contains '@' (U+0040)"],
    [' @', 'name-bad-character', 'name contains U+0020'],
    ['a..b', 'name-empty-label', 'name has an empty label at position 2'],
    ['.www', 'name-empty-label', 'name has an empty label at position 1'],
    ['www\n', 'name-bad-character', 'name contains U+000A'],
  ])('%j is refused: %s', (text, code, message) => {
    expect(readOwner(text, zone)).toEqual({ problem: { code, message } });
  });

  test('a relative name is as long as it is with its zone', () => {
    const label = 'a'.repeat(49);
    const relative = `${`${label}.`.repeat(4)}${'b'.repeat(41)}`;
    // 241 characters, a dot and example.com: 253.
    expect(readOwner(relative, zone).name).toBe(`${relative}.example.com.`);
    expect(readOwner(`${relative}b`, zone).problem).toEqual({
      code: 'name-too-long',
      message: 'name is 256 octets with the zone; the limit is 255',
    });
    const absolute = `${relative}b.example.com`;
    expect(readOwner(absolute, zone).problem).toEqual(readOwner(`${absolute}.`, zone).problem);
  });
});

describe('presentOwner', () => {
  test.each([
    ['example.com.', '@'],
    ['www.example.com.', 'www'],
    ['*.dev.example.com.', '*.dev'],
    ['xexample.com.example.com.', 'xexample.com'],
    ['www.example.net.example.com.', 'www.example.net'],
    ['www.example.com.example.com.', 'www.example.com.example.com.'],
    ['example.com.example.com.', 'example.com.example.com.'],
    ['a.example.com.example.com.example.com.', 'a.example.com.example.com.example.com.'],
    ['www.example.net.', 'www.example.net.'],
    ['xn--bcher-kva.example.com.', 'xn--bcher-kva'],
  ])('%s is shown as %s', (name, expected) => {
    expect(presentOwner(fqdn(name), zone)).toBe(expected);
    // Out-of-zone names can only come from the service.
    expect(readLiveOwner(expected, zone)).toBe(name);
  });
});

describe('readLiveOwner', () => {
  test.each([
    ['', 'example.com.', 'no name is the apex'],
    ['WWW', 'www.example.com.', 'what can be read is read'],
    ['www.example.net.', 'www.example.net.', 'out of the zone, yet listed'],
    ['A b', 'a b.example.com.', 'relative, unreadable'],
    ['A b.Example.com', 'a b.example.com.', 'absolute without final dot, unreadable'],
    ['a b.example.com.', 'a b.example.com.', 'absolute with final dot, unreadable'],
    ['a b.xexample.com', 'a b.xexample.com.example.com.', 'relative that ends like the zone'],
    ['a..b', 'a..b.example.com.', 'an empty label'],
    ['..', '..', 'dots alone'],
    ['www\\.x', 'www\\.x.example.com.', 'an escape'],
    ['É\u200b', 'É\u200b.example.com.', 'only ASCII has case in what cannot be read'],
  ])('%j is %j (%s)', (text, expected) => {
    expect(readLiveOwner(text, zone)).toBe(expected);
    expect(readLiveOwner(expected, zone)).toBe(expected);
  });
});

describe('names beside each other', () => {
  test.each([
    ['example.com.', true],
    ['www.example.com.', true],
    ['a.b.example.com.', true],
    ['xexample.com.', false],
    ['com.', false],
    ['.', false],
    ['example.com.example.net.', false],
  ])('%s in example.com: %s', (name, expected) => {
    expect(isInZone(fqdn(name), zone)).toBe(expected);
  });

  test.each([
    ['www.example.com.', 'example.com.'],
    ['*.www.example.com.', 'www.example.com.'],
    ['com.', undefined],
    ['.', undefined],
  ])('the parent of %s is %s', (name, expected) => {
    expect(parentOf(fqdn(name))).toBe(expected);
  });

  test.each([
    ['*.example.com.', true],
    ['foo*.example.com.', false],
    ['**.example.com.', false],
    ['a.*.example.com.', false],
  ])('%s is a wildcard: %s', (name, expected) => {
    expect(isWildcard(fqdn(name))).toBe(expected);
  });

  test('a target is written without the final dot, the root as a dot', () => {
    expect(presentTarget(fqdn('mx.example.net.'))).toBe('mx.example.net');
    expect(presentTarget(fqdn('.'))).toBe('.');
  });

  test('only ASCII letters have case (RFC 4343 §3)', () => {
    expect(foldCase('ABZ[`éÉİ\u212a')).toBe('abz[`éÉİ\u212a');
  });
});
