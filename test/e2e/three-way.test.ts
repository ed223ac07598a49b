/** `plan --base` with a real git repository: what is read, from which commit, and what is said where that cannot be. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dnssync, folder } from '../support/cli.ts';
import { commit, git } from '../support/git.ts';
import { liveAnswer as live } from '../support/live-answer.ts';

const zone = (records: Record<string, string>, head = ''): string =>
  `${head}ttl: 5m\nrecords:\n${Object.entries(records)
    .map(([name, value]) => `  ${name}: { A: ${value} }\n`)
    .join('')}`;

/** A repository whose main branch has these files, with a branch on top. */
function repository(main: Record<string, string>): string {
  const cwd = folder({ '.gitignore': 'live.json\n' });
  git(cwd, 'init', '-q', '-b', 'main');
  commit(cwd, main);
  git(cwd, 'checkout', '-q', '-b', 'branch');
  return cwd;
}

async function sides(
  cwd: string,
  records: readonly string[],
  args: readonly string[] = [],
): Promise<string[]> {
  writeFileSync(join(cwd, 'live.json'), live(...records));
  const { code, stdout, stderr } = await dnssync(
    ['plan', '--live', 'live.json', '--format', 'json', '--base', 'main', ...args],
    cwd,
  );
  expect([code, stderr]).toEqual([0, '']);
  const { zones } = JSON.parse(stdout) as {
    zones: { changes: { side?: string; name: string; action: string }[] }[];
  };
  return zones
    .flatMap(({ changes }) => changes.map(({ side, action, name }) => `${side} ${action} ${name}`))
    .sort();
}

const ALL = { www: '192.0.2.1', api: '192.0.2.2', app: '192.0.2.3' };

