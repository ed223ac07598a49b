/** The event that started the workflow, as far as the Action needs it: what kind, which pull request, which commits. */
import { at } from './at.ts';

export type GithubEvent =
  | {
      readonly kind: 'pull_request';
      readonly number: number;
      /** The head of the pull request, not the merge commit that is checked out. */
      readonly headSha: string;
      readonly baseSha: string;
      /** Somebody else's repository: no secrets, and a token that cannot comment. */
      readonly isFork: boolean;
      readonly isDependabot: boolean;
    }
  | {
      readonly kind: 'push';
      readonly sha: string;
      readonly before: string;
      readonly ref: string;
      readonly commits: readonly string[];
    }
  | {
      readonly kind: 'merge_group';
      readonly headSha: string;
      readonly baseSha: string;
      readonly number: number | undefined;
    }
  /** schedule, workflow_dispatch and whatever else there is. */
  | { readonly kind: 'other'; readonly name: string };

/**
 * Reads an event; what lacks a field that it must have is taken for one of an unknown kind.
 *
 * @param name GITHUB_EVENT_NAME
 * @param payload the JSON of GITHUB_EVENT_PATH
 */
export function readEvent(name: string, payload: unknown): GithubEvent {
  switch (name) {
    case 'pull_request':
    case 'pull_request_target':
      return pullRequest(name, payload);
    case 'push': {
      const sha = textAt(payload, 'after');
      if (sha === undefined) break;
      const commits = listAt(payload, 'commits').flatMap((commit) => textAt(commit, 'id') ?? []);
      return {
        kind: 'push',
        sha,
        before: textAt(payload, 'before') ?? '',
        ref: textAt(payload, 'ref') ?? '',
        commits: commits.includes(sha) ? commits : [...commits, sha],
      };
    }
    case 'merge_group': {
      const headSha = textAt(payload, 'merge_group', 'head_sha');
      const baseSha = textAt(payload, 'merge_group', 'base_sha');
      const ref = textAt(payload, 'merge_group', 'head_ref') ?? '';
      if (headSha === undefined || baseSha === undefined) break;
      // The event has no number; the queue's branch has: gh-readonly-queue/main/pr-12-<sha>.
      const number = /\/pr-(\d{1,9})-[0-9a-f]+$/.exec(ref)?.[1];
      return {
        kind: 'merge_group',
        headSha,
        baseSha,
        number: number === undefined ? undefined : Number(number),
      };
    }
  }
  return { kind: 'other', name };
}

function pullRequest(name: string, payload: unknown): GithubEvent {
  const number = at(payload, 'pull_request', 'number');
  const headSha = textAt(payload, 'pull_request', 'head', 'sha');
  const baseSha = textAt(payload, 'pull_request', 'base', 'sha');
  if (typeof number !== 'number' || headSha === undefined || baseSha === undefined)
    return { kind: 'other', name };
  const head = textAt(payload, 'pull_request', 'head', 'repo', 'full_name');
  return {
    kind: 'pull_request',
    number,
    headSha,
    baseSha,
    // A fork that was deleted since has no repository any more.
    isFork: head === undefined || head !== textAt(payload, 'repository', 'full_name'),
    // Not github.actor: that is whoever pushed last (zizmor's bot-conditions).
    isDependabot: textAt(payload, 'pull_request', 'user', 'login') === 'dependabot[bot]',
  };
}

function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const text = at(value, ...path);
  return typeof text === 'string' ? text : undefined;
}

function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const list = at(value, ...path);
  return Array.isArray(list) ? list : [];
}
