import { expect, test } from 'vitest';
import type { Fqdn } from '../../src/model/name.ts';
import { selectZones } from '../../src/plan/zone-filter.ts';

const NAMES = ['example.com.', 'example.org.', 'shop.example.com.', 'xn--bcher-kva.example.'] as Fqdn[];

test.each([
  [[], NAMES, 'no pattern is all zones'],
  [['example.com'], ['example.com.'], 'a name'],
  [['EXAMPLE.com.'], ['example.com.'], 'case and final dot mean nothing'],
  [['Bücher.example'], ['xn--bcher-kva.example.'], 'a U-label'],
  [['example.*'], ['example.com.', 'example.org.'], '* at the end'],
  [['*.example.com'], ['shop.example.com.'], '* at the beginning'],
  [['*example*'], NAMES, 'several *'],
  [['*.EXAMPLE.Com'], ['shop.example.com.'], 'a glob in another case'],
  [['bücher.*'], ['xn--bcher-kva.example.'], 'a glob with a U-label'],
  [['example.org', 'example.*'], ['example.com.', 'example.org.'], 'in the order of the zones, each once'],
])('%j selects %j (%s)', (patterns, expected) => {
  expect(selectZones(patterns, NAMES)).toEqual({ selected: expected, unknown: [] });
});

test.each<[string, string | undefined, string]>([
  ['exmaple.com', 'example.com', 'a slip is corrected'],
  ['nothing.test', undefined, 'nothing near'],
  ['*.test', undefined, 'a glob that matches nothing'],
  ['e*e*x', undefined, 'pieces may not overlap'],
  ['not a name', undefined, 'what can be no name'],
  ['.*', undefined, 'a dot is a dot'],
])('%s matches no zone (%3$s)', (pattern, suggestion) => {
  expect(selectZones([pattern], NAMES)).toEqual({
    selected: [],
    unknown: [suggestion === undefined ? { pattern } : { pattern, suggestion }],
  });
});

test('a glob made to be slow is not', () => {
  const zone = `${'a'.repeat(60)}.test.` as Fqdn;
  expect(selectZones([`${'*a'.repeat(1000)}b`], [zone]).selected).toEqual([]);
});
