/** What one zone's targets say of another zone that is managed here. */
import { describe, expect, test } from 'vitest';
import { loadTexts } from '../../src/load/load-texts.ts';
import { Source } from '../../src/load/source.ts';
import { brief, WITHOUT_ADVICE } from '../support/zone-text.ts';

/** The findings of the first file, beside a second zone. */
function beside(here: string, there: string, child = 'shop.example'): string[] {
  const sources = [
    new Source('zones/example.com.yaml', `records:\n  ${here}\n`),
    new Source(`zones/${child}.yaml`, `records:\n  ${there}\n`),
  ];
  const lint = new Map([...WITHOUT_ADVICE].filter(([name]) => name !== 'cname-dangling'));
  const { diagnostics } = loadTexts(sources, lint);
  return diagnostics.filter(({ at }) => at?.file === 'zones/example.com.yaml').map(brief);
}

describe('targets in another zone', () => {
  test.each([
    [
      'an alias there',
      '"@": { MX: 10 mx.shop.example }',
      'mx: { CNAME: mx.example.net }',
      ['2:17 ?target-cname'],
    ],
    ['nothing there', '"@": { MX: 10 mx.shop.example }', 'www: { A: 192.0.2.1 }', ['2:17 ?target-missing']],
    ['an address there', '"@": { MX: 10 mx.shop.example }', 'mx: { A: 192.0.2.1 }', []],
    [
      'an alias of nothing there',
      'www: { CNAME: web.shop.example }',
      'www: { A: 192.0.2.1 }',
      ['2:17 ?cname-dangling'],
    ],
    ['an alias of a name there', 'www: { CNAME: www.shop.example }', 'www: { A: 192.0.2.1 }', []],
    ['an alias of the zone there', 'www: { CNAME: shop.example }', 'www: { A: 192.0.2.1 }', []],
    [
      'an alias below a delegation there',
      'www: { CNAME: a.lab.shop.example }',
      'lab: { NS: ns.example.net }',
      [],
    ],
  ])('%s', (_, here, there, expected) => {
    expect(beside(here, there)).toEqual(expected);
  });

  test('a name server of the zone needs its address in this very zone: BIND looks nowhere else', () => {
    const ns = '"@": { NS: [ns.lab.example.com, ns.example.net] }';
    expect(beside(ns, 'ns: { A: 192.0.2.1 }', 'lab.example.com')).toEqual(['2:15 target-missing']);
  });

  test('a name of a child zone is looked up in the child zone', () => {
    const mx = 'www: { MX: 10 mx.lab.example.com }';
    expect(beside(mx, 'mx: { A: 192.0.2.1 }', 'lab.example.com')).toEqual([]);
  });
});

describe('targets that look relative', () => {
  const other = 'a: { TXT: x }';
  test.each([
    ['an end that is no top-level domain', 'www: { CNAME: mail.sub }', ['2:17 ?target-looks-relative']],
    [
      'the zone twice',
      'www: { CNAME: a.example.com.example.com }',
      ['2:17 ?cname-dangling', '2:17 ?target-looks-relative'],
    ],
    ['a final dot: it is meant', 'www: { CNAME: mail.sub. }', []],
    ['a top-level domain', 'www: { CNAME: mail.dev }', []],
    ['a country', 'www: { CNAME: mail.co.uk }', []],
    ['an IDN top-level domain', 'www: { CNAME: a.рф }', []],
    ['private use', 'www: { CNAME: mail.internal }', []],
    ['a managed zone of private use', 'www: { CNAME: a.shop.example }', []],
  ])('%s', (_, here, expected) => {
    expect(beside(here, other)).toEqual(expected);
  });
});
