/** Where the token is, and is not, while the built command line runs. */
import { once } from 'node:events';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { faultServer } from '../provider/support/fault-server.ts';
import { dnssync, dnssyncUnverified, ended, folder, startCli } from '../support/cli.ts';
import { encodingsOf } from '../support/encodings.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

const TOKEN = 'vps_Canary7Qx-2mZ_9LwTr4KdPvbH8';
const FILES = { 'zones/example.com.yaml': 'records: { www: { A: 192.0.2.1 } }\n' };

function expectNone(text: string, about: string): void {
  for (const encoded of encodingsOf(TOKEN))
    expect(text.includes(encoded), `${encoded}, ${about}: ${text}`).toBe(false);
}

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
      expectNone(readFileSync(`/proc/${child.pid}/cmdline`, 'utf8'), 'cmdline');
      child.kill('SIGTERM');
      await end;
      await server.close();
    },
  );
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

/** All but those that keep a connection open for as long as a time-out lasts: test/provider/vpsorg/http.test.ts has them. */
const FAULTS = [
  ...[
    '400',
    '500',
    '503',
    '502-html',
    '429',
    '401',
    '403',
    '404',
    'reset-before',
    'redirect',
    '500-after',
    '502-html-after',
  ],
  ...['reset-after', 'truncated', 'slow-body', 'bad-json', 'empty', 'html-200', 'slow', 'late'],
];

describe('every command, whatever befalls every third request', () => {
  let sandbox: RunningSandbox;
  beforeAll(async () => {
    sandbox = await startSandbox(['--token', TOKEN, '--extra-fields']);
  });

  it('leaves the token nowhere: not in its output, not in a file', { timeout: 300_000 }, async () => {
    for (const kind of FAULTS) {
      await sandbox.ask('/seed', { zones: [{ domain: 'example.com', records: [] }] });
      await sandbox.ask('/faults', { seed: 7, rate: 0.34, kinds: [kind] });
      const commands = [
        ['validate'],
        ['plan'],
        ['zones', '--out', 'zones.json'],
        ['whoami'],
        ['verify', '--timeout', '1s', '--nameserver', '127.0.0.1:9'],
        ['apply', '--yes', '--force', '--timeout', '30s'],
      ];
      const env = { VPS_API_URL: sandbox.url, VPS_API_TOKEN: TOKEN, DNSSYNC_DEBUG: '1' };
      await Promise.all(
        commands.map(async (args) => {
          const cwd = folder(FILES);
          const { stdout, stderr } = await dnssyncUnverified([...args, '-v'], cwd, env);
          const files = readdirSync(cwd, { recursive: true, encoding: 'utf8' }).map((name) =>
            join(cwd, name),
          );
          const texts = files.map((file) => (statSync(file).isFile() ? readFileSync(file, 'utf8') : ''));
          expectNone([stdout, stderr, ...texts].join('\n'), `${kind}: ${args.join(' ')}`);
        }),
      );
    }
  });
});
