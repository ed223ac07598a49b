/** Which changes make a name answer more, and which less, whoever answers for it: its own records, a wildcard, a delegation. */
import type { Fqdn } from '../../model/name.ts';
import type { RecordType } from '../../model/record.ts';
import type { Board } from './board.ts';
import { ADDRESS, type Types, typesOf } from './side.ts';
import type { Subtrees } from './subtrees.ts';
import type { When, ZoneSides } from './world.ts';

/** At one owner: the changes that bring one of some types where it held none, or lead its alias elsewhere. */
export function gainsAt(board: Board, zone: ZoneSides, owner: Fqdn, types: Types): number[] {
  return board.changesAt(zone, owner).filter((index) => {
    const change = board.changes[index];
    if (change?.action === 'create')
      return isOneOf(change.after.type, types) && !holds(zone, 'before', owner, change.after.type);
    return types !== 0 && leadsElsewhere(board, index);
  });
}

/** At one owner: the changes that take away one of some types, of which none will be left, or lead its alias elsewhere. */
export function lossesAt(board: Board, zone: ZoneSides, owner: Fqdn, types: Types): number[] {
  return board.changesAt(zone, owner).filter((index) => {
    const change = board.changes[index];
    if (change?.action === 'delete')
      return isOneOf(change.before.type, types) && !holds(zone, 'after', owner, change.before.type);
    return types !== 0 && leadsElsewhere(board, index);
  });
}

/** The change with which a delegation comes, the first of its NS, or goes, the last; none where it stays. */
export function cutChange(board: Board, zone: ZoneSides, cut: Fqdn, what: 'added' | 'removed'): number[] {
  if (zone.before.cuts.has(cut) === zone.after.cuts.has(cut)) return [];
  const ns = nsChanges(board, zone, cut, what);
  // An alias that becomes an NS, or the other way, does so before the NS to come and after the NS to go.
  const swap = ns.find((index) => board.changes[index]?.action === 'update');
  const [edge] = what === 'added' ? ns : ns.slice(-1);
  return [swap ?? edge].filter((index) => index !== undefined);
}

/** The changes that bring or take away NS at a name. */
export function nsChanges(board: Board, zone: ZoneSides, name: Fqdn, what: 'added' | 'removed'): number[] {
  const typeOf = (index: number) => (what === 'added' ? board.addedType(index) : board.removedType(index));
  return board.changesAt(zone, name).filter((index) => typeOf(index) === 'NS');
}

/** The changes by which a name comes to find some types that it finds afterwards. */
export function gainsOf(board: Board, subtrees: Subtrees, name: Fqdn, types: Types): number[] {
  const zone = board.world.zoneOf(name);
  const [before, after] = [zone?.before.serverOf(name), zone?.after.serverOf(name)];
  if (zone === undefined || after === undefined) return [];
  if (after.kind === 'cut') return cutChange(board, zone, after.name, 'added');
  // What a delegation hid is there before it goes: order/delegation.ts.
  if (before?.kind === 'cut') return cutChange(board, zone, before.name, 'removed');
  const branch = after.kind === 'wildcard' ? subtrees.around(zone, name, 'after') : undefined;
  return [...gainsAt(board, zone, after.name, types), ...(branch?.changes ?? [])];
}

/** The changes by which a name ceases to find some types that it finds before. */
export function lossesOf(board: Board, subtrees: Subtrees, name: Fqdn, types: Types): number[] {
  const zone = board.world.zoneOf(name);
  const [before, after] = [zone?.before.serverOf(name), zone?.after.serverOf(name)];
  if (zone === undefined || before === undefined) return [];
  if (before.kind === 'cut') return cutChange(board, zone, before.name, 'removed');
  if (after?.kind === 'cut') return cutChange(board, zone, after.name, 'added');
  const branch = before.kind === 'wildcard' ? subtrees.around(zone, name, 'before') : undefined;
  return [...lossesAt(board, zone, before.name, types), ...(branch?.changes ?? [])];
}

/** An alias bears on all types. */
function isOneOf(type: RecordType, types: Types): boolean {
  return (type === 'CNAME' ? types : typesOf(type) & types) !== 0;
}

function holds(zone: ZoneSides, when: When, owner: Fqdn, type: string): boolean {
  return ((zone[when].dataAt(owner)?.types ?? 0) & typesOf(type) & ~ADDRESS) !== 0;
}

/** An update to or from an alias, or of an alias. */
function leadsElsewhere(board: Board, index: number): boolean {
  const change = board.changes[index];
  if (change?.action !== 'update') return false;
  if (change.before.type !== change.after.type) return true;
  return change.after.type === 'CNAME' && change.before.value !== change.after.value;
}
