/** Where the token is, and is not, while the built command line runs. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type FaultServer, faultServer } from '../provider/support/fault-server.ts';
import { expectNoCanary as expectNone, CANARY as TOKEN, textsIn } from '../support/canary.ts';
import { dnssync, dnssyncUnverified, ended, folder, startCli } from '../support/cli.ts';
import { encodingsOf } from '../support/encodings.ts';
import { startSandbox } from '../support/sandbox.ts';

const FILES = { 'zones/example.com.yaml': 'records: { www: { A: 192.0.2.1 } }\n' };

describe('a token pasted to the wrong place of the command line', () => {
  it.each([
    ['plan', `--token=${TOKEN}`],
    ['plan', `--tok=${TOKEN}`],
    ['plan', '--token', TOKEN],
    ['plan', TOKEN],
    ['plan', '--token-file', TOKEN],
    ['plan', '--max-wait', TOKEN],
    ['plan', '--format', TOKEN],
    ['plan', '--zones', TOKEN],
    ['plan', '--live', TOKEN],
    ['plan', '--target', `${TOKEN}/A`],
    ['apply', '--allow', `${TOKEN}=3`],
    ['zones', '--out', `/nonexistent/${TOKEN}`],
    ['rules', TOKEN],
    ['validate', TOKEN],
    [TOKEN],
  ])('is not repeated: %s %s', async (...args) => {
    const { code, stdout, stderr } = await dnssync(args, folder(FILES), {
      VPS_API_URL: 'http://127.0.0.1:9',
    });
    expectNone(stdout + stderr, args.join(' '));
    expect([1, 3]).toContain(code);
  });

  it('is no reason to hide the name of a folder that is there', async () => {
    const cwd = folder({ 'vps_production_zones/example.com.yaml': 'records: { www: { A: x } }\n' });
    const { stdout } = await dnssync(['validate', '--zones', 'vps_production_zones'], cwd);
    expect(stdout).toContain('vps_production_zones/example.com.yaml:1');
  });
});

it('a token file that others can read is told of', async () => {
  const cwd = folder({ token: `${TOKEN}\n` });
  const args = ['whoami', '--token-file', 'token'];
  const env = { VPS_API_URL: 'http://127.0.0.1:9' };
  for (const [mode, isTold] of [
    [0o644, true],
    [0o600, false],
  ] as const) {
    chmodSync(join(cwd, 'token'), mode);
    const { stdout, stderr } = await dnssync(args, cwd, env);
    expect(stderr.includes('others can read the token file token')).toBe(isTold);
    expectNone(stdout + stderr, 'token file');
  }
});

describe.skipIf(!existsSync('/proc/self/cmdline'))('while a call hangs', () => {
  it.each(['VPS_API_TOKEN', '--token-file'])(
    'no argument of any process holds the token of %s',
    async (source) => {
      const cwd = folder({ ...FILES, token: `${TOKEN}\n` });
      chmodSync(join(cwd, 'token'), 0o600);
      let asked: () => void = () => undefined;
      const isAsked = new Promise<void>((resolve) => {
        asked = resolve;
      });
      const server = await faultServer(() => asked());
      const args = source === '--token-file' ? ['plan', source, 'token'] : ['plan'];
      const env = {
        VPS_API_URL: server.apiUrl,
        ...(source === '--token-file' ? {} : { VPS_API_TOKEN: TOKEN }),
      };
      const child = startCli(args, cwd, env);
      const end = ended(child);
      await isAsked;
      expect(readFileSync(`/proc/${child.pid}/cmdline`, 'utf8')).toContain('plan');
      expect(readFileSync(`/proc/${child.pid}/coredump_filter`, 'utf8')).toMatch(/^0+\n$/);
      expectNone(readFileSync(`/proc/${child.pid}/cmdline`, 'utf8'), 'cmdline');
      child.kill('SIGTERM');
      await end;
      await server.close();
    },
  );
});

describe('a process that crashes', () => {
  const PATTERN = '/proc/sys/kernel/core_pattern';
  const isHere = existsSync(PATTERN) && /^core\b/.test(readFileSync(PATTERN, 'utf8'));

  /** Lets a program crash that holds the token, and reads what it leaves; undefined where it leaves nothing. */
  async function dumpOf(
    command: readonly string[],
    isReady: (server: FaultServer) => Promise<unknown>,
  ): Promise<Buffer | undefined> {
    const cwd = folder(FILES);
    const hangs = await faultServer(() => undefined);
    const child = spawn(
      'bash',
      ['-c', 'ulimit -c unlimited; exec "$@"', 'bash', process.execPath, ...command],
      {
        cwd,
        env: { PATH: process.env.PATH, VPS_API_TOKEN: TOKEN, VPS_API_URL: hangs.apiUrl },
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    const exited = once(child, 'exit');
    await Promise.race([isReady(hangs), once(child.stdout, 'data')]);
    child.kill('SIGSEGV');
    await exited;
    await hangs.close();
    const dump = readdirSync(cwd).find((name) => name.startsWith('core'));
    return dump === undefined ? undefined : readFileSync(join(cwd, dump));
  }

  it.skipIf(!isHere)('leaves a core dump without the token', async ({ skip }) => {
    const never = new Promise(() => undefined);
    const other = await dumpOf(
      ['-e', "setInterval(() => undefined, 1e6); console.log('ready')"],
      () => never,
    );
    if (other === undefined) return skip('no core dumps here');
    expect(other.includes(TOKEN)).toBe(true);
    const isAsked = async ({ seen }: FaultServer) => {
      while (seen.length === 0) await new Promise((turn) => setImmediate(turn));
    };
    const own = await dumpOf([resolve('lib/cli.js'), 'plan'], isAsked);
    expect(own?.length).toBeGreaterThan(0);
    for (const encoded of encodingsOf(TOKEN)) expect(own?.includes(encoded), encoded).toBe(false);
  });
});

