/** What part of the account a command means: zones on its line, names by --target. */
import { describe, expect, it } from 'vitest';
import type { Fqdn } from '../../src/model/name.ts';
import { findMisspelt } from '../../src/plan/misspelt.ts';
import { parseTarget, targetFilter } from '../../src/plan/target.ts';
import { selectZones } from '../../src/plan/zone-filter.ts';
import { record, ZONE } from '../support/records.ts';

const zones = ['example.com.', 'example.net.', 'a.example.com.', 'xn--bcher-kva.example.'] as Fqdn[];

describe('zones on the command line', () => {
  it.each([
    [[], zones],
    [['example.com'], ['example.com.']],
    [['EXAMPLE.com.'], ['example.com.']],
    [['bücher.example'], ['xn--bcher-kva.example.']],
    [['*.com'], ['example.com.', 'a.example.com.']],
    [['example.*'], ['example.com.', 'example.net.']],
    [['*'], zones],
    [['*.example.*'], ['a.example.com.']],
    [
      ['example.net', 'example.com'],
      ['example.com.', 'example.net.'],
    ],
  ])('%j', (patterns, expected) => {
    expect(selectZones(patterns, zones)).toEqual({ selected: expected, unknown: [] });
  });
  it('that match nothing are told, with what was perhaps meant', () => {
    expect(selectZones(['exmaple.com', 'nothing.at.all'], zones).unknown).toEqual([
      { pattern: 'exmaple.com', suggestion: 'example.com' },
      { pattern: 'nothing.at.all' },
    ]);
  });
  it('take a pattern of many stars without a long search', () => {
    const pattern = `${'*a'.repeat(2000)}b`;
    expect(selectZones([pattern], [`${'a'.repeat(4000)}.` as Fqdn]).selected).toEqual([]);
  });
});

describe('--target', () => {
  const records = [
    '@ 300 A 192.0.2.1',
    'www 300 A 192.0.2.1',
    'www 300 TXT x',
    'alias 300 CNAME www.example.com',
  ].map((text) => record(text));
  const meant = (...targets: string[]): string[] => {
    const isMeant = targetFilter(targets.map(parseTarget), ZONE, records);
    return records.filter(isMeant).map(({ name, type }) => `${name} ${type}`);
  };
  it.each([
    ['www', ['www.example.com. A', 'www.example.com. TXT']],
    ['www/txt', ['www.example.com. TXT']],
    ['WWW.example.com./A', ['www.example.com. A']],
    ['@', ['example.com. A']],
    ['nothing', []],
  ])('%s', (target, expected) => {
    expect(meant(target)).toEqual(expected);
  });
  it('may be given more than once', () => {
    expect(meant('@', 'www/TXT')).toEqual(['example.com. A', 'www.example.com. TXT']);
  });
  it('of one type means the whole name where an alias stands, which cannot stand beside it', () => {
    expect(meant('alias/A')).toEqual(['alias.example.com. CNAME']);
  });
  it.each(['www/NOPE', 'a b', ''])('that can be none is a usage error: %j', (text) => {
    expect(() => parseTarget(text)).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});

describe('a new zone named like one at the service but for one letter', () => {
  it.each([
    ['exmaple.com.', 'example.com.'],
    ['example.co.', 'example.com.'],
    ['examples.com.', 'example.com.'],
    ['exanple.com.', 'example.com.'],
  ] as [Fqdn, Fqdn][])('%s', (mistyped, meant) => {
    expect(findMisspelt([mistyped], [meant, 'other.example.' as Fqdn])).toEqual(new Map([[mistyped, meant]]));
  });
  it('is not one that is two letters away', () => {
    expect(findMisspelt(['exmpal.com.' as Fqdn], ['example.com.' as Fqdn]).size).toBe(0);
  });
});
