/** Order within one name: no RRset is ever empty that holds something before and after, nor is a name without an address. */
import { identityOf, type RecordType } from '../../model/record.ts';
import { getOrAdd, groupBy } from '../grouped.ts';
import type { Board } from './board.ts';

/**
 * What is deleted waits for what is created and changed in its RRset; the last address of one family for those of
 * the other. The record that says 'none' (`.`, RFC 7505 §3, RFC 2782) stands alone: it comes after all deletes of its
 * set and goes before all creates. Of a record that stands twice the copy goes before the other changes, or the name
 * would hold old and new at once.
 */
export function orderRrsets(board: Board): void {
  for (const { changes } of board.names()) {
    const sets = new Map<RecordType, RrsetChanges>();
    const setOf = (type: RecordType): RrsetChanges =>
      getOrAdd(sets, type, () => ({ deletes: [], stays: [], others: [], toNone: [], fromNone: [] }));
    const copies = orderCopies(board, changes);
    for (const index of changes) {
      const change = board.changes[index];
      if (change === undefined) continue;
      if (copies.has(index)) continue;
      if (change.action === 'delete') {
        setOf(change.before.type).deletes.push(index);
        continue;
      }
      const set = setOf(change.after.type);
      set.stays.push(index);
      const wasNone = change.action === 'update' && saysNone(change.before);
      if (wasNone && !saysNone(change.after)) set.fromNone.push(index);
      else set.others.push(index);
      if (change.action === 'update' && !wasNone && saysNone(change.after)) set.toNone.push(index);
    }
    for (const [type, { deletes, stays, others, toNone, fromNone }] of sets) {
      // An alias is alone at its name: order/alias.ts.
      if (type === 'CNAME') continue;
      if (toNone.length > 0) board.waits.add(toNone, deletes, 'rrset');
      else board.waits.add(deletes, stays, 'rrset');
      board.waits.add(others, fromNone, 'rrset');
    }
    const [a, aaaa] = [sets.get('A'), sets.get('AAAA')];
    if (a !== undefined && aaaa !== undefined) {
      board.waits.add(a.deletes, aaaa.stays, 'rrset');
      board.waits.add(aaaa.deletes, a.stays, 'rrset');
    }
  }
}

/** The deletes of what an update changes too, as it stands twice; each such update waits for them. */
function orderCopies(board: Board, changes: readonly number[]): ReadonlySet<number> {
  const identityBefore = (index: number, action: 'delete' | 'update'): string | undefined => {
    const change = board.changes[index];
    return change?.action === action ? identityOf(change.before) : undefined;
  };
  const updates = groupBy(changes, (index) => identityBefore(index, 'update'));
  const copies = groupBy(changes, (index) => {
    const identity = identityBefore(index, 'delete');
    return identity !== undefined && updates.has(identity) ? identity : undefined;
  });
  for (const [identity, deletes] of copies) board.waits.add(updates.get(identity) ?? [], deletes, 'rrset');
  return new Set([...copies.values()].flat());
}

interface RrsetChanges {
  readonly deletes: number[];
  /** Creates and updates: what stands afterwards. */
  readonly stays: number[];
  /** Those but the ones from none. */
  readonly others: number[];
  readonly toNone: number[];
  readonly fromNone: number[];
}

function saysNone(record: { readonly type: RecordType; readonly value: string }): boolean {
  return (
    (record.type === 'MX' && record.value === '.') || (record.type === 'SRV' && / \.$/.test(record.value))
  );
}
