/** Keeps an alias wildcard from catching, for a moment, names that it answers for neither before nor after. */
import { type Fqdn, parentOf } from '../../model/name.ts';
import type { RecordType } from '../../model/record.ts';
import { getOrAdd } from '../grouped.ts';
import type { Board } from './board.ts';
import type { When, ZoneSides } from './world.ts';

/**
 * A name that is caught by a wildcard becomes an alias: what points at it may then run in a circle, or be a host that
 * must be none. Hence such a wildcard comes when what is to stand beside it is there, goes before the last of that
 * goes, and no name beside it ceases to exist on the way.
 */
export function orderShadows(board: Board): void {
  const branches = new Map<string, Branch>();
  for (const { zone, name, changes } of board.names()) {
    const { before, after } = zone;
    if (before.aliasWildcards.size + after.aliasWildcards.size === 0) continue;
    for (let at: Fqdn | undefined = name; at !== undefined && at !== zone.zone; at = parentOf(at)) {
      const wildcard = `*.${parentOf(at)}` as Fqdn;
      if (at === wildcard) continue;
      if (!before.aliasWildcards.has(wildcard) && !after.aliasWildcards.has(wildcard)) continue;
      const root = at;
      const branch = getOrAdd(branches, `${zone.zone} ${root}`, () => ({
        zone,
        root,
        wildcard,
        changes: [],
      }));
      for (const index of changes) branch.changes.push(index);
    }
  }
  for (const branch of branches.values()) orderBranch(board, branch);
}

/** A name beside an alias wildcard, with all changes at and below it. */
interface Branch {
  readonly zone: ZoneSides;
  readonly root: Fqdn;
  readonly wildcard: Fqdn;
  readonly changes: number[];
}

function orderBranch(board: Board, { zone, root, wildcard, changes }: Branch): void {
  const creates = changes.filter((index) => board.changes[index]?.action === 'create');
  const deletes = changes.filter((index) => board.changes[index]?.action === 'delete');
  // Other data first: aliases wait for more.
  const create = creates.find((index) => board.addedType(index) !== 'CNAME') ?? creates[0];
  const remove = deletes.findLast((index) => board.removedType(index) !== 'CNAME') ?? deletes.at(-1);
  const [existed, exists] = [zone.before.exists(root), zone.after.exists(root)];
  const atWildcard = board.changesAt(zone, wildcard);
  const comes = atWildcard.filter((index) => typeAt(board, index, 'after') === 'CNAME');
  const goes = atWildcard.filter((index) => typeAt(board, index, 'before') === 'CNAME');
  if (exists && create !== undefined) board.waits.add(comes, [create], 'shadow');
  if (!existed || remove === undefined) return;
  const stays = exists && zone.before.aliasWildcards.has(wildcard) && zone.after.aliasWildcards.has(wildcard);
  if (!stays) board.waits.add([remove], goes, 'shadow');
  else if (create !== undefined) board.waits.add([remove], [create], 'shadow');
}

function typeAt(board: Board, index: number, when: When): RecordType | undefined {
  const change = board.changes[index];
  if (when === 'before') return change?.action === 'create' ? undefined : change?.before.type;
  return change?.action === 'delete' ? undefined : change?.after.type;
}
