/** One SPF record out of several: what to write where two stand at one name. */
import type { SpfRecord } from './spf-record.ts';

/** Longer ones are no help in a message. */
const LONGEST = 200;

/**
 * The senders of all records, then the mildest 'all', so that nobody who passes now is turned away. Undefined where
 * that takes thought: mistakes, a 'redirect', or too many senders.
 */
export function mergedSpf(records: readonly SpfRecord[]): string | undefined {
  if (records.some(({ problems, redirect }) => problems.length > 0 || redirect !== undefined))
    return undefined;
  const senders = records.flatMap(({ mechanisms, all }) => mechanisms.filter((term) => term !== all));
  const ends = records.flatMap(({ all }) => all ?? []);
  const mildest = ['?', '~', '-'].find((sign) => ends.some(({ qualifier }) => qualifier === sign));
  const terms = new Set(senders.map(({ text }) => text));
  const text = `v=spf1 ${[...terms, `${mildest ?? '~'}all`].join(' ')}`;
  return text.length <= LONGEST ? text : undefined;
}
