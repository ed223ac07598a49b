import { describe, expect, test } from 'vitest';
import { formatCaa } from '../../../src/model/value/caa.ts';
import { readValue } from '../../../src/model/value.ts';

describe('CAA: what is equal', () => {
  test.each([
    ['0 issue "ca.example"', '0 issue "ca.example"', 'as sent'],
    ['0 issue ca.example', '0 issue "ca.example"', 'bare'],
    ['0 ISSUE "ca.example"', '0 issue "ca.example"', 'tag in capitals (RFC 8659 §4.1)'],
    ['  0\t issue \t "ca.example" ', '0 issue "ca.example"', 'blanks around'],
    ['000 issue ca.example\t', '0 issue "ca.example"', 'zeros before the flags'],
    ['0 issue "ca\\.example"', '0 issue "ca.example"', 'an escape'],
    ['0 issue "\\099a.example"', '0 issue "ca.example"', 'an escaped octet'],
    ['128 issue "ca.example"', '128 issue "ca.example"', 'critical'],
    ['0 issue ";"', '0 issue ";"', 'nobody'],
    ['0 issue ""', '0 issue ""', 'nobody, too'],
    [
      '0 issue "ca.example; accounturi=https://ca.example/A"',
      '0 issue "ca.example; accounturi=https://ca.example/A"',
      'with parameters',
    ],
    ['0 iodef mailto:a@b.example', '0 iodef "mailto:a@b.example"', 'a URL, bare'],
    ['255 x1 "\\000\\255\\"\\\\"', '255 x1 "\\000\\255\\"\\\\"', 'any octets'],
    ['0 x é', '0 x "\\195\\169"', 'UTF-8'],
  ])('%j is %s (%s)', (text, value) => {
    expect(readValue('CAA', text)).toEqual({ value });
    expect(readValue('CAA', value)).toEqual({ value });
  });

  test.each([
    ['0 issue "ca.example"', '128 issue "ca.example"', 'flags'],
    ['0 issue "ca.example"', '0 issuewild "ca.example"', 'tags'],
    ['0 issue "ca.example"', '0 issue "CA.example"', 'case of the value (RFC 8657 §3)'],
    ['0 issue "ca.example"', '0 issue " ca.example"', 'blanks in the value'],
    ['0 issue ";"', '0 issue ""', 'two ways to say nobody are two RRs'],
  ])('%s and %s are two (%s)', (a, b) => {
    expect(readValue('CAA', a).value).not.toBe(readValue('CAA', b).value);
  });

  test('a value of more than 255 octets is never cut', () => {
    const long = `ca.example; x=${'k'.repeat(400)}`;
    expect(readValue('CAA', `0 issue "${long}"`)).toEqual({ value: `0 issue "${long}"` });
  });

  test('from its fields', () => {
    expect(formatCaa(0, 'ISSUE', Buffer.from('a "b" \\é'))).toBe('0 issue "a \\"b\\" \\\\\\195\\169"');
  });
});

describe('CAA: what is refused', () => {
  test.each([
    ['', 'caa-syntax', "CAA value is 'flags tag \"value\"', not ''"],
    ['issue "ca.example"', 'caa-syntax', 'CAA value is \'flags tag "value"\', not \'issue "ca.example"\''],
    ['0 issue', 'caa-syntax', "CAA value is 'flags tag \"value\"', not '0 issue'"],
    ['0 "ca.example"', 'caa-syntax', 'CAA value is \'flags tag "value"\', not \'0 "ca.example"\''],
    ['-1 issue x', 'caa-syntax', "CAA value is 'flags tag \"value\"', not '-1 issue x'"],
    ['0\nissue x', 'caa-syntax', "CAA value is 'flags tag \"value\"', not '0\nissue x'"],
    ['256 issue "x"', 'caa-flags', 'CAA flags 256 is not 0…255'],
    ['0 "issue" "x"', 'caa-tag', 'CAA tag \'"issue"\' may hold letters and digits only'],
    ['0 is-sue "x"', 'caa-tag', "CAA tag 'is-sue' may hold letters and digits only"],
    ['0 ıssue "x"', 'caa-tag', "CAA tag 'ıssue' may hold letters and digits only"],
    ['0 issue ;', 'caa-value', 'quote the CAA value: ";"'],
    ['0 issue ca.example; accounturi=x', 'caa-value', 'quote the CAA value: "ca.example; accounturi=x"'],
    ['0 issue ca.example x', 'caa-value', 'quote the CAA value: "ca.example x"'],
    ['0 issue ca.example\u00a0', 'caa-value', 'quote the CAA value: "ca.example"'],
    ['0 issue "ca.example', 'caa-value', 'quote the CAA value: "ca.example"'],
    ['0 issue ca"x', 'caa-value', 'quote the CAA value: "cax"'],
    ['0 issue ca.example(x)', 'caa-value', 'quote the CAA value: "ca.example(x)"'],
    ['0 issue ca\\.example', 'caa-value', 'quote the CAA value: "ca\\.example"'],
    ['0 issue "a" "b"', 'caa-value', 'CAA value must be one quoted string'],
    ['0 issue "\\300"', 'caa-value', "'\\300' is no octet: an escape has three digits, from \\000 to \\255"],
  ])('%j is refused', (text, code, message) => {
    expect(readValue('CAA', text)).toEqual({ problem: { code, message } });
  });

  test('a tag of 256 characters, a value of more than 65,000 octets', () => {
    expect(readValue('CAA', `0 ${'x'.repeat(255)} "y"`).problem).toBeUndefined();
    expect(readValue('CAA', `0 ${'x'.repeat(256)} "y"`).problem?.code).toBe('caa-tag');
    expect(readValue('CAA', `0 x "${'y'.repeat(65_000)}"`).problem).toBeUndefined();
    expect(readValue('CAA', `0 x "${'y'.repeat(65_001)}"`)).toEqual({
      problem: { code: 'caa-value', message: '65001 octets; the limit is 65000' },
    });
  });
});
