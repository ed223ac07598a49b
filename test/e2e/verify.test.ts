/** `dnssync verify` and `apply --verify` through the built command line, against a real named. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { dnssync, ended, folder, startCli } from '../support/cli.ts';
import { fakeNameServer } from '../support/fake-name-server.ts';
import { bindIsMissing, expectPublished, nameserver, settled } from '../support/published.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

const LONG = 'long text, '.repeat(200);
const HUNDRED = Array.from({ length: 100 }, (_, index) => `192.0.2.${index}`).join(', ');
const EVERYTHING = `ttl: 5m
records:
  "@":
    A: [192.0.2.1, 192.0.2.2]
    AAAA: 2001:0DB8::1
    MX: 10 MX1.Example.NET
    TXT: ["v=spf1 include:_spf.example.net -all", "caf\u00e9 ; with \\"quotes\\""]
    CAA: [0 issue "letsencrypt.org", 128 iodef "mailto:hostmaster@example.com"]
  www: { CNAME: "@" }
  "*": { TXT: wild }
  "*.dev": { A: { ttl: 1m, values: 192.0.2.9 } }
  there.dev: { MX: 10 mx1.example.net }
  b\u00fccher: { A: 192.0.2.10 }
  nomail: { MX: 0 . }
  _sip._tcp: { SRV: 10 5 5060 sip.example.net }
  sub: { NS: [ns1.sub.example.com, ns.example.net] }
  ns1.sub: { A: 192.0.2.53, AAAA: 2001:db8::53 }
  long: { TXT: "${LONG}x" }
  many: { A: [${HUNDRED}] }
`;
const FILE = 'zones/example.com.yaml';
const SMALL = 'ttl: 5m\nrecords: { www: { A: 192.0.2.1 }, api: { A: 192.0.2.2 } }\n';

interface Report {
  readonly summary: object;
  readonly zones: readonly { readonly differences: readonly object[] }[];
}

/** The JSON of a command, and how it ended. */
async function json<T>(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<T> {
  const { stdout } = await dnssync([...args, '--format', 'json'], cwd, env);
  return JSON.parse(stdout) as T;
}

describe.skipIf(bindIsMissing())('with a real named', { timeout: 60_000 }, () => {
  let sandbox: RunningSandbox;
  let at: readonly string[];
  beforeAll(async () => {
    sandbox = await startSandbox(['--named']);
    at = nameserver(sandbox);
  });
  afterAll(() => sandbox.stop());
  beforeEach(async () => {
    await sandbox.ask('/reset?state=1', {});
    await settled(sandbox);
  });

  /** A folder whose zone is applied and published. */
  async function applied(text: string): Promise<string> {
    const cwd = folder({ [FILE]: text });
    const result = await dnssync(['apply', '--yes', '--verify', ...at], cwd, sandbox.env);
    expect(result.code, result.stdout + result.stderr).toBe(0);
    return cwd;
  }

  /** A record that named refuses, which nobody's file holds and no plan touches: from now on nothing is published. */
  async function freeze(): Promise<void> {
    const record = {
      zone: 'example.com',
      record_type: 'NS',
      name: '@',
      value: 'nowhere.example.com',
      ttl: 300,
    };
    await sandbox.ask('/edit', { create: [record] });
    expect((await settled(sandbox)).get('example.com')?.state).toBe('frozen');
  }

  describe('verify', () => {
    it('finds every kind of record equal', async () => {
      const cwd = await applied(EVERYTHING);
      const { stdout } = await expectPublished(cwd, sandbox);
      expect(stdout).toBe('Verified: files, API and DNS say the same (1 zone, 17 RRsets, 1 server).\n');
      expect(await json<Report>(['verify', ...at], cwd, sandbox.env)).toMatchObject({
        formatVersion: '1.0',
        summary: { zones: 1, equal: 1, different: 0, unasked: 0, rrsets: 17, differences: 0 },
        zones: [
          { zone: 'example.com', verdict: 'equal', api: { status: 'read' }, passedOver: 0, differences: [] },
        ],
      });
    });

    it('is content with a delegation whose zone stands on the same server, and hides it', async () => {
      const cwd = folder({
        [FILE]: `${SMALL.replace(' }\n', ', child: { NS: ns.example.net, TXT: hidden } }\n')}`,
        'zones/child.example.com.yaml': 'records: { www: { A: 192.0.2.3 } }\n',
      });
      const { code, stdout } = await dnssync(['apply', '--yes', '--verify', ...at], cwd, sandbox.env);
      expect(code, stdout).toBe(0);
      expect(stdout).toContain('(2 zones, 5 RRsets, 1 server');
    });

    it('asks a zone of 3,000 RRsets in seconds', async () => {
      const names = Array.from({ length: 3000 }, (_, index) => `h${index}`);
      await sandbox.ask('/seed', {
        zones: [
          {
            domain: 'example.com',
            records: names.map((name) => ({ record_type: 'A', name, value: '192.0.2.1', ttl: 300 })),
          },
        ],
      });
      await settled(sandbox);
      const text = names.map((name) => `  ${name}: { A: 192.0.2.1 }\n`).join('');
      const cwd = folder({ [FILE]: `ttl: 5m\nrecords:\n${text}` });
      const started = performance.now();
      const { code, stdout } = await dnssync(['verify', '--dns-only', ...at], cwd);
      expect(code, stdout).toBe(0);
      // Measured with 5,000: 1.2 s on two cores.
      expect(performance.now() - started).toBeLessThan(10_000);
    });

    it('takes its servers from the lines that the sandbox prints', async () => {
      const child = spawn(process.execPath, [
        resolve('lib/sandbox.js'),
        '--port',
        '0',
        '--control-port',
        '0',
        '--named',
      ]);
      onTestFinished(() => void child.kill('SIGTERM'));
      let said = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
      while (!said.includes('Ctrl-C')) await once(child.stdout, 'data');
      const env = Object.fromEntries(
        [...said.matchAll(/export (\w+)=(\S+)/g)].map(([, name, value]) => [name, value]),
      );
      const [line = ''] = /^ {2}nameservers: .*$/m.exec(said) ?? [];
      const cwd = folder({ [FILE]: SMALL, 'dnssync.yaml': `${line.trim()}\n` });
      const apply = await dnssync(['apply', '--yes', '--verify'], cwd, env as Record<string, string>);
      expect(apply.code, apply.stdout + apply.stderr).toBe(0);
      expect((await dnssync(['verify'], cwd, env as Record<string, string>)).code).toBe(0);
    });

    it('shows what file, API and server say where a record was changed, lost or added by hand', async () => {
      const cwd = await applied(SMALL);
      const { zones } = await sandbox.ask<{ zones: { records: { uuid: string; name: string }[] }[] }>(
        '/state',
      );
      const uuid = (name: string) => zones[0]?.records.find((record) => record.name === name)?.uuid;
      await sandbox.ask('/edit', {
        update: [{ uuid: uuid('www'), value: '192.0.2.99' }],
        delete: [uuid('api')],
        create: [
          { zone: 'example.com', record_type: 'TXT', name: 'old', value: '\u202eleft behind', ttl: 60 },
        ],
      });
      await settled(sandbox);
      const { code, stdout } = await dnssync(['verify', ...at], cwd, sandbox.env);
      expect(code).toBe(5);
      expect(
        stdout
          .replaceAll(/serial \d+/g, 'serial N')
          .replaceAll(sandbox.dns ?? '', 'SERVER')
          .split('\n'),
      ).toEqual([
        'example.com  3 of 3 RRsets differ  zones/example.com.yaml',
        '  SERVER  serial N',
        '',
        '  api  A  zones/example.com.yaml:2',
        expect.stringMatching(/^ {6}file +192\.0\.2\.2 +5m$/),
        expect.stringMatching(/^ {4}\u2260 API +not there$/),
        expect.stringMatching(/^ {4}\u2260 SERVER +no such name \(NXDOMAIN\)$/),
        '',
        '  old  TXT',
        expect.stringMatching(/^ {6}file +not there$/),
        expect.stringMatching(/^ {4}\u2260 API +\\u\{202e\}left behind +1m$/),
        expect.stringMatching(/^ {4}\u2260 SERVER +\\u\{202e\}left behind +1m$/),
        '',
        '  www  A  zones/example.com.yaml:2',
        expect.stringMatching(/^ {6}file +192\.0\.2\.1 +5m$/),
        expect.stringMatching(/^ {4}\u2260 API +192\.0\.2\.99 +5m$/),
        expect.stringMatching(/^ {4}\u2260 SERVER +192\.0\.2\.99 +5m$/),
        '',
        expect.stringContaining('dnssync apply mends it'),
        '',
        expect.stringMatching(/^Not verified: 3 RRsets differ/),
        '',
      ]);
      const report = await json<Report>(['verify', ...at], cwd, sandbox.env);
      expect(report.zones[0]?.differences).toMatchObject([
        {
          name: 'api',
          type: 'A',
          api: null,
          apiAgrees: false,
          servers: [{ agrees: false, found: { kind: 'nxdomain' } }],
        },
        { name: 'old', type: 'TXT', file: null },
        {
          name: 'www',
          type: 'A',
          source: { file: FILE, line: 2 },
          file: { values: [{ value: '192.0.2.1' }], ttl: 300 },
          api: { values: [{ value: '192.0.2.99' }], ttl: 300 },
          servers: [{ found: { kind: 'rrset', values: [{ value: '192.0.2.99' }], ttl: 300 } }],
        },
      ]);
    });

    it('finds what only the API says, and what only the servers say', async () => {
      const cwd = await applied(SMALL);
      await freeze();
      const record = { zone: 'example.com', record_type: 'A', name: 'new', value: '192.0.2.7', ttl: 300 };
      await sandbox.ask('/edit', { create: [record] });
      await settled(sandbox);
      const { zones } = await json<Report>(['verify', ...at], cwd, sandbox.env);
      expect(zones[0]?.differences).toMatchObject([
        { name: 'new', apiAgrees: false, servers: [{ agrees: true }] },
      ]);
    });

    it('compares files and DNS where there is no token, and says so', async () => {
      const cwd = await applied(SMALL);
      const silent = await dnssync(['verify', '--dns-only', ...at], cwd);
      expect(silent).toMatchObject({
        code: 0,
        stderr: '',
        stdout: expect.stringContaining('files and DNS say the same'),
      });
      const told = await dnssync(['verify', ...at], cwd);
      expect(told).toMatchObject({ code: 0, stderr: expect.stringContaining('no VPS_API_TOKEN') });
    });

    it('compares them too where the API cannot be asked, and that is exit 1', async () => {
      const cwd = await applied(SMALL);
      const env = { ...sandbox.env, VPS_API_TOKEN: 'vps_mistyped_token' };
      const { code, stdout, stderr } = await dnssync(['verify', ...at], cwd, env);
      expect([code, stderr]).toEqual([1, expect.stringContaining('401')]);
      expect(stdout).toContain('2 RRsets equal where asked');
      expect(stdout).toContain('the API could not be read');
      expect(stdout + stderr).not.toContain('vps_mistyped_token');
    });

    it('names a server that does not serve the zone', async () => {
      const cwd = folder({ [FILE]: SMALL });
      const { code, stdout } = await dnssync(['verify', '--dns-only', ...at], cwd);
      expect(code).toBe(5);
      expect(stdout).toContain(`${sandbox.dns} does not serve example.com (REFUSED)`);
    });
  });

  describe('apply --verify', () => {
    it('ends when the servers have every change: names made, changed and gone', async () => {
      const cwd = await applied(EVERYTHING);
      const less = EVERYTHING.replace('www: { CNAME: "@" }', 'www: { A: 192.0.2.77 }')
        .replace(/ {2}nomail.*\n/, '')
        .replace(/ {2}"\*": .*\n/, '')
        .replace(/ {4}TXT: \[.*\n/, '    TXT: "v=spf1 -all"\n');
      const next = folder({ [FILE]: less });
      const { code, stdout } = await dnssync(
        ['apply', '--yes', '--force', '--verify', ...at],
        next,
        sandbox.env,
      );
      expect(code, stdout).toBe(0);
      expect(stdout).toMatch(
        /Verified: DNS answers what the files say \(1 zone, \d+ RRsets, 1 server, after [\d.]+ s\)\.\n$/,
      );
      await expectPublished(next, sandbox);
      expect(cwd).not.toBe(next);
    });

    it('does not wait for a zone that the apply deleted', async () => {
      await applied(SMALL);
      const cwd = folder({
        [FILE]: 'state: absent\n',
        'zones/other.example.yaml': 'records: { www: { A: 192.0.2.1 } }\n',
      });
      const args = ['apply', '--yes', '--allow-zone-delete', 'example.com', '--verify', ...at];
      const { code, stdout } = await dnssync(args, cwd, sandbox.env);
      expect(code, stdout).toBe(0);
      expect(stdout).toMatch(/Verified: DNS answers what the files say \(1 zone, 1 RRset, 1 server/);
    });

    it('waits for a service that takes its time', async () => {
      const slow = await startSandbox(['--named', '--publish-delay', '1500']);
      try {
        const cwd = folder({ [FILE]: SMALL });
        const args = ['apply', '--yes', '--verify', ...nameserver(slow)];
        const { code, stdout, stderr } = await dnssync(args, cwd, slow.env);
        expect(code, stdout + stderr).toBe(0);
        expect(stderr).toContain(`waiting for ${slow.dns}: 2 RRsets are not there yet`);
        expect(stdout).toContain('Verified: DNS answers what the files say');
      } finally {
        await slow.stop();
      }
    });

    it('tells changes that were accepted and not published: exit 5', async () => {
      const cwd = await applied(SMALL);
      await freeze();
      const next = folder({ [FILE]: SMALL.replace('192.0.2.2', '192.0.2.3') });
      const args = ['apply', '--yes', '--verify', '--verify-timeout', '1', ...at];
      const { code, stdout } = await dnssync(args, next, sandbox.env);
      expect(code).toBe(5);
      expect(stdout).toContain('Verified: live equals the files.');
      expect(stdout).toContain('Accepted but not published: example.com');
      expect(stdout).toContain('its serial has not moved');
      // A rerun has nothing to apply, and must not look like success.
      const again = await json<{ dns: object; report?: object }>(args, next, sandbox.env);
      expect(again.report).toBeUndefined();
      expect(again.dns).toMatchObject({ status: 'not-verified', zones: [{ publication: 'not-published' }] });
      expect((await dnssync(args, next, sandbox.env)).code).toBe(5);
      expect((await dnssync(['apply', '--yes'], cwd, sandbox.env)).code).toBe(0);
    });

    it('names the server that lags', async () => {
      const other = await startSandbox(['--named']);
      try {
        await other.ask('/seed', { zones: [{ domain: 'example.com', records: [] }] });
        await settled(other);
        const cwd = folder({ [FILE]: SMALL });
        const args = ['apply', '--yes', '--verify', '--verify-timeout', '1', ...at, ...nameserver(other)];
        const { code, stdout } = await dnssync(args, cwd, sandbox.env);
        expect(code, stdout).toBe(5);
        expect(stdout).toMatch(/Not yet on every server: example\.com/);
        expect(stdout).toContain(`${other.dns} lags behind`);
      } finally {
        await other.stop();
      }
    });

    it('is ended by a stop, with its report', async () => {
      await applied(SMALL);
      await freeze();
      const next = folder({ [FILE]: SMALL.replace('192.0.2.2', '192.0.2.3') });
      const child = startCli(['apply', '--yes', '--verify', ...at], next, sandbox.env);
      const result = ended(child);
      while (!String((await once(child.stderr as NodeJS.ReadableStream, 'data'))[0]).includes('waiting for'));
      child.kill('SIGTERM');
      const { code, stdout } = await result;
      expect(code).toBe(143);
      expect(stdout).toContain('1 updated');
      expect(stdout).toContain('Not verified');
    });

    it('is not verified by a server that cannot be asked', async () => {
      const args = ['apply', '--yes', '--verify', '--verify-timeout', '1', '--nameserver', '127.0.0.1:1'];
      const cwd = folder({ [FILE]: SMALL });
      const { code, stdout } = await dnssync(args, cwd, sandbox.env);
      expect(code).toBe(5);
      expect(stdout).toContain('Not verified: not every server could be asked');
      // Nothing to write any more: then it is as with verify.
      expect((await dnssync(args, cwd, sandbox.env)).code).toBe(1);
    });
  });
});

describe('without a server', () => {
  it('verify is exit 1, and never looks like success', async () => {
    const { address } = await fakeNameServer({});
    const cwd = folder({ [FILE]: SMALL });
    const args = ['verify', '--dns-only', '--timeout', '1', '--nameserver', `127.0.0.1:${address.port}`];
    const { code, stdout } = await dnssync(args, cwd);
    expect(code).toBe(1);
    expect(stdout).toContain('could not be asked: nobody answers there');
    expect(stdout).not.toMatch(/^Verified/m);
  });

  it.each(['', '127.0.0.1:0', 'udp://ns1.vps.org', '[192.0.2.1]:53'])(
    '--nameserver %j is exit 3',
    async (text) => {
      const { code, stderr } = await dnssync(['verify', '--nameserver', text], folder({ [FILE]: SMALL }));
      expect(code).toBe(3);
      expect(stderr).toContain('--nameserver');
    },
  );

  it('a stop ends it at once', async () => {
    const { address } = await fakeNameServer({ udp: () => child.kill('SIGINT') });
    const cwd = folder({ [FILE]: SMALL });
    const args = ['verify', '--dns-only', '--timeout', '30', '--nameserver', `127.0.0.1:${address.port}`];
    const child = startCli(args, cwd);
    const { code, stdout } = await ended(child);
    expect([code, stdout]).toEqual([130, '']);
  });
});
