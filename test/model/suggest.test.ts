import { describe, expect, test } from 'vitest';
import { closest, slipsBetween } from '../../src/model/suggest.ts';

describe('closest', () => {
  test.each([
    ['recrods', ['records', 'ttl', 'zone'], 'records', 'two neighbours swapped'],
    ['record', ['records', 'ttl'], 'records', 'a letter left out'],
    ['reccords', ['records', 'ttl'], 'records', 'a letter too many'],
    ['TTL', ['ttl'], 'ttl', 'another case'],
    ['exmaple.con', ['example.com', 'example.org'], 'example.com', 'two slips in a long word'],
    ['AAA', ['A', 'AAAA', 'CAA'], 'AAAA', 'equally near: the first in text order'],
  ])('%s among %j is %s (%s)', (word, candidates, expected) => {
    expect(closest(word, candidates)).toBe(expected);
    expect(closest(word, candidates.toReversed())).toBe(expected);
  });

  test.each([
    ['ttl', ['zone', 'records'], 'nothing near'],
    ['MX', ['TXT', 'SRV'], 'two slips in a short word'],
    ['example.com', [], 'no candidates'],
  ])('%s among %j is nothing (%s)', (word, candidates) => {
    expect(closest(word, candidates)).toBeUndefined();
  });

  test('names of object members are ordinary words', () => {
    expect(closest('__proto_', ['__proto__', 'constructor'])).toBe('__proto__');
  });

  test('a word of 100,000 characters against one like it takes no quadratic time', () => {
    const long = 'a'.repeat(100_000);
    expect(closest(`${long}b`, [`${long}c`])).toBe(`${long}c`);
    expect(closest(`b${long}`, [`${long}cc`])).toBeUndefined();
  });
});

describe('slipsBetween', () => {
  test.each([
    ['', '', 2, 0],
    ['ab', 'ba', 2, 1],
    ['abc', 'bcd', 2, 2],
    ['kitten', 'sitting', 3, 3],
    ['kitten', 'sitting', 2, undefined],
    ['abc', 'abc', 0, 0],
  ])('%j and %j, at most %i: %s', (a, b, most, expected) => {
    expect(slipsBetween(a, b, most)).toBe(expected);
    expect(slipsBetween(b, a, most)).toBe(expected);
  });
});
