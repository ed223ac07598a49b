/** Finds what was reviewed: the plans that our comments have shown on the pull requests of some commits. */
import type { PlanMarker, Review } from '../model/review.ts';
import type { Comment } from './github.ts';
import { reviewedComment, tolerated } from './plan-comment.ts';
import type { Session } from './session.ts';

/** A review, and the comment that it stands in. */
export interface Reviewed extends Review {
  readonly number: number;
  readonly comment: Comment;
  readonly marker: PlanMarker;
}

/** The review of a pull request that is still open; none where it has none, or GitHub does not tell. */
export async function reviewsOfPull(
  { github, host, inputs }: Session,
  number: number,
): Promise<readonly Reviewed[]> {
  if (github === undefined) return [];
  const found = await tolerated(host, `read pull request ${number}`, async () => {
    const [pull, reviewed] = await Promise.all([
      github.pull(number),
      reviewedComment(github, number, inputs.key),
    ]);
    return reviewed === undefined ? [] : [{ ...reviewed, number, head: pull.headSha }];
  });
  return found ?? [];
}

/**
 * The reviews of the pull requests that were merged with these commits, newest first. It goes back to the first that
 * was applied: one that failed before this merge is still to be done, and was reviewed.
 */
export async function reviewsOfCommits(
  { github, host, inputs }: Session,
  shas: readonly string[],
  branch: string,
): Promise<readonly Reviewed[]> {
  if (github === undefined) return [];
  const reviews: Reviewed[] = [];
  const seen = new Set<number>();
  await tolerated(host, 'find what was reviewed', async () => {
    for (const sha of shas) {
      const pulls = (await github.mergedPulls(sha, branch)).filter(({ number }) => !seen.has(number));
      for (const { number, headSha } of pulls) {
        seen.add(number);
        const reviewed = await reviewedComment(github, number, inputs.key);
        if (reviewed !== undefined) reviews.push({ ...reviewed, number, head: headSha });
      }
      if (reviews.some(({ marker }) => marker.state === 'applied')) return;
    }
  });
  return reviews;
}
