/** Which change must wait for which: a sparse graph over the indexes of a list of changes. */

/**
 * Why one change waits for another. Where waits form a circle, the reason that stands first here gives way: a name
 * that answers late costs less than a zone that does not load.
 */
export const WAIT_REASONS = ['tidy', 'target', 'wildcard', 'shadow', 'delegation', 'rrset', 'alias'] as const;
export type WaitReason = (typeof WAIT_REASONS)[number];

/** `change` waits for `need`. */
export interface Wait {
  readonly change: number;
  readonly need: number;
  readonly reason: WaitReason;
}

/** From more waits than this on, the last need stands for all of them. */
const MANY = 256;

export class WaitGraph {
  readonly waits: Wait[] = [];

  /**
   * Every one of `changes` waits for every one of `needs` but itself. Where that would be very many waits, the last
   * need is made to wait for the others and stands for all: sets of any size cost no more than their sum.
   */
  add(changes: readonly number[], needs: readonly number[], reason: WaitReason): void {
    const last = needs.at(-1);
    if (last === undefined) return;
    if (changes.length > 1 && needs.length > 1 && changes.length * needs.length > MANY) {
      this.add([last], needs.slice(0, -1), reason);
      this.add(changes, [last], reason);
      return;
    }
    for (const change of changes) {
      for (const need of needs) if (need !== change) this.waits.push({ change, need, reason });
    }
  }
}
