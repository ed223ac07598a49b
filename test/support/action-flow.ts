/** A repository with zone files, a sandbox and a fake GitHub, and the events that the Action meets between them. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { folder } from './cli.ts';
import { encodingsOf } from './encodings.ts';
import { type FakeGithub, fakeGithub } from './fake-github.ts';
import { type ActionOptions, type ActionRun, runAction } from './run-action.ts';
import type { RunningSandbox } from './sandbox.ts';

export interface Flow {
  readonly github: FakeGithub;
  readonly workspace: string;
  /** Commits files (a missing text deletes one) on the branch that is checked out; gives the commit. */
  commit(files: Readonly<Record<string, string | undefined>>, message?: string): string;
  git(...args: readonly string[]): string;
  /** Opens a pull request of a new branch from main with these files, and checks it out. */
  pull(
    number: number,
    files: Readonly<Record<string, string | undefined>>,
  ): { readonly headSha: string; readonly baseSha: string };
  /** Squashes a pull request into main, and checks that out. */
  merge(number: number, how?: 'squash' | 'rebase' | 'merge'): string;
  plan(number: number, options?: Partial<ActionOptions>): Promise<ActionRun>;
  /** What runs on main after a merge. */
  apply(sha: string, options?: Partial<ActionOptions>): Promise<ActionRun>;
  run(event: ActionOptions['event'], options?: Partial<ActionOptions>): Promise<ActionRun>;
}

const REPOSITORY = 'acme/dns';

export async function actionFlow(
  sandbox: RunningSandbox,
  files: Readonly<Record<string, string>>,
): Promise<Flow> {
  const github = await fakeGithub({ repository: REPOSITORY });
  const workspace = folder({});
  const git = (...args: readonly string[]): string =>
    execFileSync('git', args, {
      cwd: workspace,
      encoding: 'utf8',
      stdio: 'pipe',
      env: { PATH: process.env.PATH, HOME: workspace, GIT_CONFIG_NOSYSTEM: '1' },
    }).trim();
  git('init', '-q', '-b', 'main');
  git('config', 'user.name', 'somebody');
  git('config', 'user.email', 'somebody@example.com');
  const commit: Flow['commit'] = (changed, message = 'change') => {
    for (const [name, text] of Object.entries(changed)) {
      const path = join(workspace, name);
      mkdirSync(dirname(path), { recursive: true });
      if (text === undefined) git('rm', '-q', name);
      else writeFileSync(path, text);
    }
    git('add', '-A');
    git('commit', '-q', '--allow-empty', '-m', message);
    return git('rev-parse', 'HEAD');
  };
  commit({ '.gitignore': '.dnssync/\n', ...files }, 'begin');

  const run: Flow['run'] = async (event, options = {}) => {
    const ended = await runAction({
      workspace,
      ...(event === undefined ? {} : { event }),
      ...options,
      with: {
        'github-token': github.token,
        'api-token': sandbox.token,
        'api-url': sandbox.url,
        ...options.with,
        mode: options.with?.mode ?? 'plan',
      },
      env: { ...github.env, GITHUB_REF_NAME: 'main', GITHUB_SHA: git('rev-parse', 'HEAD'), ...options.env },
    });
    for (const secret of [sandbox.token, github.token]) expectNowhere(secret, ended, github);
    return ended;
  };

  return {
    github,
    workspace,
    commit,
    git,
    run,
    pull(number, changed) {
      git('checkout', '-q', 'main');
      const baseSha = git('rev-parse', 'HEAD');
      git('checkout', '-q', '-b', `topic-${number}`);
      const headSha = commit(changed, `topic ${number}`);
      github.pulls.push({ number, headSha, base: 'main', mergedAt: undefined, commits: [headSha] });
      return { headSha, baseSha };
    },
    merge(number, how = 'squash') {
      const pull = github.pulls.find((one) => one.number === number);
      if (pull === undefined) throw new Error(`there is no pull request ${number}`);
      git('checkout', '-q', 'main');
      if (how === 'squash') {
        git('merge', '-q', '--squash', `topic-${number}`);
        git('commit', '-q', '--allow-empty', '-m', `squash ${number}`);
      } else if (how === 'merge') git('merge', '-q', '--no-ff', '-m', `merge ${number}`, `topic-${number}`);
      else git('cherry-pick', '--allow-empty', `main..topic-${number}`);
      const sha = git('rev-parse', 'HEAD');
      pull.mergedAt = '2026-11-26T10:00:00Z';
      pull.commits = [...pull.commits, sha];
      return sha;
    },
    plan(number, options = {}) {
      const pull = github.pulls.find((one) => one.number === number);
      const payload = {
        repository: { full_name: REPOSITORY },
        pull_request: {
          number,
          head: { sha: pull?.headSha, repo: { full_name: REPOSITORY } },
          base: { sha: git('rev-parse', 'main'), ref: 'main' },
          user: { login: 'somebody' },
        },
      };
      return run({ name: 'pull_request', payload }, { ...options, with: { mode: 'plan', ...options.with } });
    },
    apply(sha, options = {}) {
      const payload = {
        ref: 'refs/heads/main',
        before: git('rev-parse', `${sha}^`),
        after: sha,
        commits: [{ id: sha }],
      };
      return run({ name: 'push', payload }, { ...options, with: { mode: 'apply', ...options.with } });
    },
  };
}

/** A secret stands in the command that blanks it out, and nowhere else that a run leaves behind. */
export function expectNowhere(
  secret: string,
  { raw, outputs, summary, temp }: ActionRun,
  github: FakeGithub,
): void {
  const files = readdirSync(temp, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
  const log = raw.split('\n').filter((line) => line !== `::add-mask::${secret}`);
  const sent = github.requests.map(({ path, body }) => path + body);
  const all = [...log, ...Object.values(outputs), summary, ...files, ...sent].join('\n');
  for (const shape of encodingsOf(secret)) expect(all).not.toContain(shape);
}
