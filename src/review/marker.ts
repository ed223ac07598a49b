/** The marker of a reviewed plan: one hidden line of a comment. Anybody may have written what is read here. */
import type { Plan } from '../model/plan.ts';
import { LONGEST_KEY, MOST_OPERATIONS, type PlanMarker } from '../model/review.ts';
import { operationsOf, planHash, sideHashes } from './operations.ts';

/** What only the host knows. */
export type MarkedBy = Pick<PlanMarker, 'key' | 'sha' | 'state' | 'run'>;

export function markerOf(plan: Plan, apiOrigin: string, { key, sha, state, run }: MarkedBy): PlanMarker {
  const ops = operationsOf(plan, apiOrigin).map(({ digest }) => digest);
  return {
    key,
    sha,
    plan: planHash(plan, apiOrigin),
    ...sideHashes(plan, apiOrigin),
    ops: ops.length > MOST_OPERATIONS ? null : ops.sort(),
    state,
    run,
  };
}

/** `<!-- dnssync:plan v1 {…} -->`, on one line, which is to be the last of the comment. */
export function writeMarker({ key, sha, plan, desired, live, ops, state, run }: PlanMarker): string {
  return hiddenLine('plan', { key, sha, plan, desired, live, ops, state, run });
}

/** The marker in the last line of a comment; undefined where there is none, or one that is not as we write it. */
export function readMarker(body: string): PlanMarker | undefined {
  const json = readHiddenLine('plan', body);
  if (json === undefined) return undefined;
  const { key, sha, plan, desired, live, ops, state, run } = json;
  if (!isText(key, LONGEST_KEY) || !isText(run, 500) || !isText(sha, 64, COMMIT)) return undefined;
  if (!isText(plan, 64, HASH) || !isText(desired, 64, HASH) || !isText(live, 64, HASH)) return undefined;
  if (state !== 'planned' && state !== 'applied' && state !== 'failed') return undefined;
  if (ops !== null && !isDigests(ops)) return undefined;
  return { key, sha, plan, desired, live, ops, state, run };
}

/** The marker without the operations that were done: once for each of these digests. */
export function withoutDone(marker: PlanMarker, done: readonly string[]): PlanMarker {
  if (marker.ops === null) return marker;
  const left = new Map<string, number>();
  for (const digest of done) left.set(digest, (left.get(digest) ?? 0) + 1);
  const ops = marker.ops.filter((digest) => {
    const count = left.get(digest) ?? 0;
    left.set(digest, count - 1);
    return count <= 0;
  });
  return { ...marker, ops };
}

const COMMIT = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;
const HASH = /^[0-9a-f]{64}$/;
const DIGEST = /^[\w-]{11}$/;

function isDigests(value: unknown): value is readonly string[] {
  return (
    Array.isArray(value) && value.length <= MOST_OPERATIONS && value.every((each) => isText(each, 11, DIGEST))
  );
}

export function isText(value: unknown, longest: number, form = /(?:)/): value is string {
  return typeof value === 'string' && value.length <= longest && form.test(value);
}

/** JSON in an HTML comment that no value can end, and in which no runner and no renderer finds anything of its own. */
export function hiddenLine(kind: 'plan' | 'drift', value: object): string {
  const json = JSON.stringify(value).replace(
    /[<>&#]|(?<=-)-|[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `<!-- dnssync:${kind} v1 ${json} -->`;
}

/** More than GitHub takes for a comment. */
const LONGEST_BODY = 100_000;

/** Only the last line counts: all others may repeat what somebody has put into a record. */
export function readHiddenLine(kind: 'plan' | 'drift', body: string): Record<string, unknown> | undefined {
  if (body.length > LONGEST_BODY) return undefined;
  const last = body.trimEnd().split(/\r?\n/).at(-1) ?? '';
  const opening = `<!-- dnssync:${kind} v1 {`;
  const closing = '} -->';
  if (!last.startsWith(opening) || !last.endsWith(closing)) return undefined;
  const json = last.slice(opening.length - 1, 1 - closing.length);
  try {
    return JSON.parse(json) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
