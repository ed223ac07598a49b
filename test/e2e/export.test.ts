/** `dnssync export` through the built command line: what goes where, what is refused, and what others read of it. */
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dnssync, folder } from '../support/cli.ts';
import { bindIsMissing } from '../support/published.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.ask('/reset?state=1', {});
  await fetch(`${sandbox.control}/faults`, { method: 'DELETE' });
});

const FILES = {
  'zones/example.com.yaml': `
ttl: 5m
records:
  "@": { MX: 10 mx1.example.net, TXT: "v=spf1 -all; x" }
  www: { A: [192.0.2.1, 192.0.2.2] }
`,
  'zones/example.net.yaml': 'records: { www: { A: 192.0.2.1 } }\n',
};
const SCHEMA = new Ajv2020({ strict: true, strictTypes: false }).compile(
  JSON.parse(readFileSync('schema/export.schema.json', 'utf8')),
);

describe('of files', () => {
  it('prints one zone and nothing else, without a token', async () => {
    const cwd = folder(FILES);
    const bind = await dnssync(['export', '--to', 'bind', 'example.com'], cwd);
    expect(bind.code, bind.stderr).toBe(0);
    expect(bind.stdout).toContain('\n$ORIGIN example.com.\n$TTL 300\n@ 300 IN SOA ns.invalid. ');
    expect(bind.stdout).toContain('\n@ 300 IN TXT "v=spf1 -all; x"\n');
    expect(bind.stderr).toMatch(/^example\.com: no name server is known: .*the SOA is made up$/m);

    const octodns = await dnssync(['export', '--to', 'octodns', 'example.com'], cwd);
    expect(octodns).toMatchObject({ code: 0, stderr: expect.not.stringContaining('example.com:') });
    expect(octodns.stdout).toContain('  - ttl: 300\n    type: TXT\n    value: "v=spf1 -all\\\\; x"\n');

    const json = await dnssync(['export', '--to', 'json', 'example.com'], cwd);
    expect(SCHEMA(JSON.parse(json.stdout)), JSON.stringify(SCHEMA.errors)).toBe(true);
  });

  it('takes the name servers of dnssync.yaml, but not their addresses', async () => {
    const config = 'nameservers: [ns1.example.org, "ns2.example.org:5353", 192.0.2.53]\n';
    const { stdout, stderr } = await dnssync(
      ['export', '--to', 'bind', 'example.net'],
      folder({ ...FILES, 'dnssync.yaml': config }),
    );
    expect(stdout.match(/IN NS .*/g)).toEqual(['IN NS ns1.example.org.', 'IN NS ns2.example.org.']);
    expect(stderr).toContain('the NS records are the nameservers of dnssync.yaml');
  });

  it('writes a file for each zone into a folder, and tells their names', async () => {
    const cwd = folder(FILES);
    for (const [to, ending] of [
      ['bind', 'zone'],
      ['octodns', 'yaml'],
      ['json', 'json'],
    ] as const) {
      const { code, stdout } = await dnssync(['export', '--to', to, '--out', `out/${to}`, '-q'], cwd);
      expect(code).toBe(0);
      const names = [`example.com.${ending}`, `example.net.${ending}`];
      expect(stdout.trimEnd().split('\n')).toEqual(names.map((name) => join('out', to, name)));
      expect(readdirSync(join(cwd, 'out', to)).sort()).toEqual(names);
    }
  });

  it('never writes over what is there, not even in part, unless it is told to', async () => {
    const cwd = folder({ ...FILES, 'out/example.net.zone': 'mine\n' });
    const args = ['export', '--to', 'bind', '--out', 'out'];
    const refused = await dnssync(args, cwd);
    expect(refused.code).toBe(4);
    expect(refused.stderr).toMatch(/example\.net\.zone exists already; nothing was written/);
    expect(refused.stderr).toContain('--force');
    expect(readdirSync(join(cwd, 'out'))).toEqual(['example.net.zone']);
    expect(readFileSync(join(cwd, 'out/example.net.zone'), 'utf8')).toBe('mine\n');
    expect((await dnssync([...args, '--force'], cwd)).code).toBe(0);
    expect(readFileSync(join(cwd, 'out/example.net.zone'), 'utf8')).toContain('$ORIGIN example.net.');
    expect(readdirSync(join(cwd, 'out')).sort()).toEqual(['example.com.zone', 'example.net.zone']);
  });

  it('does not follow a link that lies where a file is to be', async () => {
    const cwd = folder(FILES);
    symlinkSync(join(cwd, 'elsewhere'), join(cwd, 'example.com.json'));
    const args = ['export', '--to', 'json', '--out', '.', 'example.com'];
    expect((await dnssync(args, cwd)).code).toBe(4);
    expect((await dnssync([...args, '--force'], cwd)).code).toBe(0);
    expect(existsSync(join(cwd, 'elsewhere'))).toBe(false);
    expect(lstatSync(join(cwd, 'example.com.json')).isFile()).toBe(true);
  });

  it.each([
    ['several zones on standard output', ['--to', 'json'], 3, '--out <folder>'],
    ['no format', [], 3, '--to'],
    ['a format that is none', ['--to', 'tinydns'], 3, 'bind, octodns, json'],
    ['--force without files', ['--to', 'json', '--force', 'example.com'], 3, '--out'],
    ['a zone without a file', ['--to', 'json', 'example.con'], 3, 'did you mean example.com?'],
  ])('%s is refused', async (_, args, code, words) => {
    const result = await dnssync(['export', ...args], folder(FILES));
    expect(result.code).toBe(code);
    expect(result.stderr).toContain(words);
    expect(result.stdout).toBe('');
  });

  it('files with errors are not exported', async () => {
    const cwd = folder({ 'zones/example.com.yaml': 'records: { www: { A: x } }\n' });
    const { code, stdout } = await dnssync(['export', '--to', 'bind', 'example.com'], cwd);
    expect([code, stdout]).toEqual([3, '']);
  });

  it('nor is a zone that is to be absent', async () => {
    const cwd = folder({ 'zones/example.com.yaml': 'state: absent\n' });
    const { code, stdout } = await dnssync(['export', '--to', 'bind'], cwd);
    expect([code, stdout]).toEqual([3, '']);
  });
});

