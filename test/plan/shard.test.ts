/** Shards: every zone in exactly one, the same whoever asks and whatever else there is, and spread evenly. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fqdn } from '../../src/model/name.ts';
import { isInShard, readShard, type Shard } from '../../src/plan/shard.ts';

const parts = (count: number): Shard[] => Array.from({ length: count }, (_, i) => ({ index: i + 1, count }));

describe('a shard', () => {
  it('holds a zone that no other one holds', () => {
    fc.assert(
      fc.property(fc.domain(), fc.integer({ min: 1, max: 256 }), (domain, count) => {
        expect(parts(count).filter((shard) => isInShard(`${domain}.` as Fqdn, shard))).toHaveLength(1);
      }),
    );
  });

  it('holds about its share of 5,000 zones', () => {
    const zones = Array.from({ length: 5000 }, (_, i) => `customer-${i}.example.` as Fqdn);
    for (const shard of parts(10)) {
      const held = zones.filter((zone) => isInShard(zone, shard)).length;
      expect(held).toBeGreaterThan(400);
      expect(held).toBeLessThan(600);
    }
  });

  it('is for ever the one it was: jobs of two versions may run beside each other', () => {
    const shardOf = (zone: string): number =>
      parts(5).find((shard) => isInShard(zone as Fqdn, shard))?.index ?? 0;
    // The first 4 octets of sha256 as sha256sum prints it, modulo 5, plus 1.
    expect(['example.com.', 'example.net.', 'example.org.'].map(shardOf)).toEqual([4, 3, 4]);
  });

  it.each([
    ['1/1', { index: 1, count: 1 }],
    ['2/5', { index: 2, count: 5 }],
    ['5/5', { index: 5, count: 5 }],
    ['12/100', { index: 12, count: 100 }],
    ['256/256', { index: 256, count: 256 }],
  ])('is %s', (text, shard) => {
    expect(readShard(text)).toEqual(shard);
  });

  it('that is none is refused with one that is', () => {
    expect(readShard('5')).toEqual({
      problem: "'5' is no shard; write 2/5 for the second of five (at most 256).",
    });
  });

  it.each(['0/5', '6/5', '1/0', '1', '1/257', '-1/5', 'a/b', '1/5/9', ''])('is not %j', (text) => {
    expect(readShard(text)).toHaveProperty('problem');
  });
});