describe('plan --base', () => {
  it('tells what the branch changes from drift and from conflicts', async () => {
    const cwd = repository({ 'zones/example.com.yaml': zone(ALL) });
    commit(cwd, { 'zones/example.com.yaml': zone({ ...ALL, www: '192.0.2.11', app: '192.0.2.13' }) });
    expect(await sides(cwd, ['www 192.0.2.1', 'api 192.0.2.22', 'app 192.0.2.23'])).toEqual([
      'conflict update app',
      'drift update api',
      'yours update www',
    ]);
  });

  it('goes by the merge base, not by what main has become since', async () => {
    const cwd = repository({ 'zones/example.com.yaml': zone(ALL) });
    commit(cwd, { 'zones/example.com.yaml': zone({ ...ALL, www: '192.0.2.11' }) });
    git(cwd, 'checkout', '-q', 'main');
    commit(cwd, { 'zones/example.com.yaml': zone({ ...ALL, api: '192.0.2.12' }) });
    git(cwd, 'checkout', '-q', 'branch');
    // main is applied, so its change is live; this branch would take it back, which is nobody's doing here.
    expect(await sides(cwd, ['www 192.0.2.1', 'api 192.0.2.12', 'app 192.0.2.3'])).toEqual([
      'drift update api',
      'yours update www',
    ]);
  });

  it('counts what is not committed yet as the branch', async () => {
    const cwd = repository({ 'zones/example.com.yaml': zone(ALL) });
    writeFileSync(join(cwd, 'zones/example.com.yaml'), zone({ ...ALL, www: '192.0.2.11' }));
    expect(await sides(cwd, ['www 192.0.2.1', 'api 192.0.2.2', 'app 192.0.2.3'])).toEqual([
      'yours update www',
    ]);
  });

  it('finds a zone whose file was renamed, or whose folder was moved by dnssync.yaml', async () => {
    const cwd = repository({
      'dns/old.yaml': zone(ALL, 'zone: example.com\n'),
      'dnssync.yaml': 'zones: dns\n',
    });
    git(cwd, 'rm', '-q', 'dns/old.yaml');
    commit(cwd, {
      'zones/example.com.yml': zone({ ...ALL, www: '192.0.2.11' }),
      'dnssync.yaml': 'zones: zones\n',
    });
    expect(await sides(cwd, ['www 192.0.2.1', 'api 192.0.2.22', 'app 192.0.2.3'])).toEqual([
      'drift update api',
      'yours update www',
    ]);
  });

  it('works below the root, with names of any kind and through a link', async () => {
    const cwd = repository({ 'a b/ü/zones/_fragment.yaml': 'x', 'a b/ü/shared.txt': 'x' });
    const here = join(cwd, 'a b/ü');
    git(cwd, 'checkout', '-q', 'main');
    mkdirSync(join(here, 'zones/deep'));
    symlinkSync('deep/real.yaml', join(here, 'zones/example.com.yaml'));
    commit(cwd, { 'a b/ü/zones/deep/real.yaml': zone(ALL, 'zone: example.com\n') });
    git(cwd, 'rm', '-q', 'a b/ü/zones/example.com.yaml');
    git(cwd, 'checkout', '-q', '-B', 'branch');
    commit(cwd, { 'a b/ü/zones/deep/real.yaml': zone({ ...ALL, www: '192.0.2.11' }, 'zone: example.com\n') });
    expect(await sides(here, ['www 192.0.2.1', 'api 192.0.2.22', 'app 192.0.2.3'])).toEqual([
      'drift update api',
      'yours update www',
    ]);
  });

  it('reads the base through links to folders, to files elsewhere and to other links, as the disk is read', async () => {
    const cwd = folder({ '.gitignore': 'live.json\n' });
    git(cwd, 'init', '-q', '-b', 'main');
    mkdirSync(join(cwd, 'deep/files/_kept'), { recursive: true });
    symlinkSync('deep', join(cwd, 'way'));
    symlinkSync('way/files', join(cwd, 'zones'));
    symlinkSync('deep/settings.yaml', join(cwd, 'dnssync.yaml'));
    symlinkSync('_kept/link', join(cwd, 'deep/files/example.com.yaml'));
    symlinkSync('real', join(cwd, 'deep/files/_kept/link'));
    const settings = 'deep/settings.yaml';
    commit(cwd, { 'deep/files/_kept/real': zone(ALL), [settings]: 'protect: [{ name: www }]\n' });
    git(cwd, 'checkout', '-q', '-b', 'branch');
    const { www, ...rest } = ALL;
    commit(cwd, { 'deep/files/_kept/real': zone({ ...rest, app: '192.0.2.13' }), [settings]: '' });
    const records = ['www 192.0.2.1', 'api 192.0.2.22', 'app 192.0.2.3'];
    expect(await sides(cwd, records)).toEqual(['drift update api', 'yours delete www', 'yours update app']);
    const { stdout } = await dnssync(['plan', '--live', 'live.json', '--base', 'main'], cwd);
    expect(stdout).toContain('protect');
  });

  it('says that it knows nothing of zones that are a repository of their own', async () => {
    const cwd = repository({ 'README.md': 'words' });
    const zones = join(cwd, 'zones');
    mkdirSync(zones);
    git(zones, 'init', '-q', '-b', 'main');
    commit(zones, { 'example.com.yaml': zone(ALL) });
    commit(cwd, {});
    writeFileSync(join(cwd, 'live.json'), live('www 192.0.2.1'));
    const { stderr } = await dnssync(['plan', '--live', 'live.json', '--base', 'HEAD'], cwd);
    expect(stderr).toContain('the zone files are outside of this git repository');
  });

  it('protects what the base protects, in the zone file and in dnssync.yaml', async () => {
    const cwd = repository({
      'zones/example.com.yaml': zone(ALL, 'protect: [{ name: www }]\n'),
      'dnssync.yaml': 'protect: [{ name: api }]\n',
    });
    commit(cwd, { 'zones/example.com.yaml': zone({ app: '192.0.2.3' }), 'dnssync.yaml': 'concurrency: 2\n' });
    writeFileSync(join(cwd, 'live.json'), live('www 192.0.2.1', 'api 192.0.2.2', 'app 192.0.2.3'));
    const { code, stdout } = await dnssync(['plan', '--live', 'live.json', '--base', 'main'], cwd);
    const name = git(cwd, 'rev-parse', 'main').slice(0, 7);
    expect(code).toBe(0);
    expect(stdout).toContain(`protected by 'name: www' (${name}:zones/example.com.yaml:1)`);
    expect(stdout).toContain(`protected by 'name: api' (${name}:dnssync.yaml:1)`);
    expect(stdout).toContain('Apply will refuse');
  });

  it('goes on where a file of the base is broken, and says what it cannot know', async () => {
    const cwd = repository({ 'zones/example.com.yaml': 'records: [\n' });
    commit(cwd, { 'zones/example.com.yaml': zone(ALL) });
    writeFileSync(join(cwd, 'live.json'), live('www 192.0.2.1'));
    const { code, stdout, stderr } = await dnssync(['plan', '--live', 'live.json', '--base', 'main'], cwd);
    expect([code, stderr]).toEqual([0, expect.stringContaining('could not be read as of')]);
    expect(stdout).not.toMatch(/yours|drift|conflict/);
  });
});

