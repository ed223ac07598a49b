import { describe, expect, test } from 'vitest';
import { type Fqdn, presentOwner, readAbsoluteName, readLiveOwner, readOwner } from '../../src/model/name.ts';
import { compareNames, RECORD_TYPES } from '../../src/model/record.ts';
import { readValue } from '../../src/model/value.ts';

const zone = 'example.com.' as Fqdn;
const SIZE = 64 * 1024;

/** 64 KiB, give or take, of what makes careless regexes, parsers and encoders slow. */
const HUGE: readonly (readonly [string, string])[] = [
  ['one letter', 'a'.repeat(SIZE)],
  ['blanks', ' '.repeat(SIZE)],
  ['blanks that end in a letter', `${' '.repeat(SIZE)}a`],
  ['blanks between letters', `a${' '.repeat(SIZE)}a`],
  ['tabs and line feeds', '\t\n'.repeat(SIZE / 2)],
  ['digits', '1'.repeat(SIZE)],
  ['digits, then a blank', `${'1'.repeat(SIZE)} `],
  ['two fields, then blanks', `0 issue${' '.repeat(SIZE)}`],
  ['two fields, then letters and a line feed', `0 1 ${'a'.repeat(SIZE)}\n`],
  ['fields of digits', '1 '.repeat(SIZE / 2)],
  ['dots', '.'.repeat(SIZE)],
  ['short labels', 'a.'.repeat(SIZE / 2)],
  ['the zone, again and again', 'example.com.'.repeat(SIZE / 12)],
  ['colons', ':'.repeat(SIZE)],
  ['groups of an address', '0:'.repeat(SIZE / 2)],
  ['octets of an address', '1.'.repeat(SIZE / 2)],
  ['schemes', 'https://'.repeat(SIZE / 8)],
  ['a scheme that never ends', 'a+'.repeat(SIZE / 2)],
  ['quotes', '"'.repeat(SIZE)],
  ['empty strings', '"" '.repeat(SIZE / 3)],
  ['an open quote', `"${'a'.repeat(SIZE)}`],
  ['backslashes', `"${'\\'.repeat(SIZE)}"`],
  ['escapes', `"${'\\000'.repeat(SIZE / 4)}"`],
  ['impossible escapes', `"${'\\999'.repeat(SIZE / 4)}"`],
  ['a CAA of escapes', `0 issue "${'\\255'.repeat(SIZE / 4)}"`],
  ['a bare CAA', `0 issue ${'a'.repeat(SIZE)};`],
  [
    'no two characters alike',
    Array.from({ length: 20_000 }, (_, at) => String.fromCodePoint(0x4e00 + at)).join(''),
  ],
  ['U-labels', 'ü.'.repeat(SIZE / 2)],
  ['one long U-label', 'ü'.repeat(SIZE)],
  ['one long A-label', `xn--${'z1'.repeat(SIZE / 2)}`],
  ['many A-labels', 'xn--bcher-kva.'.repeat(SIZE / 14)],
  ['combining marks', `a${'\u0301'.repeat(SIZE)}`],
  ['combining marks out of order', `a${'\u0315\u0300'.repeat(SIZE / 2)}`],
  ['characters that expand eighteenfold', '\ufdfa'.repeat(SIZE)],
  ['lone surrogates', '\ud800'.repeat(SIZE)],
  ['NULs', '\0'.repeat(SIZE)],
];

/** CPU time, so that a busy machine does not count: milliseconds of work, against seconds of anything quadratic. */
function cpuSeconds(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

describe.each(HUGE)('%s', (_, text) => {
  test.each(RECORD_TYPES)('as %s takes less than a second', (type) => {
    expect(cpuSeconds(() => readValue(type, text))).toBeLessThan(1);
  });

  test('as a name takes less than a second', () => {
    expect(cpuSeconds(() => readAbsoluteName(text))).toBeLessThan(1);
    expect(cpuSeconds(() => readOwner(text, zone))).toBeLessThan(1);
    const live = readLiveOwner(text, zone);
    const seconds = cpuSeconds(() => {
      presentOwner(live, zone);
      compareNames(live, `x${live}` as Fqdn);
    });
    expect(seconds).toBeLessThan(1);
  });
});
