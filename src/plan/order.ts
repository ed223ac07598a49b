/** Brings all changes of all zones into an order in which no name loses its answer on the way (dns-rules section 7). */
import { type Change, type Step, subjectOf } from '../model/plan.ts';
import { compareNames, compareRecords, compareText } from '../model/record.ts';
import { domainOf } from '../model/zone.ts';
import { orderAliases } from './order/alias.ts';
import { Board, during } from './order/board.ts';
import { orderDelegations } from './order/delegation.ts';
import type { Wait } from './order/graph.ts';
import { orderRrsets } from './order/rrset.ts';
import { orderShadows } from './order/shadow.ts';
import { sortByNeed } from './order/sort.ts';
import { Subtrees } from './order/subtrees.ts';
import { orderTargets } from './order/targets.ts';
import { holdTogether } from './order/together.ts';
import { orderWildcards } from './order/wildcard.ts';
import type { ZoneRecords } from './order/world.ts';

export type { ZoneRecords } from './order/world.ts';

/**
 * The changes as steps: each stands after those it must wait for, and otherwise by zone, record and action. After every
 * set of steps that holds all each of its steps waits for, promise 2 of design section 1 holds, but for what the steps
 * announce as `gap`. `zones` are both sides of all planned zones, unmanaged records included.
 */
export function orderChanges(changes: readonly Change[], zones: readonly ZoneRecords[]): readonly Step[] {
  const board = new Board(sortByRecord(changes), zones);
  const subtrees = new Subtrees(board);
  orderRrsets(board);
  orderAliases(board);
  orderDelegations(board, subtrees);
  const handovers = orderWildcards(board, subtrees);
  orderShadows(board);
  orderTargets(board, subtrees, handovers);
  holdTogether(board);
  const { order, needs, dropped } = sortByNeed(board.waits);
  for (const wait of dropped) announceCircle(board, wait);
  const place = new Map(order.map((index, at) => [index, at]));
  return order.flatMap((index) => {
    const change = board.changes[index];
    if (change === undefined) return [];
    const gap = board.gapOf(index);
    const dependsOn = (needs[index] ?? []).map((need) => place.get(need) ?? 0).sort((a, b) => a - b);
    return { change: gap === undefined ? change : { ...change, gap }, dependsOn };
  });
}

/** A wait that gave way leaves a moment between two calls that nothing covers. */
function announceCircle(board: Board, { change, need, reason }: Wait): void {
  if (reason === 'tidy' || reason === 'together') return;
  // One of the two may be a joint, which is no change.
  const changes = [change, need].filter((index) => board.changes[index] !== undefined);
  const [first] = changes;
  const sets = changes.flatMap((index) => {
    const record = board.subjectAt(index);
    return record === undefined ? [] : [`${domainOf(record.name)} (${record.type})`];
  });
  const who = [...new Set(sets)].join(' or ');
  if (first !== undefined) {
    board.announceGap(first, `${who} may have no answer ${during(1)}: two changes wait for each other`);
  }
}

const ACTIONS = ['create', 'update', 'delete'] as const;

/** Zone, then record, then action, then uuid: an order that depends on the changes alone. Each name is compared once. */
function sortByRecord(changes: readonly Change[]): Change[] {
  const names = [...new Set(changes.map((change) => subjectOf(change).name))].sort(compareNames);
  const rankOf = new Map(names.map((name, rank) => [name, rank]));
  const rank = (change: Change): number => rankOf.get(subjectOf(change).name) ?? 0;
  return [...changes].sort(
    (a, b) =>
      compareText(a.zone, b.zone) ||
      rank(a) - rank(b) ||
      compareRecords(subjectOf(a), subjectOf(b)) ||
      ACTIONS.indexOf(a.action) - ACTIONS.indexOf(b.action) ||
      compareText(idOf(a), idOf(b)),
  );
}

function idOf(change: Change): string {
  return change.action === 'create' ? '' : change.before.id;
}