describe('a checkout as CI makes it', () => {
  it('of a merge and its parents alone knows the base as HEAD^1', async () => {
    const origin = repository({ 'zones/example.com.yaml': zone(ALL) });
    commit(origin, { 'zones/example.com.yaml': zone({ ...ALL, www: '192.0.2.11' }) });
    git(origin, 'checkout', '-q', 'main');
    commit(origin, { 'other.txt': 'x' });
    git(origin, 'checkout', '-q', '-b', 'merged');
    git(origin, 'merge', '-q', '--no-ff', '-m', 'merge', 'branch');
    const cwd = folder({});
    git(cwd, 'clone', '-q', '--depth', '2', '-b', 'merged', `file://${origin}`, '.');
    writeFileSync(join(cwd, 'live.json'), live('www 192.0.2.1', 'api 192.0.2.22', 'app 192.0.2.3'));
    const { code, stdout } = await dnssync(['plan', '--live', 'live.json', '--base', 'HEAD^1'], cwd);
    expect([code, stdout]).toEqual([0, expect.stringContaining('By the base: 1 yours, 1 drift.')]);
  });
});

describe('a base that cannot be had', () => {
  const plan = (cwd: string, ref: string, env: Record<string, string> = {}) =>
    dnssync(['plan', '--live', 'live.json', '--base', ref], cwd, env);
  const FILES = { 'zones/example.com.yaml': zone(ALL), 'live.json': live('www 192.0.2.1') };

  it('is invalid input where there is no repository', async () => {
    const { code, stderr } = await plan(folder(FILES), 'main');
    expect([code, stderr]).toEqual([3, expect.stringContaining('needs a git repository')]);
  });

  it('is invalid input where the commit is not known, whatever it is called', async () => {
    const cwd = repository(FILES);
    for (const ref of ['nowhere', '--upload-pack=x', '-h', '', '\x1b[2Jx', 'main:zones']) {
      const { code, stderr } = await dnssync(['plan', '--live', 'live.json', `--base=${ref}`], cwd);
      expect([ref, code]).toEqual([ref, 3]);
      expect(stderr).not.toContain('\x1b[2J');
      if (ref !== '') expect(stderr).toContain('git knows no commit');
    }
  });

  it('is invalid input before the first commit', async () => {
    const cwd = folder(FILES);
    git(cwd, 'init', '-q');
    expect(await plan(cwd, 'HEAD')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('no commit yet'),
    });
  });

  it('is invalid input where two histories never met', async () => {
    const cwd = repository(FILES);
    git(cwd, 'checkout', '-q', '--orphan', 'island');
    commit(cwd, { 'other.txt': 'x' });
    expect(await plan(cwd, 'main')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('no commit in common'),
    });
  });

  it('names the cure in a shallow clone', async () => {
    const origin = repository(FILES);
    commit(origin, { 'a.txt': 'x' });
    git(origin, 'checkout', '-q', 'main');
    commit(origin, { 'b.txt': 'x' });
    const cwd = folder({});
    git(cwd, 'clone', '-q', '--depth', '1', '--no-single-branch', '-b', 'branch', `file://${origin}`, '.');
    writeFileSync(join(cwd, 'live.json'), FILES['live.json']);
    const met = await plan(cwd, 'origin/main');
    expect(met).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/shallow clone[\s\S]*fetch-depth: 0/),
    });
    expect((await plan(cwd, 'v1')).stderr).toContain('fetch-depth: 0');
  });

  it('is exit 1 where there is no git', async () => {
    const cwd = repository(FILES);
    const node = execFileSync('which', ['node'], { encoding: 'utf8' }).trim();
    const bin = folder({});
    symlinkSync(node, join(bin, 'node'));
    expect(await plan(cwd, 'main', { PATH: bin })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('git is not installed'),
    });
  });
});
