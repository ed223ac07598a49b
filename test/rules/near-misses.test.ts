/** Values that look like what a rule is about, and are not. */
import { expect, test } from 'vitest';
import { loadTexts } from '../../src/load/load-texts.ts';
import { Source } from '../../src/load/source.ts';

function rulesFor(type: string, value: string): string[] {
  const file = `records: { www: { ${type}: "${value}" } }\n`;
  return loadTexts([new Source('zones/lan.dev.yaml', file)]).diagnostics.map(({ rule }) => rule);
}

test.each([
  ['AAAA', '::ffff:8.8.8.8', ['aaaa-mapped']],
  // RFC 2765 translated, IPv4-compatible, and a group too many: not mapped (RFC 4291 section 2.5.5).
  ['AAAA', '::ffff:0:808:808', []],
  ['AAAA', '::ffff:1', ['addr-special']],
  ['AAAA', '::ffff:1:2:3', []],
  ['AAAA', '2001:db7:ffff::1', []],
  ['AAAA', '2001:db8:ffff::1', ['addr-special']],
  ['A', '172.15.255.255', []],
  ['A', '172.16.0.0', ['addr-special']],
  ['A', '172.31.255.255', ['addr-special']],
  ['A', '172.32.0.0', []],
  ['A', '100.63.255.255', []],
  ['A', '100.127.255.255', ['addr-special']],
  ['A', '223.255.255.255', []],
  ['A', '255.255.255.255', ['addr-special']],
])('%s %s: %j', (type, value, expected) => {
  expect(rulesFor(type, value)).toEqual(expected);
});

test.each([
  // One script, with digits and hyphens, which belong to all.
  ['b\u00fccher-2', []],
  ['\u043f\u0440\u0438\u043c\u0435\u0440-1', []],
  ['\u0430\u0440\u0440\u04cf\u0435', []],
  // Written together every day: Japanese and Korean with Latin; a Katakana mark that several scripts share.
  ['\u30bd\u30cb\u30fc-tv', []],
  ['\u65e5\u672c\u306e\u30ab\u30bf', []],
  ['\ud55c\uad6d\u6f22', []],
  // One script a label is one script.
  ['b\u00fccher.\u043f\u0440\u0438\u043c\u0435\u0440', []],
  ['p\u0430ypal', ['name-mixes-scripts']],
  ['\u03c1aypal.www', ['name-mixes-scripts']],
  ['\u0430\u03b1', ['name-mixes-scripts']],
  ['\u30bd\ud55c', ['name-mixes-scripts']],
])('scripts of %s: %j', (name, expected) => {
  const file = `records: { "${name}": { A: 203.0.114.1 } }\n`;
  const { diagnostics } = loadTexts([new Source('zones/lan.dev.yaml', file)]);
  expect(diagnostics.map(({ rule }) => rule)).toEqual(expected);
});

test('a zone whose own name mixes scripts is told of once, at its apex', () => {
  const file = 'zone: p\u0430ypal.example\nrecords: { "@": { TXT: x }, www: { TXT: x }, a.b: { TXT: x } }\n';
  const { diagnostics } = loadTexts([new Source('zones/a.yaml', file)]);
  expect(diagnostics.map(({ rule }) => rule)).toEqual(['name-mixes-scripts']);
});
