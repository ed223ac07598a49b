/** Spreads zones over several jobs: by a hash of the name alone, so that a new zone moves no other one. */
import { createHash } from 'node:crypto';
import type { Fqdn } from '../model/name.ts';

/** The `index`th (from 1) of `count` parts. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** As many as GitHub runs jobs of one matrix. */
const MOST_SHARDS = 256;

/** `2/5`. */
export function readShard(text: string): Shard | { readonly problem: string } {
  const [, index, count] = /^(\d{1,3})\/(\d{1,3})$/.exec(text) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  const isOne = shard.index >= 1 && shard.index <= shard.count && shard.count <= MOST_SHARDS;
  return isOne
    ? shard
    : { problem: `'${text}' is no shard; write 2/5 for the second of five (at most ${MOST_SHARDS}).` };
}

export function isInShard(zone: Fqdn, { index, count }: Shard): boolean {
  return createHash('sha256').update(zone).digest().readUInt32BE(0) % count === index - 1;
}
