/** Order around delegations: what they hide changes while it is hidden. */
import { type Fqdn, parentOf } from '../../model/name.ts';
import { targetOf } from '../../model/value.ts';
import { domainOf } from '../../model/zone.ts';
import { getOrAdd } from '../grouped.ts';
import { type Board, during } from './board.ts';
import { cutChange, nsChanges } from './moves.ts';
import { ADDRESS, typesOf } from './side.ts';
import type { Subtrees } from './subtrees.ts';
import type { ZoneSides } from './world.ts';

/**
 * Data at and below a delegation is not answered (RFC 1034 §4.2.1). Handing a name over, the first NS goes before all
 * other changes there; taking it back, the last NS goes after them. Only the glue does not keep to this.
 */
export function orderDelegations(board: Board, subtrees: Subtrees): void {
  const cuts = new Map<string, { zone: ZoneSides; cut: Fqdn; hidden: number[] }>();
  for (const { zone, name, changes } of board.names()) {
    for (const cut of changedCutsAbove(zone, name)) {
      const { hidden } = getOrAdd(cuts, `${zone.zone} ${cut}`, () => ({ zone, cut, hidden: [] }));
      for (const index of changes) hidden.push(index);
    }
  }
  for (const { zone, cut, hidden } of cuts.values()) {
    const added = nsChanges(board, zone, cut, 'added');
    const removed = nsChanges(board, zone, cut, 'removed');
    const glue = glueOf(board, [...added, ...removed], hidden);
    for (const index of glue) announceGap(board, subtrees, zone, cut, index);
    const others = hidden.filter((index) => !glue.has(index) && !isPlainUpdate(board, index));
    board.waits.add(others, cutChange(board, zone, cut, 'added'), 'delegation');
    board.waits.add(cutChange(board, zone, cut, 'removed'), others, 'delegation');
  }
}

/** Among some changes, the addresses that come for the hosts of NS that come, and those that go with NS that go. */
export function glueOf(
  board: Board,
  nsChanges: readonly number[],
  changes: readonly number[],
): ReadonlySet<number> {
  const hosts = { create: new Set<Fqdn | undefined>(), delete: new Set<Fqdn | undefined>() };
  for (const index of nsChanges) {
    const change = board.changes[index];
    if (change?.action !== 'create' && change?.before.type === 'NS')
      hosts.delete.add(targetOf(change.before));
    if (change?.action !== 'delete' && change?.after.type === 'NS') hosts.create.add(targetOf(change.after));
  }
  const isGlue = (index: number): boolean => {
    const change = board.changes[index];
    if (change === undefined || change.action === 'update') return false;
    const { type, name } = change.action === 'create' ? change.after : change.before;
    return (typesOf(type) & ADDRESS) !== 0 && hosts[change.action].has(name);
  };
  return new Set(changes.filter(isGlue));
}

/** Names at or above a name at which a delegation comes or goes. */
function* changedCutsAbove(zone: ZoneSides, name: Fqdn): Iterable<Fqdn> {
  const { before, after } = zone;
  if (before.cuts.size + after.cuts.size === 0) return;
  for (let at: Fqdn | undefined = name; at !== undefined && at !== zone.zone; at = parentOf(at)) {
    if (before.cuts.has(at) !== after.cuts.has(at)) yield at;
  }
}

/** Glue stands there a moment without its delegation: what a wildcard answers beside it, it hides. */
function announceGap(board: Board, subtrees: Subtrees, zone: ZoneSides, cut: Fqdn, index: number): void {
  const name = board.subjectAt(index)?.name;
  if (name === undefined) return;
  const missing = board.changes[index]?.action === 'create' ? 'before' : 'after';
  // Where the delegation is part of the branch, order/wildcard.ts says so of it.
  const branch = zone[missing].exists(cut) ? subtrees.around(zone, name, missing) : undefined;
  if (branch === undefined) return;
  const what = `${domainOf(branch.root)} and the names below it may have no answer of any type`;
  board.announceGap(
    index,
    `${what} ${during(1)}: the delegation of ${domainOf(cut)} needs its address meanwhile`,
  );
}

/** Another ttl or value of the same type: the name answers as before. */
function isPlainUpdate(board: Board, index: number): boolean {
  return (
    isUpdate(board, index) && board.addedType(index) === undefined && board.subjectAt(index)?.type !== 'CNAME'
  );
}

function isUpdate(board: Board, index: number): boolean {
  return board.changes[index]?.action === 'update';
}
