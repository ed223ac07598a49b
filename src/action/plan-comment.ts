/** The one comment of a pull request that shows its plan: written, kept true, and closed once it was applied. */
import { isEmpty, type Plan } from '../model/plan.ts';
import type { PlanMarker } from '../model/review.ts';
import { COMMENT_BUDGET, renderPlanMarkdown } from '../render/plan-markdown.ts';
import { safe } from '../render/safe.ts';
import { markerOf, readMarker, writeMarker } from '../review/marker.ts';
import { type Comment, type Github, GithubError } from './github.ts';
import { redacted } from './redacted.ts';
import type { Session } from './session.ts';
import { ourComment, upsert } from './sticky.ts';

/** What is left for the text where GitHub found the first too long all the same. */
const SECOND_BUDGET = COMMENT_BUDGET / 2;

export interface Shown {
  readonly plan: Plan;
  readonly apiOrigin: string;
  readonly number: number;
  /** The head of the pull request. */
  readonly sha: string;
  readonly status?: string;
}

/** Resolves to the address of the comment, where there is one. What GitHub refuses is a warning: the plan stands in the summary. */
export async function commentPlan(session: Session, shown: Shown): Promise<string | undefined> {
  const { github, host, inputs } = session;
  if (github === undefined || inputs.comment === 'never') return undefined;
  return tolerated(host, 'comment on the pull request', async () => {
    const found = ourComment(await github.comments(shown.number), isOfKey(inputs.key));
    // What was applied is told there; an old run that is started again must not offer it once more.
    if (found !== undefined && readMarker(found.body)?.state === 'applied') return found.url;
    const isWanted = inputs.comment === 'always' || !isEmpty(shown.plan) || shown.plan.errors.length > 0;
    try {
      return await write(github, shown.number, found, planBody(session, shown, COMMENT_BUDGET), isWanted);
    } catch (error) {
      if (!(error instanceof GithubError) || error.status !== 422) throw error;
      return await write(github, shown.number, found, planBody(session, shown, SECOND_BUDGET), isWanted);
    }
  });
}

/**
 * Says at the top of a reviewed plan what has become of it, and keeps the plan below for whoever reads it later.
 *
 * @param was the marker that stands in it
 * @param marker that is to stand in it
 * @param outcome one line of Markdown
 */
export async function closeComment(
  { github, host }: Session,
  comment: Comment,
  was: PlanMarker,
  marker: PlanMarker,
  outcome: string,
): Promise<void> {
  if (github === undefined) return;
  const body = comment.body.replaceAll('\r\n', '\n').trimEnd();
  const plan = body.slice(0, body.lastIndexOf('\n') + 1).trim();
  const before = was.state === 'planned' ? plan : plan.replace(STATUS, '');
  const text = `${outcome}\n\n${before}\n\n${writeMarker(marker)}`;
  await tolerated(host, 'update the comment of the pull request', () => github.editComment(comment.id, text));
}

/** The line that {@link closeComment} has put first. */
const STATUS = /^[^\n]*\n\n/;

/** Our comment on a pull request, if nobody else has edited it: then it is what was shown. */
export async function reviewedComment(
  github: Github,
  number: number,
  key: string,
): Promise<{ readonly comment: Comment; readonly marker: PlanMarker } | undefined> {
  const comment = ourComment(await github.comments(number), isOfKey(key));
  const marker = comment === undefined || comment.isEdited ? undefined : readMarker(comment.body);
  return comment === undefined || marker === undefined ? undefined : { comment, marker };
}

/** Does what GitHub may refuse without harm to the plan; resolves to undefined where it did, and warns. */
export async function tolerated<T>(
  host: Session['host'],
  what: string,
  run: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof GithubError)) throw error;
    host.stderr.write(`warning: could not ${what}: ${safe(error.message)}\n`);
    return undefined;
  }
}

function isOfKey(key: string): (body: string) => boolean {
  return (body) => readMarker(body)?.key === key;
}

function planBody(session: Session, { plan, apiOrigin, sha, status }: Shown, budget: number): string {
  const { inputs, runUrl, host } = session;
  const marker = markerOf(plan, apiOrigin, { key: inputs.key, sha, state: 'planned', run: runUrl ?? '' });
  const text = renderPlanMarkdown(plan, {
    budget,
    commit: sha,
    ...(runUrl === undefined ? {} : { runUrl }),
    ...(status === undefined ? {} : { status }),
    hash: marker.plan,
    command: 'dnssync plan',
    marker: writeMarker(marker),
  });
  return redacted(host, text);
}

async function write(
  github: Github,
  number: number,
  found: Comment | undefined,
  body: string,
  isWanted: boolean,
): Promise<string | undefined> {
  const decision = upsert(found, body, isWanted);
  switch (decision.do) {
    case 'nothing':
      return decision.url;
    case 'add':
      return (await github.addComment(number, body)).url;
    case 'edit':
      return (await github.editComment(decision.id, body)).url;
  }
}
