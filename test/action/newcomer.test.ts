/** README's way from an empty repository to a reviewed apply, typed line by line; GitHub, its CLI and the service are fakes. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { folder } from '../support/cli.ts';
import { fakeGithub } from '../support/fake-github.ts';
import { git } from '../support/git.ts';
import { type Environment, runWorkflow, type WorkflowEvent } from '../support/run-workflow.ts';
import { startSandbox } from '../support/sandbox.ts';
import { pullRequestEvent, pushEvent } from '../support/workflow-events.ts';

const TOKENS: Readonly<Record<string, string>> = {
  VPS_API_TOKEN_READ: `vps_${'a1'.repeat(32)}`,
  VPS_API_TOKEN: `vps_${'b2'.repeat(32)}`,
};

/** GitHub's CLI, as far as README uses it: it notes what it was told. */
const GH = `#!/usr/bin/env bash
set -euo pipefail
echo "$*" >> "$FAKE/calls"
case "$1 $2" in
  'repo create') git init -q --bare -b main "$FAKE/origin.git"; git clone -q "$FAKE/origin.git" "$3" 2> /dev/null ;;
  'api -X' | 'secret set' | 'pr create') ;;
  'pr merge')
    branch=$(git branch --show-current)
    git clone -q "$FAKE/origin.git" "$FAKE/merging"
    cd "$FAKE/merging"
    git merge -q --squash "origin/$branch" > /dev/null
    git commit -qm "squash $branch"
    git push -q origin HEAD:main ;;
  *) echo "gh: unknown: $*" >&2; exit 1 ;;
esac
`;
/** Gives files of this repository for their addresses. */
const CURL = `#!/usr/bin/env bash
set -euo pipefail
while [ $# -gt 0 ]; do
  case "$1" in
    --output-dir) folder=$2; shift ;;
    https://raw.githubusercontent.com/dnssync/dnssync/v0/*) urls="\${urls:-} \${1#*/v0/}" ;;
    -fsS | --create-dirs | --remote-name-all) ;;
    *) echo "curl: unknown: $1" >&2; exit 1 ;;
  esac
  shift
done
mkdir -p "$folder"
for url in $urls; do cp "$SOURCE/$url" "$folder/"; done
`;
const DNSSYNC = `#!/usr/bin/env bash
exec "${process.execPath}" "${resolve('lib/cli.js')}" "$@"
`;

const section = /^## From an empty repository.*?^## /ms.exec(readFileSync('README.md', 'utf8'))?.[0] ?? '';
const commands = (/^```sh\n(.*?)^```/ms.exec(section)?.[1] ?? '').replaceAll('\\\n', '').trim().split('\n');