it.skipIf(!existsSync('/proc/self/environ'))('`dnssync sandbox` does not hand the token on', async () => {
  const args = ['sandbox', '--port', '0', '--control-port', '0', '--json'];
  const child = startCli(args, folder({}), { VPS_API_TOKEN: TOKEN });
  const end = ended(child);
  await once(child.stdout as NodeJS.ReadableStream, 'data');
  const pids = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim().split(' ');
  const environments = pids.map((pid) => readFileSync(`/proc/${pid}/environ`, 'utf8'));
  expect(environments).toEqual([expect.stringContaining('PATH=')]);
  expectNone(environments.join('\n'), 'environ');
  child.kill('SIGTERM');
  await end;
});

it('`.env` in the working directory has no effect', async () => {
  const server = await faultServer((_, response) => response.writeHead(200).end('[]'));
  const cwd = folder({ ...FILES, '.env': `VPS_API_TOKEN=${TOKEN}\nVPS_API_URL=${server.apiUrl}\n` });
  const { code, stderr } = await dnssync(['zones'], cwd);
  await server.close();
  expect(code).toBe(1);
  expect(stderr).toContain('no API token');
  expect(server.seen).toEqual([]);
});

it.each([
  [{ NODE_TLS_REJECT_UNAUTHORIZED: '0' }, 'NODE_TLS_REJECT_UNAUTHORIZED'],
  [{ VPS_API_URL: 'http://admin.vps.org' }, 'VPS_API_URL'],
  [{ VPS_API_URL: 'http://127.0.0.1.evil.example' }, 'VPS_API_URL'],
  [{ VPS_API_URL: 'http://localhost@evil.example' }, 'VPS_API_URL'],
  [{ VPS_API_URL: `https://admin.vps.org/?token=${TOKEN}` }, 'VPS_API_URL'],
  [{ VPS_API_URL: 'https://169.254.169.254/' }, 'VPS_API_URL'],
])('with %o nothing is sent', async (env, named) => {
  const { code, stdout, stderr } = await dnssync(['plan', '-v'], folder(FILES), {
    VPS_API_TOKEN: TOKEN,
    ...env,
  });
  expect(code).toBe(3);
  expect(stderr).toContain(named);
  expectNone(stdout + stderr, named);
});

it('nothing but apply sends anything but GET, whatever it is told to do', async () => {
  const sandbox = await startSandbox(['--token', TOKEN]);
  await sandbox.ask('/seed', { zones: [{ domain: 'example.com', records: [] }] });
  const cwd = folder({ ...FILES, 'zones/new.example.yaml': 'records: { www: { A: 192.0.2.1 } }\n' });
  const dns = ['--timeout', '1s', '--nameserver', '127.0.0.1:9'];
  for (const args of [
    ['plan', '-v', '--detailed-exitcode'],
    ['plan', '--format', 'json', '--target', 'www/A', 'example.com'],
    ['plan', '--format', 'diff', '--color', 'always', '-q'],
    ['verify', ...dns],
    ['verify', '--dns-only', ...dns],
    ['zones'],
    ['whoami'],
    ['export', '--to', 'json', '--source', 'live', '--out', 'exported'],
    ['apply'],
  ]) {
    await dnssyncUnverified(args, cwd, sandbox.env);
  }
  const { requests } = await sandbox.ask<{ requests: { method: string }[] }>('/log');
  expect(requests.length).toBeGreaterThan(5);
  expect(requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  await sandbox.stop();
});

it('is kept in no file, though it stands in a record: what would have to hold it is refused, and says why', async () => {
  const sandbox = await startSandbox(['--token', TOKEN]);
  const records = [{ record_type: 'TXT', name: 'leak', value: `key=${TOKEN}`, ttl: 300 }];
  await sandbox.ask('/seed', { zones: [{ domain: 'example.com', records }] });
  await sandbox.ask('/reset', {});
  for (const [args, what] of [
    [['plan', '--out', 'plan.json'], 'the plan is not saved'],
    [['apply', '--yes', '--force'], 'nothing was written'],
    [['snapshot'], 'no snapshot was taken'],
  ] as const) {
    const cwd = folder(FILES);
    const { code, stdout, stderr } = await dnssyncUnverified(args, cwd, sandbox.env);
    expect([code, stderr]).toEqual([4, expect.stringContaining(`${what}: your API token stands in`)]);
    expect(stderr).toContain('revoke it');
    expectNone([stdout, stderr, textsIn(cwd)].join('\n'), args.join(' '));
  }
  const { requests } = await sandbox.ask<{ requests: { method: string }[] }>('/log');
  expect(requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  await sandbox.stop();
});
