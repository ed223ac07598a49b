/** Keeps the two ends of a gap close: what opens it waits for all that what closes it waits for. */
import { getOrAdd } from '../grouped.ts';
import type { Board, Gap } from './board.ts';

/**
 * Without this a name could lose a part of its data to a change whose other half then waits for something far away, or
 * is not tried because that failed. Where the two cannot be held together, nothing gives way but this.
 */
export function holdTogether(board: Board): void {
  const closes = new Map<number, Gap[]>();
  for (const gap of board.adjacent)
    for (const closer of gap.closers) getOrAdd(closes, closer, () => []).push(gap);
  const needs = new Map<Gap, Set<number>>();
  for (const { change, need } of board.waits.waits) {
    for (const gap of closes.get(change) ?? []) getOrAdd(needs, gap, () => new Set()).add(need);
  }
  for (const [{ openers, closers }, found] of needs) {
    for (const own of [...openers, ...closers]) found.delete(own);
    board.waits.add(openers, [...found], 'together');
  }
}
