/** A plan that people have reviewed, as its marker keeps it, and what may be applied by it. */
import type { Fqdn } from './name.ts';
import type { Change } from './plan.ts';

/** What stands in the last line of a comment, hidden: enough to hold a later plan against the one that was shown. */
export interface PlanMarker {
  /** Tells the comments of several configurations in one repository apart. */
  readonly key: string;
  /** The commit that was planned: the head of the pull request. */
  readonly sha: string;
  /** sha256 over all operations, in hex. */
  readonly plan: string;
  /** sha256 over what the files of the planned zones say. */
  readonly desired: string;
  /** sha256 over what stood live in them. */
  readonly live: string;
  /** A digest for each operation; null where there are more than {@link MOST_OPERATIONS}. */
  readonly ops: readonly string[] | null;
  readonly state: 'planned' | 'applied' | 'failed';
  /** The run that wrote it. */
  readonly run: string;
}

/** The longest key that a marker is read with. */
export const LONGEST_KEY = 100;

/** So many digests leave most of a comment to what people read. */
export const MOST_OPERATIONS = 1500;

/** One write, of a record or of a zone as a whole. */
export type Operation = { readonly digest: string } & (
  | { readonly change: Change }
  | { readonly zone: Fqdn; readonly action: 'create' | 'delete' }
);

/** A marker, and the head of its pull request at the time of the merge: of any other commit it says nothing. */
export interface Review {
  readonly marker: PlanMarker;
  readonly head: string;
}

/** The side that has moved since the review. */
export type MovedSide = 'files' | 'live' | 'both' | 'neither';

export type Verdict =
  /** There is nothing to write, and all of it could be looked at. */
  | { readonly verdict: 'in-sync'; readonly hash: string }
  /** There is nothing to write in what could be read. */
  | { readonly verdict: 'could-not-check'; readonly hash: string }
  /** Every operation was reviewed, or somebody named the hash of just this plan. */
  | { readonly verdict: 'apply'; readonly by: 'review' | 'hash'; readonly hash: string }
  | Refusal;

export interface Refusal {
  readonly verdict: 'refuse';
  readonly reason: 'no-reviewed-plan' | 'plan-changed';
  /** Absent where there is no review to tell by. */
  readonly moved?: MovedSide;
  /** In the order of the plan; all of them where the review does not list its operations. */
  readonly unreviewed: readonly Operation[];
  /** The hash by which a person may approve just this plan. */
  readonly hash: string;
}
