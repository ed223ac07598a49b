/** Holds a fresh plan against what people have reviewed: whether it may be applied, and if not, what has moved. */
import { isEmpty, type Plan } from '../model/plan.ts';
import type { MovedSide, Operation, PlanMarker, Review, Verdict } from '../model/review.ts';
import { operationsOf, planHash, sideHashes } from './operations.ts';

export interface Fresh {
  readonly plan: Plan;
  readonly apiOrigin: string;
  /** The hash that a person has named for just this plan. */
  readonly expected?: string;
}

/**
 * Every operation of the fresh plan must be among those of some review (design section 5): an operation carries the
 * state before it, so live that moved makes a new one. Less than was reviewed is fine: a part is done already, which
 * is what a run after a partial apply finds. A review of another commit than was merged says nothing, and one that was
 * applied permits nothing any more: an old run that is started again would take back what came after it.
 */
export function judgeReviewed({ plan, apiOrigin, expected }: Fresh, reviews: readonly Review[]): Verdict {
  const hash = planHash(plan, apiOrigin);
  if (isEmpty(plan)) return { verdict: plan.errors.length > 0 ? 'could-not-check' : 'in-sync', hash };
  if (expected === hash) return { verdict: 'apply', by: 'hash', hash };
  const markers = reviews.filter(({ marker, head }) => marker.sha === head).map(({ marker }) => marker);
  const open = markers.filter(({ state }) => state !== 'applied');
  const unreviewed = beyond(operationsOf(plan, apiOrigin), open);
  if (markers.length === 0) return { verdict: 'refuse', reason: 'no-reviewed-plan', unreviewed, hash };
  if (unreviewed.length === 0 || open.some((marker) => marker.ops === null && marker.plan === hash))
    return { verdict: 'apply', by: 'review', hash };
  const moved = movedSide(markers, sideHashes(plan, apiOrigin));
  return { verdict: 'refuse', reason: 'plan-changed', moved, unreviewed, hash };
}

/** The operations that no review has, each as often as one of them has it. */
function beyond(operations: readonly Operation[], markers: readonly PlanMarker[]): Operation[] {
  const left = new Map<string, number>();
  for (const { ops } of markers) {
    const own = new Map<string, number>();
    for (const digest of ops ?? []) own.set(digest, (own.get(digest) ?? 0) + 1);
    for (const [digest, count] of own) left.set(digest, Math.max(count, left.get(digest) ?? 0));
  }
  return operations.filter(({ digest }) => {
    const count = left.get(digest) ?? 0;
    left.set(digest, count - 1);
    return count <= 0;
  });
}

function movedSide(markers: readonly PlanMarker[], now: Pick<PlanMarker, 'desired' | 'live'>): MovedSide {
  // Of several reviews each knew its own files only; what none of them saw has moved. Where one was applied live was
  // what its files say.
  const files = markers.every(({ desired }) => desired !== now.desired);
  const hasMoved = markers.every(({ state, live }) => state === 'applied' || live !== now.live);
  return files && hasMoved ? 'both' : files ? 'files' : hasMoved ? 'live' : 'neither';
}
