import { describe, expect, test } from 'vitest';
import { readTxt, txtOctets } from '../../../src/model/value/txt.ts';
import { readValue } from '../../../src/model/value.ts';

describe('TXT: what is equal', () => {
  test.each([
    ['v=spf1 -all', 'v=spf1 -all', 'bare'],
    ['"v=spf1 -all"', 'v=spf1 -all', 'quoted'],
    ['"v=spf1 " "-all"', 'v=spf1 -all', 'cut'],
    ['"v=spf1" " -all"', 'v=spf1 -all', 'cut elsewhere'],
    ['"v=spf1 ""-all"', 'v=spf1 -all', 'cut without a blank between'],
    [' \t"v=spf1 "\n "-all" ', 'v=spf1 -all', 'blanks around'],
    ['"" "v=spf1 -all" ""', 'v=spf1 -all', 'empty strings'],
    ['"\\118=spf1\\032-all"', 'v=spf1 -all', 'escaped octets'],
    ['"\\v=sp\\f1 -all"', 'v=spf1 -all', 'escapes that need not be'],
    ['"v=DKIM1\\; k=rsa"', 'v=DKIM1; k=rsa', 'an escaped semicolon'],
    ['"caf\\195\\169"', 'café', 'UTF-8 as octets'],
    ['"café"', 'café', 'UTF-8 as it is'],
    ['"\\é"', 'é', 'an escape before an octet above 127'],
    ['"a\tb"', 'a\tb', 'a tab inside'],
    ['"a\\\\b"', 'a\\b', 'a backslash'],
    ['"say \\"hi\\""', 'say "hi"', 'quotes inside'],
    ['', '""', 'nothing'],
    ['""', '""', 'nothing, quoted'],
    ['"" ""', '""', 'nothing, twice'],
  ])('%j is %j (%s)', (text, value) => {
    expect(readValue('TXT', text)).toEqual({ value });
    expect(readValue('TXT', value)).toEqual({ value });
  });

  test.each([
    ['v=spf1 -all', '"v=spf1" "-all"', 'strings are joined without a blank (RFC 7208 §3.3)'],
    ['v=spf1 -all', 'v=spf1  -all', 'blanks count'],
    ['v=spf1 -all', 'V=SPF1 -all', 'case counts'],
    ['a', '"a "', 'a blank at the end counts'],
    ['caf\u00e9', 'cafe\u0301', 'NFC and NFD are two'],
    ['a\\;b', 'a;b', 'a backslash in bare text is text'],
    ['a"b"', '"a" "b"', 'quotes in the middle are text'],
    ['\\065', 'A', 'an escape in bare text is text'],
    ['"\\195\\169"', '"\\233"', 'UTF-8 and Latin-1 are two'],
    ['1.10', '1.1', 'never a number'],
  ])('%j and %j are two (%s)', (a, b) => {
    expect(readValue('TXT', a).value).toBeDefined();
    expect(readValue('TXT', a).value).not.toBe(readValue('TXT', b).value);
  });
});

describe('TXT: what is sent', () => {
  test.each([
    ['" a"', '" a"', 'a blank at the start, which the service would trim'],
    ['"a\\032"', '"a "', 'one at the end'],
    ['\u00a0a', '"\\194\\160a"', 'and so for every kind of blank'],
    ['\ufeffa', '"\\239\\187\\191a"', 'and for a byte order mark'],
    ['"\\"a\\""', '"\\"a\\""', 'text that begins with a quote, which would be read as quoted form'],
    ['"a', '"\\"a"', 'the same, where it is no quoted form'],
    ['"a" b', '"\\"a\\" b"', 'the same, where it is half of one'],
    ['"a"b"', '"\\"a\\"b\\""', 'the same, with one quote too many'],
    ['"a\\"', '"\\"a\\\\\\""', 'the same, where the last quote is escaped'],
    ['"\\999', '"\\"\\\\999"', 'the same, with what would be an impossible escape'],
    ['"a\nb"', '"a\\010b"', 'a line feed: never as it is'],
    ['a\0b', '"a\\000b"', 'a NUL'],
    ['a\u001b[31mb', '"a\\027[31mb"', 'a terminal escape'],
    ['a\u007fb', '"a\\127b"', 'a DEL'],
    ['  ', '"  "', 'nothing but blanks'],
    ['a\u0085b', '"a\\194\\133b"', 'a C1 control'],
    ['"\\255"', '"\\255"', 'octets that are no UTF-8'],
    ['\ud800', '\ufffd', 'a lone surrogate has no octets of its own'],
  ])('%j is sent as %s (%s)', (text, value) => {
    expect(readValue('TXT', text)).toEqual({ value });
    expect(readValue('TXT', value)).toEqual({ value });
  });

  test('bare text is never cut, quoted form after 255 octets (RFC 1035 §3.3)', () => {
    const long = 'k'.repeat(300);
    expect(readValue('TXT', `"${'k'.repeat(200)}" "${'k'.repeat(100)}"`).value).toBe(long);
    expect(readValue('TXT', `"${long} "`).value).toBe(`"${'k'.repeat(255)}" "${'k'.repeat(45)} "`);
    expect(readValue('TXT', `"${'k'.repeat(254)} "`).value).toBe(`"${'k'.repeat(254)} "`);
  });
});

describe('TXT: what is refused', () => {
  test.each([
    ['"\\300"', "'\\300' is no octet: an escape has three digits, from \\000 to \\255"],
    ['"\\256"', "'\\256' is no octet: an escape has three digits, from \\000 to \\255"],
    ['"a\\999" "b"', "'\\999' is no octet: an escape has three digits, from \\000 to \\255"],
    ['"\\1"', "'\\1' is no octet: an escape has three digits, from \\000 to \\255"],
    ['"\\12x"', "'\\12' is no octet: an escape has three digits, from \\000 to \\255"],
    ['"\\1" "23"', "'\\1' is no octet: an escape has three digits, from \\000 to \\255"],
  ])('%s, as BIND would', (text, message) => {
    expect(readTxt(text)).toEqual({ problem: { code: 'txt-quote', message } });
    expect(txtOctets(text).toString()).toBe(text);
  });

  test('more than 65,000 octets, however they are written', () => {
    expect(readTxt('é'.repeat(32_500)).value).toBe('é'.repeat(32_500));
    expect(readTxt(`${'é'.repeat(32_500)}x`)).toEqual({
      problem: { code: 'txt-too-long', message: '65001 octets; the limit is 65000' },
    });
    expect(readTxt(`"${'\\000'.repeat(65_000)}"`).problem).toBeUndefined();
    expect(readTxt(`"${'\\000'.repeat(65_001)}"`).problem?.code).toBe('txt-too-long');
  });
});

test('the octets of a text are those that are published', () => {
  expect(txtOctets('café')).toEqual(Buffer.from([0x63, 0x61, 0x66, 0xc3, 0xa9]));
  expect(txtOctets('"a" "\\000\\255"')).toEqual(Buffer.from([0x61, 0x00, 0xff]));
  expect(txtOctets('""')).toEqual(Buffer.alloc(0));
});
