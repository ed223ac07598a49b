/** Names as people type them, and the zones and wildcards of the files that they mean. */
import { describe, expect, test } from 'vitest';
import type { Fqdn } from '../../src/model/name.ts';
import type { DesiredZone } from '../../src/model/zone.ts';
import { coveringWildcard, meantNames, nearestName } from '../../src/plan/meant-names.ts';
import { desired } from '../support/records.ts';

function zone(name: string, ...owners: string[]): DesiredZone {
  const source = { file: `zones/${name}yaml`, line: 1, column: 1 };
  const records = owners.map((owner) => desired(`${owner} 300 A 192.0.2.1`, name as Fqdn));
  return { name: name as Fqdn, file: source.file, source, records };
}

const COM = zone('example.com.', '@', 'www', 'mail');
const SUB = zone('eu.example.com.', 'api');
const NET = zone('example.net.', 'www');

describe('a name that is typed', () => {
  test.each([
    ['www.example.com', ['www.example.com. in example.com.']],
    ['www.example.com.', ['www.example.com. in example.com.']],
    // Though no file has it: where it would stand is known.
    ['new.example.com', ['new.example.com. in example.com.']],
    // The zone that would answer, not the one above it.
    ['api.eu.example.com', ['api.eu.example.com. in eu.example.com.']],
    ['www', ['www.example.com. in example.com.', 'www.example.net. in example.net.']],
    ['mail', ['mail.example.com. in example.com.']],
    ['@', ['example.com. in example.com.']],
    ['nowhere', []],
    ['a..b', []],
  ])('%s means %j, in whatever order the zones stand', (text, expected) => {
    for (const zones of [
      [COM, SUB, NET],
      [NET, SUB, COM],
    ]) {
      const meant = meantNames(text, zones).map(({ zone, name }) => `${name} in ${zone.name}`);
      expect(meant.sort()).toEqual(expected);
    }
  });

  test.each([
    ['wwww', 'www'],
    ['wwww.example.com', 'www.example.com'],
    ['wwww.example.com.', 'www.example.com'],
    ['exampl.com', 'example.com'],
    ['ai', 'api'],
    ['something-else', undefined],
  ])('%s was most likely meant to be %s', (text, expected) => {
    expect(nearestName(text, [COM, SUB, NET])).toBe(expected);
  });

  test('of an apex only the whole name is near, as there is nothing in front of the zone', () => {
    expect(nearestName('a', [zone('example.com.', '@')])).toBeUndefined();
  });
});

describe('the wildcard that answers for a name that does not exist (RFC 4592)', () => {
  const zoneOf = zone('example.com.', '*.dev', 'a.b.dev', '*');
  test.each([
    ['x', '*.example.com.'],
    ['y.x', '*.example.com.'],
    ['x.dev', '*.dev.example.com.'],
    ['y.x.dev', '*.dev.example.com.'],
    // b.dev exists, as a name below it does: its own wildcard would be asked.
    ['x.b.dev', undefined],
    ['x.a.b.dev', undefined],
  ])('%s: %s', (owner, expected) => {
    expect(coveringWildcard({ zone: zoneOf, name: `${owner}.example.com.` as Fqdn })).toBe(expected);
  });

  test('is none where the file has none', () => {
    expect(coveringWildcard({ zone: COM, name: 'x.www.example.com.' as Fqdn })).toBeUndefined();
    expect(coveringWildcard({ zone: zone('example.com.'), name: 'x.example.com.' as Fqdn })).toBeUndefined();
  });
});
