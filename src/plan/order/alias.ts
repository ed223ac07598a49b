/** Order around aliases: a CNAME never stands beside other data or another CNAME (RFC 1034 §3.6.2, RFC 2181 §10.1). */
import type { Fqdn } from '../../model/name.ts';
import type { Change } from '../../model/plan.ts';
import { domainOf } from '../../model/zone.ts';
import { type Board, during } from './board.ts';
import { typeNames, typesOf } from './side.ts';
import type { ZoneSides } from './world.ts';

/**
 * Everything else goes before an alias comes, and the alias goes before anything else comes. Where that leaves a type
 * without an answer that has one before and after (the alias leads to it), the change says so. Only updates are looked
 * at: where something stands before and after, an alias comes, moves and goes by one (diff.ts).
 */
export function orderAliases(board: Board): void {
  for (const { zone, name, changes } of board.names()) {
    const are = (action: Change['action']): number[] =>
      changes.filter((index) => board.changes[index]?.action === action);
    const updates = are('update');
    const aliases = updates.filter((index) => board.subjectAt(index)?.type === 'CNAME');
    const comes = aliases.filter((index) => board.addedType(index) === 'CNAME');
    const goes = updates.filter((index) => board.removedType(index) === 'CNAME');
    if (aliases.length + goes.length === 0) continue;
    const [deletes, creates] = [are('delete'), are('create')];
    board.waits.add([...aliases, ...goes], deletes, 'alias');
    board.waits.add(creates, goes, 'alias');
    board.adjacent.push({ openers: deletes, closers: comes }, { openers: goes, closers: creates });
    announceGap(board, zone, name, comes, deletes.length);
    announceGap(board, zone, name, goes, creates.length);
  }
}

/** `calls` is how many other changes at the name go with the swap. */
function announceGap(
  board: Board,
  zone: ZoneSides,
  name: Fqdn,
  swaps: readonly number[],
  calls: number,
): void {
  for (const index of swaps) {
    const change = board.changes[index];
    if (change?.action !== 'update') continue;
    // At or below a delegation nobody sees what stands here.
    if ([zone.before, zone.after].some((side) => side.serverOf(name)?.kind === 'cut')) continue;
    const kept = typesOf(change.before.type) | typesOf(change.after.type);
    const types = typeNames(
      board.world.answersOf(name, 'before') & board.world.answersOf(name, 'after') & ~kept,
    );
    if (types.length === 0) continue;
    const what = change.after.type === 'CNAME' ? 'becomes an alias' : 'ceases to be an alias';
    board.announceGap(
      index,
      `${domainOf(name)} has no ${types.join(', ')} ${during(calls)} while it ${what}`,
    );
  }
}
