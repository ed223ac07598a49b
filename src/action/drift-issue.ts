/** Decides what becomes of the one issue on drift: opened, renewed, told of news, closed; never by a look that failed. */
import type { DriftMarker } from '../review/drift-marker.ts';
import type { Issue } from './github.ts';

/** An issue of ours with the marker of this use of the Action. */
export interface KnownIssue {
  readonly issue: Issue;
  readonly marker: DriftMarker;
}

/** What is to be done, in this order; the texts are the host's. */
export type IssueStep =
  | { readonly do: 'create'; readonly since: string }
  | { readonly do: 'edit'; readonly number: number; readonly since: string; readonly reopen?: true }
  | {
      readonly do: 'say';
      readonly number: number;
      readonly what: 'changed' | 'again' | 'resolved';
      readonly since: string;
    }
  | { readonly do: 'close'; readonly number: number };

/** Drift that comes back within so many days is the same story. */
const SAME_STORY_DAYS = 14;
const DAY = 86_400_000;

/**
 * @param known all of them, newest first
 * @param fingerprint of the drift that was found; undefined where live is what the files say
 * @param now UTC, ISO 8601
 */
export function issueSteps(
  known: readonly KnownIssue[],
  fingerprint: string | undefined,
  now: string,
): readonly IssueStep[] {
  const open = known.filter(({ issue }) => issue.isOpen);
  const [newest, ...others] = open;
  if (fingerprint === undefined) {
    return open.flatMap(({ issue: { id }, marker: { since } }): IssueStep[] => [
      { do: 'say', number: id, what: 'resolved', since },
      { do: 'close', number: id },
    ]);
  }
  if (newest !== undefined) {
    const { issue, marker } = newest;
    const { since } = marker;
    const edit: IssueStep = { do: 'edit', number: issue.id, since };
    // No comment where nothing is new: each is a mail to everybody who watches.
    const isNews = marker.fingerprint !== fingerprint;
    return [
      edit,
      ...(isNews ? [{ do: 'say', number: issue.id, what: 'changed', since } as const] : []),
      ...others.map((other) => ({ do: 'close', number: other.issue.id }) as const),
    ];
  }
  const recent = known.find(
    ({ issue: { closedAt } }) =>
      closedAt !== undefined && Date.parse(now) - Date.parse(closedAt) < SAME_STORY_DAYS * DAY,
  );
  if (recent === undefined) return [{ do: 'create', since: now }];
  const { id } = recent.issue;
  return [
    { do: 'edit', number: id, since: now, reopen: true },
    { do: 'say', number: id, what: 'again', since: now },
  ];
}
