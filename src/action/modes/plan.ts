/** `mode: plan`: what an apply would do, for reviewers; in a merge queue, whether it is still what they have seen. */
import { printPlan } from '../../cli/print-plan.ts';
import { isEmpty, type Plan } from '../../model/plan.ts';
import type { Refusal } from '../../model/review.ts';
import { renderPlanMarkdown, SUMMARY_BUDGET } from '../../render/plan-markdown.ts';
import { refusalSentence, renderRefusalMarkdown } from '../../render/refusal.ts';
import { planHash } from '../../review/operations.ts';
import { judgeReviewed } from '../../review/reviewed.ts';
import { type Looked, look } from '../look.ts';
import type { FailureReason } from '../outputs.ts';
import { commentPlan } from '../plan-comment.ts';
import { reviewsOfPull } from '../reviews.ts';
import type { Ended, Session } from '../session.ts';
import { isDestructive, planOutputs } from '../shown.ts';
import { unreadyFor } from '../unready.ts';

export async function plan(session: Session): Promise<Ended> {
  const { host, event, inputs, runUrl } = session;
  const unready = await unreadyFor(session, inputs.plans === '');
  if (unready !== undefined) return unready;
  const looked = await look(session);
  const format = inputs.annotations === 'true' ? 'github' : 'text';
  printPlan(host, looked.plan, looked.apiOrigin, { format, color: 'never' });
  const options = { ...(runUrl === undefined ? {} : { runUrl }), command: 'dnssync plan' };
  const refusal = event.kind === 'merge_group' ? await staleIn(session, looked, event.number) : undefined;
  const outputs = await planOutputs(
    session,
    looked,
    renderPlanMarkdown(looked.plan, { ...options, budget: Infinity }),
  );
  const comment =
    event.kind === 'pull_request' && !event.isFork
      ? await commentPlan(session, { ...looked, number: event.number, sha: event.headSha })
      : undefined;
  if (refusal !== undefined) host.stderr.write(`${refusalSentence(refusal)}\n`);
  const reason = refusal?.reason ?? reasonToFail(looked.plan, inputs['fail-on']);
  return {
    result: resultOf(looked.plan, refusal),
    ...(reason === undefined ? {} : { reason }),
    outputs: {
      ...outputs,
      ...(comment === undefined ? {} : { 'comment-url': comment }),
    },
    summary:
      refusal === undefined
        ? renderPlanMarkdown(looked.plan, {
            ...options,
            budget: SUMMARY_BUDGET,
            hash: planHash(looked.plan, looked.apiOrigin),
          })
        : renderRefusalMarkdown(refusal, { ...options, budget: SUMMARY_BUDGET }),
  };
}

function resultOf(plan: Plan, refusal: Refusal | undefined): Ended['result'] {
  if (plan.errors.length > 0) return 'error';
  if (refusal !== undefined) return 'refused';
  return isEmpty(plan) ? 'in-sync' : 'changes';
}

/** 'Could not look' is never 'no changes'. */
export function reasonToFail(plan: Plan, failOn: Session['inputs']['fail-on']): FailureReason | undefined {
  if (plan.errors.length > 0) return 'api';
  if (failOn === 'changes' && !isEmpty(plan)) return 'changes';
  return failOn === 'destructive' && isDestructive(plan) ? 'changes' : undefined;
}

/**
 * What the queue would merge must be what was reviewed: a plan that has gone stale leaves the queue here, not after the
 * merge. Drift is no matter of this pull request, and neither are those before it in the queue, where a base tells.
 */
async function staleIn(
  session: Session,
  looked: Looked,
  number: number | undefined,
): Promise<Refusal | undefined> {
  if (session.inputs.review === 'off') return undefined;
  const plan = looked.hasSides ? withoutDrift(looked.plan) : looked.plan;
  const reviews = number === undefined ? [] : await reviewsOfPull(session, number);
  const verdict = judgeReviewed({ plan, apiOrigin: looked.apiOrigin }, reviews);
  // The hash that approves it is that of all that an apply would do, drift among it.
  const hash = planHash(looked.plan, looked.apiOrigin);
  return verdict.verdict === 'refuse' ? { ...verdict, hash } : undefined;
}

function withoutDrift(plan: Plan): Plan {
  return {
    ...plan,
    zones: plan.zones.map(({ action, side, ...zone }) => ({
      ...zone,
      ...(action === undefined || side === 'drift' ? {} : { action }),
      changes: zone.changes.filter((change) => change.side !== 'drift'),
    })),
    steps: plan.steps.filter(({ change }) => change.side !== 'drift'),
  };
}