describe('of live', () => {
  const record = (
    record_type: string,
    name: string,
    value: string,
    ttl = 300,
    priority: number | null = null,
  ) => ({
    record_type,
    name,
    value,
    ttl,
    priority,
  });
  const odd = [
    record('A', 'www', '192.0.2.1', 60),
    record('A', 'www', '192.0.2.2', 300),
    record('A', 'www', '192.0.2.1', 60),
    record('A', 'bad', '999.0.2.1'),
    record('PTR', 'p', 'x\n$INCLUDE /etc/passwd'),
    record('TXT', 'evil', 'x"\n@ A 192.0.2.99\n::add-mask::y'),
    record('TXT', 'a b\n@', 'name'),
    record('MX', '@', 'mx.example.net', 300, 10),
  ];

  it('writes what can be said and tells all else, in the file and on stderr', async () => {
    await sandbox.ask('/seed', { zones: [{ domain: 'example.com', records: odd }] });
    const cwd = folder({});
    for (const to of ['bind', 'octodns', 'json']) {
      const { code, stdout, stderr } = await dnssync(
        ['export', '--to', to, '--source', 'live', 'example.com'],
        cwd,
        sandbox.env,
      );
      expect(code, stderr).toBe(0);
      for (const words of ['999.0.2.1', 'written once', 'does not manage', 'its name cannot be read']) {
        expect(
          stderr.split('\n').filter((line) => line.includes(words)),
          words,
        ).toHaveLength(1);
        expect(stdout, words).toContain(words);
      }
      expect(stderr.includes('an RRset has one ttl')).toBe(to !== 'json');
      if (to === 'bind') writeFileSync(join(cwd, 'zone'), stdout);
    }
    const text = readFileSync(join(cwd, 'zone'), 'utf8');
    expect(text.match(/^(?![;$@])\S+ .*/gm)).toEqual([
      'evil 300 IN TXT "x\\"\\010@ A 192.0.2.99\\010::add-mask::y"',
      'www 60 IN A 192.0.2.1',
      'www 60 IN A 192.0.2.2',
    ]);
    if (bindIsMissing()) return;
    const checked = spawnSync('named-checkzone', ['example.com', 'zone'], { cwd, encoding: 'utf8' });
    expect(checked.status, checked.stdout).toBe(0);
  });

  it('a zone that cannot be read ends it with 1, and nothing is written', async () => {
    await sandbox.ask('/seed', {
      zones: ['example.com', 'example.net'].map((domain) => ({
        domain,
        records: [record('A', 'www', '192.0.2.1')],
      })),
    });
    const faults = Array.from({ length: 12 }, () => ({
      method: 'GET',
      path: '/dns-zones/[^/]+/$',
      kind: '500',
    }));
    await sandbox.ask('/faults', faults);
    const cwd = folder({});
    const { code } = await dnssync(
      ['export', '--to', 'json', '--source', 'live', '--out', 'out'],
      cwd,
      sandbox.env,
    );
    expect(code).toBe(1);
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('a zone that is named after the token gives no file that name', async () => {
    const zone = `${sandbox.token.toLowerCase().replaceAll(/[^a-z0-9_-]/g, '')}.example`;
    await sandbox.ask('/seed', { zones: [{ domain: zone, records: [record('A', 'www', '192.0.2.1')] }] });
    const cwd = folder({});
    const args = ['export', '--to', 'bind', '--source', 'live', '--out', 'out'];
    const { code, stdout, stderr } = await dnssync(args, cwd, sandbox.env);
    expect(code, stderr).toBe(0);
    expect(readdirSync(join(cwd, 'out'))).toEqual(['___.example.zone']);
    expect(stdout + stderr).not.toContain(zone);
  });

  it('a zone whose name is none is refused, and those that are named go on', async () => {
    const records = [record('A', 'www', '192.0.2.1')];
    const zones = ['example.com', '../../evil\n.example'].map((domain) => ({ domain, records }));
    await sandbox.ask('/seed', { zones });
    const cwd = folder({});
    const args = ['export', '--to', 'octodns', '--source', 'live', '--out', 'out'];
    const refused = await dnssync(args, cwd, sandbox.env);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('whose name is none')]);
    expect(readdirSync(cwd)).toEqual([]);
    expect((await dnssync([...args, 'example.com'], cwd, sandbox.env)).code).toBe(0);
    expect(readdirSync(join(cwd, 'out'))).toEqual(['example.com.yaml']);
  });

  it('without a token: 3, with the way to one', async () => {
    const { code, stderr } = await dnssync(['export', '--to', 'json', '--source', 'live'], folder({}), {
      VPS_API_URL: sandbox.url,
    });
    expect(code).toBe((await dnssync(['plan'], folder(FILES), { VPS_API_URL: sandbox.url })).code);
    expect(stderr).toContain('VPS_API_TOKEN');
  });
});
