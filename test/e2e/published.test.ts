/** What `apply --yes --verify` says beside what dig finds: published, or accepted by the API and refused by BIND. */
import { execFileSync, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dnssync, folder } from '../support/cli.ts';
import { type CliResult, resultOf, spawnCli } from '../support/cli-process.ts';
import { bindIsMissing, nameserver, settled } from '../support/published.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';
import { buildWithout } from '../support/test-build.ts';

const FILE = `ttl: 5m
records:
  "@":
    A: [192.0.2.1, 192.0.2.2]
    AAAA: 2001:0db8:0::1
    MX: [10 mx1.example.net, 20 mx2.example.net]
    TXT: ["v=spf1 include:_spf.example.net -all", 'quotes " and \\ and ;']
    CAA: [0 issue "letsencrypt.org", 128 iodef "mailto:hostmaster@example.com"]
  www: { CNAME: "@" }
  api: { A: { ttl: 1m, values: 192.0.2.7 } }
  _sip._tcp: { SRV: 10 5 5060 sip.example.net }
  "*.dev": { A: 192.0.2.9 }
  sub: { NS: [ns1.example.net, ns2.example.net] }
`;
/** What dig finds for each RRset of it. */
const ANSWERS: readonly (readonly [question: string, ...lines: string[]])[] = [
  ['example.com A', 'example.com. 300 IN A 192.0.2.1', 'example.com. 300 IN A 192.0.2.2'],
  ['example.com AAAA', 'example.com. 300 IN AAAA 2001:db8::1'],
  [
    'example.com MX',
    'example.com. 300 IN MX 10 mx1.example.net.',
    'example.com. 300 IN MX 20 mx2.example.net.',
  ],
  [
    'example.com TXT',
    'example.com. 300 IN TXT "quotes \\" and \\\\ and ;"',
    'example.com. 300 IN TXT "v=spf1 include:_spf.example.net -all"',
  ],
  [
    'example.com CAA',
    'example.com. 300 IN CAA 0 issue "letsencrypt.org"',
    'example.com. 300 IN CAA 128 iodef "mailto:hostmaster@example.com"',
  ],
  ['www.example.com CNAME', 'www.example.com. 300 IN CNAME example.com.'],
  ['api.example.com A', 'api.example.com. 60 IN A 192.0.2.7'],
  ['_sip._tcp.example.com SRV', '_sip._tcp.example.com. 300 IN SRV 10 5 5060 sip.example.net.'],
  ['any.dev.example.com A', 'any.dev.example.com. 300 IN A 192.0.2.9'],
  [
    'sub.example.com NS',
    'sub.example.com. 300 IN NS ns1.example.net.',
    'sub.example.com. 300 IN NS ns2.example.net.',
  ],
];

const digIsMissing = spawnSync('dig', ['-v']).error !== undefined;
if (digIsMissing) process.stderr.write('dig is not installed: what needs it is SKIPPED\n');

/** What dig finds, a line a record, sorted; of a delegation its name servers. */
function dig({ dns = '' }: RunningSandbox, question: string): string[] {
  const [host = '', port = ''] = dns.split(':');
  const shown = ['+noall', '+answer', ...(question.endsWith(' NS') ? ['+authority'] : [])];
  const args = [`@${host}`, '-p', port, '+norecurse', ...shown, ...question.split(' ')];
  return execFileSync('dig', args, { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith(';'))
    .map((line) => line.replaceAll(/\s+/g, ' '))
    .sort();
}

describe.skipIf(bindIsMissing() || digIsMissing)('apply --yes --verify', { timeout: 60_000 }, () => {
  let sandbox: RunningSandbox;
  let args: readonly string[];
  beforeAll(async () => {
    sandbox = await startSandbox(['--named', '--lax']);
    args = ['apply', '--yes', '--verify', ...nameserver(sandbox)];
  });
  afterAll(() => sandbox.stop());
  beforeEach(() => sandbox.ask('/reset?state=1', {}));

  it('against a named ends with "verified" and 0, and dig agrees for every RRset', async () => {
    const cwd = folder({ 'zones/example.com.yaml': FILE });
    const { code, stdout } = await dnssync(args, cwd, sandbox.env);
    expect(code, stdout).toBe(0);
    expect(stdout).toMatch(
      /\nVerified: DNS answers what the files say \(1 zone, 10 RRsets, 1 server, after [\d.]+ s\)\.\n$/,
    );
    for (const [question, ...lines] of ANSWERS) {
      expect([question, ...dig(sandbox, question)]).toEqual([question, ...lines]);
    }
  });

  describe.each([
    ['name-hostname', 'host-owner', 'my_host: { A: 192.0.2.5 }', /my_host\.example\.com.*bad owner name/],
    ['ns-wildcard', 'ns-wildcard', '"*.w": { NS: ns1.example.net }', /\*\.w\.example\.com.*wildcard/],
  ] as const)(
    'with a record that named refuses, for want of the rule %s in the build',
    (name, file, record, reason) => {
      let build: Awaited<ReturnType<typeof buildWithout>>;
      beforeAll(async () => {
        build = await buildWithout(file);
      });
      afterAll(() => rmSync(build.folder, { recursive: true }));

      const run = (more: readonly string[], cwd: string): Promise<CliResult> =>
        resultOf(spawnCli(more, cwd, sandbox.env, { cli: build.cli }));

      it('ends with "accepted but not published" and 5, now and at every rerun, and dig finds what was before', async () => {
        const before = folder({ 'zones/example.com.yaml': FILE });
        expect((await dnssync(args, before, sandbox.env)).code).toBe(0);

        const changed = FILE.replace('192.0.2.7', '192.0.2.77');
        const cwd = folder({ 'zones/example.com.yaml': `${changed}  ${record}\n` });
        const validated = await dnssync(['validate'], cwd);
        expect([validated.code, validated.stdout]).toEqual([3, expect.stringContaining(name)]);

        const patient = [...args, '--verify-timeout', '2'];
        const applied = await run(patient, cwd);
        expect(applied.code, applied.stdout + applied.stderr).toBe(5);
        expect(applied.stdout).toContain('Verified: live equals the files.');
        expect(applied.stdout).toContain('\nAccepted but not published: example.com\n');
        expect(applied.stdout).toContain('its serial has not moved');
        expect((await settled(sandbox)).get('example.com')).toMatchObject({
          state: 'frozen',
          refusal: expect.stringMatching(reason),
        });
        for (const [question, ...lines] of ANSWERS) {
          expect([question, ...dig(sandbox, question)]).toEqual([question, ...lines]);
        }

        const again = await run(patient, cwd);
        expect([again.code, again.stdout]).toEqual([5, expect.stringContaining('No changes')]);
        expect(again.stdout).toContain('\nAccepted but not published: example.com\n');
        expect((await run(['apply', '--yes'], cwd)).code).toBe(0);
      });
    },
  );
});
