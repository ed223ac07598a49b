/** Order between names: what is pointed at is there before it is pointed at, and goes when the last pointer has left it. */
import { type Fqdn, isWildcard } from '../../model/name.ts';
import type { DnsRecord } from '../../model/record.ts';
import { targetOf } from '../../model/value.ts';
import { getOrAdd } from '../grouped.ts';
import type { Board } from './board.ts';
import type { WaitReason } from './graph.ts';
import { gainsAt, gainsOf, lossesAt, lossesOf } from './moves.ts';
import { ADDRESS, type Types, typesOf } from './side.ts';
import type { Subtree, Subtrees } from './subtrees.ts';
import type { Handover } from './wildcard.ts';
import type { World } from './world.ts';

/**
 * A pointer that comes waits for what its target gains; what a target loses waits for the pointers that go. Aliases are
 * followed as far as they do not change themselves. An alias besides waits for the aliases it will lead to, so that no
 * circle forms on the way: whatever has moved leads only to what has moved too, or stays. The hosts of MX, NS and SRV
 * are no aliases while they are pointed at (RFC 2181 §10.3, RFC 2782). A name that is handed over by an alias wildcard, or
 * to one, leaves or gets the wildcard's target.
 */
export function orderTargets(board: Board, subtrees: Subtrees, handovers: readonly Handover[]): void {
  const targets = new Targets(board, subtrees);
  for (const { index, owner, alias, missing } of handovers) {
    if (missing === 'before') targets.aliasGoes(index, owner, alias);
    else targets.aliasComes(index, owner, alias);
  }
  for (const [index, change] of board.changes.entries()) {
    const from = change.action === 'create' ? undefined : change.before;
    const to = change.action === 'delete' ? undefined : change.after;
    const [left, reached] = [from && targetOf(from), to && targetOf(to)];
    if (left === reached && from?.type === to?.type) continue;
    if (reached !== undefined) {
      if (to?.type === 'CNAME') targets.aliasComes(index, to.name, reached);
      else targets.pointerComes(index, reached, isNameServer(change.zone, to) ? 'alias' : 'target');
    }
    if (left !== undefined) {
      if (from?.type === 'CNAME') targets.aliasGoes(index, from.name, left);
      else targets.pointerGoes(index, left, isNameServer(change.zone, from) ? 'alias' : 'target');
    }
  }
  targets.write();
}

/** A name server of the zone itself: without an address, or as an alias, it makes BIND refuse the zone (dns-rules 3.2). */
function isNameServer(zone: Fqdn, record: DnsRecord | undefined): boolean {
  return record?.type === 'NS' && record.name === zone;
}

const ALIAS = typesOf('CNAME');

/** What a pointer has to do with: what its target answers, where it leads as an alias, and whether it is one. */
interface Note {
  readonly target: Fqdn;
  readonly part:
    | 'gains'
    | 'losses'
    | 'host-gains'
    | 'host-losses'
    | 'leads-new'
    | 'leads-old'
    | 'alias-comes'
    | 'alias-goes';
  readonly types: Types;
  readonly reason: WaitReason;
}

/** By note, so that a target of very many pointers is looked at once. */
type Notes = Map<string, Note & { readonly pointers: number[] }>;

class Targets {
  readonly #board: Board;
  readonly #world: World;
  readonly #subtrees: Subtrees;
  readonly #comes: Notes = new Map();
  readonly #goes: Notes = new Map();

  constructor(board: Board, subtrees: Subtrees) {
    this.#board = board;
    this.#world = board.world;
    this.#subtrees = subtrees;
  }

