/** Order around aliases: a CNAME never stands beside other data or another CNAME (RFC 1034 §3.6.2, RFC 2181 §10.1). */
import type { Fqdn } from '../../model/name.ts';
import type { Change } from '../../model/plan.ts';
import { domainOf } from '../../model/zone.ts';
import { type Board, during } from './board.ts';
import { ADDRESS, type Types, typeNames, typesOf } from './side.ts';
import type { ZoneSides } from './world.ts';

/**
 * Everything else goes before an alias comes, and the alias goes before anything else comes. Where that leaves a type
 * without an answer that has one before and after (the alias leads to it), the change says so.
 */
export function orderAliases(board: Board): void {
  for (const { zone, name, changes } of board.names()) {
    const comes = changes.filter((index) => board.addedType(index) === 'CNAME');
    const goes = changes.filter((index) => board.removedType(index) === 'CNAME');
    const moves = changes.filter((index) => isAliasUpdate(board, index));
    if (comes.length + goes.length + moves.length === 0) continue;
    const are = (action: Change['action'], of = changes): number[] =>
      of.filter((index) => board.changes[index]?.action === action);
    const [deletes, creates] = [are('delete'), are('create')];
    const [alone, others] = [are('update', comes), are('update', goes)];
    board.waits.add([...comes, ...moves, ...others], deletes, 'alias');
    board.waits.add(
      creates.filter((index) => board.addedType(index) !== 'CNAME'),
      goes,
      'alias',
    );
    board.adjacent.push({ openers: deletes, closers: alone }, { openers: others, closers: creates });
    announceGap(board, zone, name, alone, deletes.length);
    announceGap(board, zone, name, others, creates.length);
  }
}

function isAliasUpdate(board: Board, index: number): boolean {
  const change = board.changes[index];
  return change?.action === 'update' && change.before.type === 'CNAME' && change.after.type === 'CNAME';
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
    if (zone.before.serverOf(name)?.kind === 'cut' || zone.after.serverOf(name)?.kind === 'cut') continue;
    const kept = typesOf(change.before.type) | typesOf(change.after.type);
    const lost: Types =
      board.world.answersOf(name, 'before') & board.world.answersOf(name, 'after') & ~kept & ~ADDRESS;
    const types = typeNames(lost);
    if (types.length === 0) continue;
    const what = change.after.type === 'CNAME' ? 'becomes an alias' : 'ceases to be an alias';
    board.announceGap(
      index,
      `${domainOf(name)} has no ${types.join(', ')} ${during(calls)} while it ${what}`,
    );
  }
}
