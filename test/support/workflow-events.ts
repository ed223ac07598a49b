/** The events of a repository, as GitHub would send them for what has happened in a flow. */
import type { Flow as WholeFlow } from './action-flow.ts';
import type { WorkflowEvent } from './run-workflow.ts';
import { mergeCommit } from './workflow-checkout.ts';

type Flow = Pick<WholeFlow, 'git' | 'workspace'>;

const REPOSITORY = { full_name: 'acme/dns', fork: false };

/** What is checked out is the branch merged into main, not its head. */
export function pullRequestEvent(
  flow: Flow,
  number: number,
  { from = 'acme/dns', by = 'somebody' } = {},
): WorkflowEvent {
  const head = flow.git('rev-parse', `topic-${number}`);
  const base = flow.git('rev-parse', 'main');
  return {
    name: 'pull_request',
    sha: mergeCommit(flow.workspace, base, head),
    ref: `refs/pull/${number}/merge`,
    payload: {
      repository: REPOSITORY,
      pull_request: {
        number,
        head: { sha: head, repo: { full_name: from } },
        base: { sha: base, ref: 'main' },
        user: { login: by },
      },
    },
  };
}

/** @param before the commit that main was at */
export function pushEvent(flow: Flow, sha: string, before: string): WorkflowEvent {
  const lines = (...args: readonly string[]) => flow.git(...args).split('\n');
  return {
    name: 'push',
    sha,
    ref: 'refs/heads/main',
    changed: lines('diff', '--name-only', before, sha),
    payload: {
      repository: REPOSITORY,
      ref: 'refs/heads/main',
      before,
      after: sha,
      commits: lines('rev-list', '--reverse', `${before}..${sha}`).map((id) => ({ id })),
    },
  };
}

export function mergeGroupEvent(flow: Flow, number: number): WorkflowEvent {
  const base = flow.git('rev-parse', 'main');
  const sha = mergeCommit(flow.workspace, base, flow.git('rev-parse', `topic-${number}`));
  const ref = `refs/heads/gh-readonly-queue/main/pr-${number}-${base}`;
  return {
    name: 'merge_group',
    sha,
    ref,
    payload: { repository: REPOSITORY, merge_group: { head_sha: sha, base_sha: base, head_ref: ref } },
  };
}

export function scheduleEvent(flow: Flow): WorkflowEvent {
  const payload = { repository: REPOSITORY, schedule: '17 5 * * *' };
  return { name: 'schedule', sha: flow.git('rev-parse', 'main'), ref: 'refs/heads/main', payload };
}

export function dispatchEvent(flow: Flow, inputs: Readonly<Record<string, string>> = {}): WorkflowEvent {
  const payload = { repository: REPOSITORY, inputs };
  return { name: 'workflow_dispatch', sha: flow.git('rev-parse', 'main'), ref: 'refs/heads/main', payload };
}
