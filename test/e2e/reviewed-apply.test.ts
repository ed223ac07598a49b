/** An apply held to what was reviewed: by the hash of its plan, and by what the base protects; and its report as Markdown. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dnssync, folder } from '../support/cli.ts';
import { commit, git } from '../support/git.ts';
import { rendered } from '../support/rendered.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox(['--named']);
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.ask('/reset?state=1', {});
  const records = ['keep 192.0.2.1', 'www 192.0.2.3', 'mail 192.0.2.5'].map((text) => {
    const [name, value] = text.split(' ');
    return { record_type: 'A', name, value, ttl: 300, uuid: `rec-${name}` };
  });
  await sandbox.ask('/seed', { zones: [{ domain: 'example.com', records }] });
  await sandbox.ask('/reset', {});
});

const FILES = {
  'zones/example.com.yaml':
    'ttl: 5m\nrecords: { keep: { A: 192.0.2.1 }, www: { A: 192.0.2.4 }, mail: { A: 192.0.2.5 } }\n',
};

async function writes(): Promise<number> {
  const { requests } = await sandbox.ask<{ requests: { method: string }[] }>('/log');
  return requests.filter(({ method }) => method !== 'GET').length;
}

async function hashOf(cwd: string): Promise<string> {
  const { stdout } = await dnssync(['plan', '--format', 'markdown'], cwd, sandbox.env);
  return /plan ` ([0-9a-f]{64}) `/.exec(stdout)?.[1] ?? '';
}

describe('apply --expect-plan', () => {
  it('applies just the plan of that hash, and again when nothing is left to do', async () => {
    const cwd = folder(FILES);
    const hash = await hashOf(cwd);
    const args = ['apply', '--yes', '--expect-plan', hash];
    expect((await dnssync(args, cwd, sandbox.env)).code).toBe(0);
    expect(await writes()).toBe(1);
    expect((await dnssync(args, cwd, sandbox.env)).code).toBe(0);
    expect(await writes()).toBe(1);
  });

  it('refuses where somebody edited live since, before any write, with the hash of what it would be now', async () => {
    const cwd = folder(FILES);
    const hash = await hashOf(cwd);
    await sandbox.api('PATCH', '/dns-records/rec-www/', { value: '192.0.2.99' });
    await sandbox.ask('/reset', {});
    const refused = await dnssync(['apply', '--yes', '--expect-plan', hash], cwd, sandbox.env);
    expect([refused.code, await writes()]).toEqual([4, 0]);
    const now = await hashOf(cwd);
    expect(refused.stderr).toContain(now);
    expect((await dnssync(['apply', '--yes', '--expect-plan', now], cwd, sandbox.env)).code).toBe(0);
  });
});

describe('apply --base', () => {
  it('refuses to delete what the base protects, though the branch took the pattern out, and --force does not help', async () => {
    const cwd = folder({});
    git(cwd, 'init', '-q', '-b', 'main');
    commit(cwd, { ...FILES, 'dnssync.yaml': 'protect: [{ name: mail }]\n' });
    git(cwd, 'checkout', '-q', '-b', 'branch');
    commit(cwd, {
      'zones/example.com.yaml': 'ttl: 5m\nrecords: { keep: { A: 192.0.2.1 }, www: { A: 192.0.2.4 } }\n',
      'dnssync.yaml': 'concurrency: 2\n',
    });
    const { code, stderr } = await dnssync(['apply', '--yes', '--force', '--base', 'main'], cwd, sandbox.env);
    expect([code, await writes()]).toEqual([4, 0]);
    expect(stderr).toContain('mail');
  });
});

describe('apply --format markdown', () => {
  it('is the report where something was written, the plan where nothing was', async () => {
    const cwd = folder(FILES);
    const refused = await dnssync(['apply', '--format', 'markdown'], cwd, sandbox.env);
    expect([refused.code, refused.stdout]).toEqual([
      4,
      expect.stringContaining('### DNS plan: 0 to create, 1 to update'),
    ]);
    const { code, stdout } = await dnssync(['apply', '--yes', '--format', 'markdown'], cwd, sandbox.env);
    expect([code, stdout]).toEqual([0, expect.stringContaining('### DNS apply: 1 done')]);
    expect(stdout).toContain('Verified: live equals the files.');
    expect(rendered(stdout).offences).toEqual([]);
  });
});