  aliasComes(index: number, owner: Fqdn, name: Fqdn): void {
    let first = true;
    for (const target of this.#world.chainFrom(name, 'after')) {
      if (
        first &&
        this.#world.aliasOf(target, 'before') !== undefined &&
        !this.#world.keepsAlias(target) &&
        this.#world.mayLeadTo(name, owner)
      ) {
        this.#note(this.#comes, { target, part: 'leads-old', types: ALIAS, reason: 'alias' }, index);
        this.#note(this.#comes, { target, part: 'leads-new', types: ALIAS, reason: 'tidy' }, index);
      }
      const types = this.#world.answersOf(target, 'after') & ~this.#world.answersOf(target, 'before');
      const reason = this.#reason(owner, types);
      if (first || reason === 'target')
        this.#note(this.#comes, { target, part: 'gains', types, reason }, index);
      if (!this.#world.keepsAlias(target)) first = false;
    }
  }

  aliasGoes(index: number, owner: Fqdn, name: Fqdn): void {
    let first = true;
    for (const target of this.#world.chainFrom(name, 'before')) {
      const types = this.#world.answersOf(target, 'before') & ~this.#world.answersOf(target, 'after');
      const reason = this.#reason(owner, types);
      if (first || reason === 'target')
        this.#note(this.#goes, { target, part: 'losses', types, reason }, index);
      if (!this.#world.keepsAlias(target)) first = false;
    }
  }

  pointerComes(index: number, target: Fqdn, reason: WaitReason): void {
    if (!this.#world.hasAddress(target, 'before') && this.#world.hasAddress(target, 'after')) {
      this.#note(this.#comes, { target, part: 'host-gains', types: ADDRESS, reason }, index);
    }
    if (
      this.#world.aliasOf(target, 'before') !== undefined &&
      this.#world.aliasOf(target, 'after') === undefined
    ) {
      this.#note(this.#comes, { target, part: 'alias-goes', types: ALIAS, reason: 'alias' }, index);
    }
  }

  pointerGoes(index: number, target: Fqdn, reason: WaitReason): void {
    if (this.#world.hasAddress(target, 'before') && !this.#world.hasAddress(target, 'after')) {
      this.#note(this.#goes, { target, part: 'host-losses', types: ADDRESS, reason }, index);
    }
    if (
      this.#world.aliasOf(target, 'before') === undefined &&
      this.#world.aliasOf(target, 'after') !== undefined
    ) {
      this.#note(this.#goes, { target, part: 'alias-comes', types: ALIAS, reason: 'alias' }, index);
    }
  }

  write(): void {
    const { waits } = this.#board;
    for (const note of this.#comes.values()) {
      waits.add(this.#outsideBranch(note), this.#changesOf(note), note.reason);
    }
    for (const note of this.#goes.values()) {
      waits.add(this.#changesOf(note), this.#outsideBranch(note), note.reason);
    }
  }

  #note(notes: Notes, note: Note, pointer: number): void {
    if (note.types === 0) return;
    const key = Object.values(note).join(' ');
    getOrAdd(notes, key, () => ({ ...note, pointers: [] })).pointers.push(pointer);
  }

  #changesOf({ target, part, types }: Note): readonly number[] {
    const zone = this.#world.zoneOf(target);
    if (zone === undefined) return [];
    const branch = this.#branchOf({ target, part });
    if (branch !== undefined) return branch.changes.slice(0, 1);
    switch (part) {
      case 'losses':
      case 'leads-old':
        return lossesOf(this.#board, this.#subtrees, target, types);
      case 'gains':
      case 'leads-new':
        return gainsOf(this.#board, this.#subtrees, target, types);
      case 'alias-goes':
        return lossesOf(this.#board, this.#subtrees, target, types).filter(
          (index) => !this.#isAliasUpdate(index),
        );
      case 'alias-comes':
        return gainsOf(this.#board, this.#subtrees, target, types).filter(
          (index) => !this.#isAliasUpdate(index),
        );
      // Glue counts though it is hidden by the delegation it serves.
      case 'host-gains':
        return this.#world.ownsAddress(target, 'after')
          ? gainsAt(this.#board, zone, target, types)
          : gainsOf(this.#board, this.#subtrees, target, types);
      case 'host-losses':
        return this.#world.ownsAddress(target, 'before')
          ? lossesAt(this.#board, zone, target, types)
          : lossesOf(this.#board, this.#subtrees, target, types);
    }
  }

  /** Where an alias leads elsewhere, it was one and stays one. */
  #isAliasUpdate(index: number): boolean {
    const change = this.#board.changes[index];
    return change?.action === 'update' && change.before.type === change.after.type;
  }

  /** The branch whose coming takes the target from a wildcard's alias, or whose going leaves it to one. */
  #branchOf({ target, part }: Pick<Note, 'target' | 'part'>): Subtree | undefined {
    const zone = this.#world.zoneOf(target);
    if (zone === undefined) return undefined;
    if (part === 'leads-old' || part === 'alias-goes') return this.#subtrees.around(zone, target, 'before');
    return part === 'alias-comes' ? this.#subtrees.around(zone, target, 'after') : undefined;
  }

  /** Pointers within such a branch are part of its coming and going, and need not wait for it. */
  #outsideBranch(note: Note & { readonly pointers: readonly number[] }): readonly number[] {
    const branch = this.#branchOf(note);
    if (branch === undefined) return note.pointers;
    const within = new Set(branch.changes);
    return note.pointers.filter((index) => !within.has(index));
  }

  /** A pointer whose own answer hangs on it must wait, and a wildcard, for what others take from it; others only should. */
  #reason(owner: Fqdn, moved: Types): WaitReason {
    if (moved !== 0 && isWildcard(owner)) return 'target';
    const kept = this.#world.answersOf(owner, 'before') & this.#world.answersOf(owner, 'after');
    return (kept & moved) === 0 ? 'tidy' : 'target';
  }
}
