/** A plan that was saved: the most that an apply may do by it, and what tells whether it still may. */
import { createHash } from 'node:crypto';
import type { Change, ZonePlan } from './plan.ts';

export interface SavedPlan {
  /** Scheme, host and port of the API that live was read from. */
  readonly apiOrigin: string;
  /** Whose zones these are, where the service told. */
  readonly account?: string;
  /** ISO 8601. */
  readonly createdAt: string;
  /** The texts of `--target`; absent where the plan was for whole zones. */
  readonly targets?: readonly string[];
  readonly zones: readonly SavedZone[];
  /** All changes of all zones, in the order of the plan. */
  readonly steps: readonly { readonly change: Change }[];
  /** Zones that could not be planned: nothing is permitted there. */
  readonly unplanned: readonly string[];
}

export type SavedZone = Pick<ZonePlan, 'name' | 'id' | 'action' | 'liveHash' | 'desiredHash'>;

/** What a plan's JSON holds beside the plan where it is saved: enough to plan the same again, and to see a slip of an editor. */
export interface SavedMark {
  readonly createdAt: string;
  readonly targets?: readonly string[];
  readonly digest: string;
}

/**
 * sha256, in hex, over the JSON of a saved plan but for the digest itself. It tells of a file that was edited or cut,
 * not of one that was forged: whoever forges one gains nothing, for no operation is ever taken from it.
 */
export function digestOf(json: { readonly saved: Omit<SavedMark, 'digest'> }): string {
  const { digest: _, ...saved } = json.saved as SavedMark;
  return createHash('sha256')
    .update(JSON.stringify({ ...json, saved }))
    .digest('hex');
}
