/** Which change must wait for which: a sparse graph over the indexes of a list of changes. */

/**
 * Why one change waits for another. Where waits form a circle, the reason that stands first here gives way: a name
 * that answers late costs less than a zone that does not load.
 */
export const WAIT_REASONS = [
  'together',
  'tidy',
  'target',
  'wildcard',
  'shadow',
  'delegation',
  'rrset',
  'alias',
] as const;
export type WaitReason = (typeof WAIT_REASONS)[number];

/** `change` waits for `need`; either may be a joint. */
export interface Wait {
  readonly change: number;
  readonly need: number;
  readonly reason: WaitReason;
}

/** From more waits than this on, sets of changes are tied by a joint. */
const MANY = 256;

export class WaitGraph {
  /** How many changes there are. */
  readonly size: number;
  readonly waits: Wait[] = [];
  /** Changes and joints: a joint is no change, but a number from `size` on that waits for one set and is waited for by another. */
  nodes: number;

  constructor(size: number) {
    this.size = size;
    this.nodes = size;
  }

  /**
   * Every one of `changes` waits for every one of `needs` but itself. Sets of any size cost no more than their sum, but
   * for what is in both.
   */
  add(changes: readonly number[], needs: readonly number[], reason: WaitReason): void {
    if (changes.length === 1 || needs.length === 1 || changes.length * needs.length <= MANY) {
      this.#addEach(changes, needs, reason);
      return;
    }
    const needed = new Set(needs);
    const joint = this.nodes++;
    this.#addEach([joint], needs, reason);
    for (const change of changes) this.#addEach([change], needed.has(change) ? needs : [joint], reason);
  }

  #addEach(changes: readonly number[], needs: readonly number[], reason: WaitReason): void {
    for (const change of changes) {
      for (const need of needs) if (need !== change) this.waits.push({ change, need, reason });
    }
  }
}
