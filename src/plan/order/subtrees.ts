/** Branches of a zone that appear or vanish below a live wildcard: where one answer takes over from another. */
import { type Fqdn, parentOf } from '../../model/name.ts';
import { getOrAdd } from '../grouped.ts';
import type { Board } from './board.ts';
import type { When, ZoneSides } from './world.ts';

/**
 * A branch that exists on one side only, whose names a wildcard answers for on the other. With its first record the
 * wildcard ceases to answer for all of it, and answers again only once the last is gone (RFC 4592 §2.2.2, §3.3.1).
 */
export interface Subtree {
  readonly zone: ZoneSides;
  /** Its topmost name. */
  readonly root: Fqdn;
  readonly wildcard: Fqdn;
  /** The side on which nothing of the branch exists: before, where it appears; after, where it vanishes. */
  readonly missing: When;
  /** The changes that make it, or take it away. */
  readonly changes: number[];
}

/** All such branches, to be found by any name in them. */
export class Subtrees {
  readonly #byRoot = { before: new Map<string, Subtree>(), after: new Map<string, Subtree>() };

  constructor(board: Board) {
    for (const { zone, name, changes } of board.names()) {
      for (const missing of ['before', 'after'] as const) {
        const root = missingRoot(zone, name, missing);
        if (root === undefined) continue;
        const wildcard = `*.${parentOf(root)}` as Fqdn;
        if (zone[missing].dataAt(wildcard) === undefined) continue;
        const key = keyOf(zone, root);
        const subtree = getOrAdd(this.#byRoot[missing], key, () => ({
          zone,
          root,
          wildcard,
          missing,
          changes: [],
        }));
        for (const index of changes) subtree.changes.push(index);
      }
    }
  }

  all(): readonly Subtree[] {
    return [...this.#byRoot.before.values(), ...this.#byRoot.after.values()];
  }

  /** The branch a name is in that is missing on one side. */
  around(zone: ZoneSides, name: Fqdn, missing: When): Subtree | undefined {
    const root = missingRoot(zone, name, missing);
    return root === undefined ? undefined : this.#byRoot[missing].get(keyOf(zone, root));
  }
}

/** The topmost name, the given one or above it, that does not exist on a side; only of interest where wildcards are. */
function missingRoot(zone: ZoneSides, name: Fqdn, when: When): Fqdn | undefined {
  const side = zone[when];
  if (!side.hasWildcards) return undefined;
  let root: Fqdn | undefined;
  for (let at: Fqdn | undefined = name; at !== undefined && !side.exists(at); at = parentOf(at)) root = at;
  return root;
}

function keyOf(zone: ZoneSides, root: Fqdn): string {
  return `${zone.zone} ${root}`;
}
