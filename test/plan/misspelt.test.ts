import { expect, test } from 'vitest';
import type { Fqdn } from '../../src/model/name.ts';
import { findMisspelt } from '../../src/plan/misspelt.ts';

test.each([
  ['exmaple.com.', 'example.com.', true, 'two neighbours swapped'],
  ['exampl.com.', 'example.com.', true, 'a letter left out'],
  ['eexample.com.', 'example.com.', true, 'a letter too many'],
  ['exanple.com.', 'example.com.', true, 'another letter'],
  ['xample.com.', 'example.com.', true, 'the first letter left out'],
  ['example.co.', 'example.com.', true, 'the last letter left out'],
  ['example.org.', 'example.com.', false, 'three letters'],
  ['xample.comm.', 'example.com.', false, 'two letters that share what is left of them'],
])('%s is near %s: %s (%s)', (name, live, near) => {
  const found = findMisspelt([name as Fqdn], ['zone.test.', live] as Fqdn[]);
  expect(found.get(name as Fqdn)).toBe(near ? live : undefined);
});

test('of two live zones that are as near the first by name is meant, whatever the order', () => {
  const [near, other] = ['examplea.com.', 'exampleb.com.'] as Fqdn[] as [Fqdn, Fqdn];
  for (const live of [
    [near, other],
    [other, near],
  ])
    expect([...findMisspelt(['example.com.' as Fqdn], live)]).toEqual([['example.com.', near]]);
});

test('5,000 new zones against 5,000 live ones take no quadratic time', () => {
  const names = (word: string) => Array.from({ length: 5000 }, (_, i) => `${word}${i}${i}${i}.test.` as Fqdn);
  const start = performance.now();
  expect(findMisspelt(names('new'), names('old')).size).toBe(0);
  expect(performance.now() - start).toBeLessThan(10_000);
});