it('README’s way ends with what was reviewed applied', async () => {
  const sandbox = await startSandbox(
    Object.entries({
      VPS_API_TOKEN_READ: 'dns:list',
      VPS_API_TOKEN: 'dns:list,dns:create,dns:delete',
    }).flatMap(([name, scopes]) => ['--token', `${TOKENS[name]}=${scopes}`]),
  );
  const records = { www: '192.0.2.1', api: '192.0.2.2' };
  await sandbox.ask('/seed', {
    zones: [
      {
        domain: 'example.com',
        records: Object.entries(records).map(([name, value]) => ({
          name,
          record_type: 'A',
          value,
          ttl: 300,
        })),
      },
    ],
  });
  await sandbox.ask('/reset', {});
  const fake = folder({ 'bin/gh': GH, 'bin/curl': CURL, 'bin/dnssync': DNSSYNC, calls: '' });
  for (const name of ['gh', 'curl', 'dnssync']) chmodSync(join(fake, 'bin', name), 0o755);
  const home = folder({
    '.gitconfig': '[user]\nname = new\nemail = new@example.com\n[init]\ndefaultBranch = main\n',
  });
  const clone = join(home, 'dns');
  const type = (line: string): void => {
    const { status, stdout, stderr } = spawnSync('bash', ['-c', line], {
      cwd: existsSync(clone) ? clone : home,
      encoding: 'utf8',
      env: {
        PATH: `${join(fake, 'bin')}:${process.env.PATH}`,
        HOME: home,
        FAKE: fake,
        SOURCE: resolve('.'),
        VPS_API_URL: sandbox.url,
        VPS_API_TOKEN: TOKENS.VPS_API_TOKEN_READ,
      },
    });
    expect(status, `${line}\n${stdout}${stderr}`).toBe(0);
  };

  const github = await fakeGithub();
  const origin = join(fake, 'origin.git');
  const flow = { github, workspace: origin, git: (...args: readonly string[]) => git(origin, ...args) };
  /** Only what the CLI was told to make is there. */
  const environments = (): Record<string, Environment> => {
    const calls = readFileSync(join(fake, 'calls'), 'utf8');
    const made = [...calls.matchAll(/environments\/([\w-]+)$/gm)].map(([, name = '']) => name);
    const secretsOf = (environment: string) =>
      [...calls.matchAll(/^secret set (\w+) --env ([\w-]+)$/gm)]
        .filter(([, , where]) => where === environment)
        .map(([, name = '']) => [name, TOKENS[name] ?? '']);
    return Object.fromEntries(made.map((name) => [name, { secrets: Object.fromEntries(secretsOf(name)) }]));
  };
  const run = (event: WorkflowEvent) =>
    runWorkflow(git(origin, 'show', `${event.sha}:.github/workflows/dns.yml`), event, {
      flow,
      environments: environments(),
      with: { 'api-url': sandbox.url },
    });
  const indexOf = (start: string): number => commands.findIndex((line) => line.startsWith(start));

  // Up to the first push: it finds live as the files say, with both tokens.
  for (const line of commands.slice(0, indexOf('git switch'))) type(line);
  const first = git(origin, 'rev-parse', 'main');
  const pushed: WorkflowEvent = {
    name: 'push',
    sha: first,
    ref: 'refs/heads/main',
    changed: git(origin, 'ls-tree', '-r', '--name-only', 'main').split('\n'),
    payload: { ref: 'refs/heads/main', before: '0'.repeat(40), after: first, commits: [{ id: first }] },
  };
  const begun = await run(pushed);
  expect(begun?.actions.map(({ outputs }) => outputs.result)).toEqual(['validated', 'in-sync', 'in-sync']);

  // The pull request gets its comment.
  for (const line of commands.slice(indexOf('git switch'), indexOf('gh pr merge'))) type(line);
  const headSha = git(origin, 'rev-parse', 'www-moves');
  git(origin, 'branch', 'topic-1', 'www-moves');
  const pull = {
    number: 1,
    headSha,
    base: 'main',
    mergedAt: undefined as string | undefined,
    commits: [headSha],
  };
  github.pulls.push(pull);
  await run(pullRequestEvent(flow, 1));
  expect(github.comments.map(({ body }) => body)).toEqual([expect.stringContaining('192.0.2.1 → 192.0.2.9')]);

  // The merge applies it.
  type(commands[indexOf('gh pr merge')] ?? '');
  const merged = git(origin, 'rev-parse', 'main');
  Object.assign(pull, { mergedAt: '2026-11-26T10:00:00Z', commits: [headSha, merged] });
  const applied = await run(pushEvent(flow, merged, first));
  expect(applied?.jobs.apply?.result, applied?.actions.at(-1)?.log.text).toBe('success');
  expect(github.comments[0]?.body).toMatch(/^\*\*Applied\*\*/);
  const { zones } = await sandbox.ask<{ zones: { records: { name: string; value: string }[] }[] }>('/state');
  const live = zones.flatMap((zone) => zone.records.map(({ name, value }) => [name, value]));
  expect(Object.fromEntries(live)).toEqual({ ...records, www: '192.0.2.9' });
});

it('README’s way is short', () => {
  expect(commands.length).toBeGreaterThan(8);
  expect(
    section
      .replace(/\n## $/, '')
      .trim()
      .split('\n').length,
  ).toBeLessThanOrEqual(25);
});
