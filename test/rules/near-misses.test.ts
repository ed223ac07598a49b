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
