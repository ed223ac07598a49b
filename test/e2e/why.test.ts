/** `dnssync why`: each value's place, commit, standing, run and DNS answer; and what could not be looked at is said. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WhyJson } from '../../src/render/why-json.ts';
import { dnssync, dnssyncUnverified, folder } from '../support/cli.ts';
import { bindIsMissing, settled } from '../support/published.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

const hasGit = spawnSync('git', ['--version']).status === 0;
// biome-ignore lint/suspicious/noConsole: a test that is left out must not look like one that passed
if (!hasGit) console.warn('git is not installed: its part of why is not tested');

const ZONE = `ttl: 1h
protect: { name: "@", type: MX }
ignore: { name: "_acme-challenge.**", type: TXT }
records:
  "@":
    MX: 10 mx1.example.com
  api:
    A:
      - 192.0.2.7
      - 192.0.2.9
  mx1:
    A: 192.0.2.25
  new:
    A: 10.0.0.1
  "*.dev":
    A: 192.0.2.30
`;

const LIVE = [
  ['@', 'MX', 'mx1.example.com', 10],
  ['@', 'NS', 'ns1.vps.org'],
  ['@', 'TXT', 'left by marketing'],
  ['api', 'A', '192.0.2.7'],
  ['api', 'A', '192.0.2.8'],
  ['mx1', 'A', '192.0.2.25'],
  ['*.dev', 'A', '192.0.2.30'],
  ['_acme-challenge', 'TXT', 'token'],
  ['only-live', 'A', '192.0.2.99'],
].map(([name, record_type, value, priority]) => ({ name, record_type, value, priority, ttl: 3600 }));

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox(['--named']);
  await sandbox.ask('/seed', { zones: [{ domain: 'example.com', records: LIVE }] });
});
afterAll(() => sandbox.stop());

const place = (): string => folder({ 'zones/example.com.yaml': ZONE });

async function why(cwd: string, ...args: string[]): Promise<WhyJson['names'][number]> {
  const { code, stdout, stderr } = await dnssync(
    ['why', ...args, '--no-dns', '--format', 'json'],
    cwd,
    sandbox.env,
  );
  expect(code, stderr).toBe(0);
  const [name] = (JSON.parse(stdout) as WhyJson).names;
  if (name === undefined) throw new Error(stdout);
  return name;
}

describe('dnssync why', () => {
  it('tells of each value where it stands and how it stands to live', async () => {
    const cwd = place();
    const states = async (...args: string[]): Promise<unknown> =>
      (await why(cwd, ...args)).values.map(({ type, value, state, source }) =>
        [type, value, state, source?.line].filter((part) => part !== undefined).join(' '),
      );
    expect(await states('api')).toEqual(['A 192.0.2.7 in-sync 9', 'A 192.0.2.9 differs 10']);
    expect(await states('new.example.com')).toEqual(['A 10.0.0.1 absent 14']);
    expect(await states('only-live.example.com')).toEqual(['A 192.0.2.99 undeclared']);
    expect(await states('_acme-challenge.example.com')).toEqual(['TXT token left-alone']);
    expect(await states('@')).toEqual([
      'MX mx1.example.com in-sync 6',
      'TXT left by marketing undeclared',
      'NS ns1.vps.org vendors',
    ]);
    expect(await states('@', 'mx')).toEqual(['MX mx1.example.com in-sync 6']);
  });

  it('names the pattern that ignores or protects, and the findings of the line', async () => {
    const cwd = place();
    const [ignored] = (await why(cwd, '_acme-challenge.example.com')).values;
    expect(ignored?.ignoredBy?.source).toMatchObject({ file: 'zones/example.com.yaml', line: 3 });
    const [mx] = (await why(cwd, '@', 'MX')).values;
    expect(mx?.protectedBy?.source.line).toBe(2);
    const { findings } = await why(cwd, 'new');
    expect(findings).toEqual([expect.objectContaining({ rule: 'addr-special', severity: 'warning' })]);
  });

  it.skipIf(!hasGit)('tells the commit of each line, or that it is not committed', async () => {
    const cwd = place();
    expect((await why(cwd, 'api')).git.status).toBe('not-asked');
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=Ann', '-c', 'user.email=a@b', ...args], {
        cwd,
        encoding: 'utf8',
      });
    git('init', '-q');
    expect((await why(cwd, 'api')).values.map(({ commit }) => commit)).toEqual([null, null]);
    git('add', '.');
    git('commit', '-qm', 'Zones as they are');
    const file = join(cwd, 'zones/example.com.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('192.0.2.9', '192.0.2.10'));
    const [first, second] = (await why(cwd, 'api')).values;
    const id = git('rev-parse', 'HEAD').trim();
    expect(first?.commit).toMatchObject({ id, author: 'Ann', subject: 'Zones as they are' });
    expect(second?.commit).toBeNull();
  });

  it('says what it did not look at, and never that it is not there', async () => {
    const cwd = place();
    const { code, stdout } = await dnssync(['why', 'api', '--no-dns'], cwd);
    expect(code).toBe(0);
    expect(stdout).toContain('live    was not looked at: there is no VPS_API_TOKEN');
    expect(stdout).not.toContain('not live');
    const refused = await dnssync(['why', 'api', '--no-dns'], cwd, {
      ...sandbox.env,
      VPS_API_TOKEN: 'vps_wrong_token_of_somebody',
    });
    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain('live    could not be looked at');
  });

  it('knows near misses of names and types, and the wildcard that answers', async () => {
    const cwd = place();
    const told = async (...args: string[]): Promise<string> => {
      const { code, stderr } = await dnssync(['why', ...args, '--no-dns'], cwd, sandbox.env);
      expect(code).toBe(3);
      return stderr;
    };
    expect(await told('apii')).toContain('did you mean api?');
    expect(await told('apii.example.com')).toContain('did you mean api.example.com?');
    expect(await told('api', 'AAA')).toContain('did you mean AAAA?');
    expect(await told('x.dev.example.com')).toContain("dnssync why '*.dev.example.com'");
    expect(await told('www.example.net')).toContain('no zone file has the name');
  });

  it.skipIf(bindIsMissing())(
    'asks the name servers, and tells the last run that touched the name',
    async () => {
      const own = await startSandbox(['--named']);
      await own.ask('/seed', { zones: [{ domain: 'example.com', records: LIVE }] });
      const cwd = folder({ 'zones/example.com.yaml': ZONE, 'dnssync.yaml': `nameservers: "${own.dns}"\n` });
      await settled(own);
      const before = await dnssync(['why', 'api'], cwd, own.env);
      expect(before.stdout).toContain('DNS     as live is, not yet as the file says');
      expect(before.stdout).toContain('192.0.2.7, 192.0.2.8');
      expect(before.stdout).toContain('run     none that is kept changed it');
      const apply = await dnssync(['apply', '--yes', '--verify'], cwd, own.env);
      expect(apply.code, apply.stdout + apply.stderr).toBe(0);
      const after = await dnssyncUnverified(['why', 'api'], cwd, own.env);
      expect(after.stdout).toContain('DNS     1 server asked: answers just that');
      expect(after.stdout).toMatch(
        /run {5}apply \d{8}T.*\n.*~ api\.example\.com A 192\.0\.2\.8 → 192\.0\.2\.9 {2}done/,
      );
      const other = await dnssyncUnverified(['why', 'mx1'], cwd, own.env);
      expect(other.stdout).toContain('run     none that is kept changed it');
      await own.stop();
    },
  );
});
