/** `dnssync import`: what comes in is what is there, the file validates, and the plan that follows shows what was listed. */
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dnssync, ended, folder, startCli } from '../support/cli.ts';
import { filler, LEFTOVERS, SOUND } from '../support/odd-zone.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
  const records = [
    { record_type: 'A', name: 'www', value: '192.0.2.1', ttl: 60 },
    { record_type: 'PTR', name: 'p', value: 'plain.example', ttl: 60 },
  ];
  await sandbox.ask('/seed', {
    zones: ['plain.example', 'other.example'].map((domain) => ({ domain, records })),
  });
});
afterAll(() => sandbox.stop());

interface Planned {
  readonly zones: readonly {
    readonly changes: readonly {
      readonly action: string;
      readonly name: string;
      readonly type: string;
      readonly before?: { readonly value: string };
    }[];
  }[];
}

async function changes(
  cwd: string,
  env: Partial<RunningSandbox['env']>,
  ...args: string[]
): Promise<string[]> {
  const { stdout, stderr } = await dnssync(['plan', '--format', 'json', ...args], cwd, env);
  const { zones } = JSON.parse(stdout || stderr) as Planned;
  return zones.flatMap((zone) =>
    zone.changes.map(({ action, name, type, before }) => `${action} ${name} ${type} ${before?.value}`),
  );
}

describe('import from live', () => {
  it('a zone of 40,000 names with every oddity validates, and its plan is the leftovers that were listed', async () => {
    const service = await startSandbox();
    const records = [...SOUND, ...LEFTOVERS.flatMap((one) => one.records), ...filler(40_000)];
    await service.ask('/seed', { zones: [{ domain: 'odd.example', records }] });
    const cwd = folder({});
    const imported = await dnssync(['import'], cwd, service.env);
    expect(imported.code, imported.stderr).toBe(0);
    const listed = [...imported.stdout.matchAll(/^ {2}odd\.example: (.*)\n {4}\S/gm)].map(([, what]) => what);
    expect(listed.sort()).toEqual(LEFTOVERS.flatMap((one) => one.listed).sort());
    const kept = LEFTOVERS.reduce((sum, one) => sum + one.kept, 0);
    expect(imported.stdout).toContain(`  ${SOUND.length + 40_000 + kept} records\n`);
    const valid = await dnssync(['validate'], cwd);
    expect(valid.code, valid.stdout).toBe(0);
    const planned = await changes(cwd, service.env);
    expect(planned.sort()).toEqual(LEFTOVERS.flatMap((one) => one.planned).sort());
    const style = await dnssync(['fmt', '--check'], cwd);
    expect(style.code, style.stdout).toBe(0);
    await service.stop();
  });

  it('tells programs the same in JSON', async () => {
    const cwd = folder({});
    const { code, stdout } = await dnssync(['import', '--format', 'json', 'plain.example'], cwd, sandbox.env);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      formatVersion: '1.0',
      zones: [
        {
          zone: 'plain.example',
          file: 'zones/plain.example.yaml',
          written: true,
          records: 1,
          leftOut: [
            { what: 'p PTR plain.example', why: 'a type that is not managed here: it stays as it is' },
          ],
        },
      ],
    });
  });

  it('writes over no file: named it is refused, as one of all it is passed over, and --force writes', async () => {
    const cwd = folder({
      'zones/team/mine.yaml': 'zone: plain.example\nrecords: { www: { A: 192.0.2.99 } }\n',
    });
    const file = join(cwd, 'zones/team/mine.yaml');
    const named = await dnssync(['import', 'plain.example'], cwd, sandbox.env);
    expect(named.code, named.stderr).toBe(4);
    expect(named.stderr).toContain('zones/team/mine.yaml');
    const all = await dnssync(['import'], cwd, sandbox.env);
    expect(all.code, all.stderr).toBe(0);
    expect(all.stdout).toContain('= zones/team/mine.yaml');
    expect(readFileSync(file, 'utf8')).toContain('192.0.2.99');
    expect(readdirSync(join(cwd, 'zones')).sort()).toEqual(['other.example.yaml', 'team']);
    const forced = await dnssync(['import', 'plain.example', '--force'], cwd, sandbox.env);
    expect(forced.code, forced.stderr).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(
      'zone: plain.example\nttl: 1m\nrecords:\n  www:\n    A: 192.0.2.1\n',
    );
  });

  it('leaves no half of a file where the disk is full, nor does init', async () => {
    const service = await startSandbox();
    await service.ask('/seed', { zones: [{ domain: 'full.example', records: filler(2000) }] });
    for (const command of ['import', 'init']) {
      const cwd = folder({ 'full.sh': 'ulimit -f 8; exec "$@"' });
      const full = await ended(startCli([command, 'full.example'], cwd, service.env, ['bash', 'full.sh']));
      expect(full.code).toBe(3);
      expect(full.stderr).toContain('cannot write zones/full.example.yaml: file too large');
      expect(readdirSync(join(cwd, 'zones'))).toEqual([]);
      expect((await dnssync([command, 'full.example'], cwd, service.env)).code).toBe(0);
      expect(await changes(cwd, service.env)).toEqual([]);
    }
    await service.stop();
  });

  it('says so where the folder of the zone files is none', async () => {
    const cwd = folder({ zones: 'a file\n' });
    for (const more of [[], ['--zones', 'zones/deeper'], ['--force']]) {
      const { code, stderr } = await dnssync(['import', 'plain.example', ...more], cwd, sandbox.env);
      expect(code).toBe(3);
      expect(stderr).toMatch(/^error cannot write zones\/\S+: not a directory; nothing was written\n$/);
    }
  });

  it('--stdout prints a file and writes none', async () => {
    const cwd = folder({});
    const { code, stdout } = await dnssync(['import', 'plain.example', '--stdout'], cwd, sandbox.env);
    expect(code).toBe(0);
    expect(stdout).toBe('ttl: 1m\nrecords:\n  www:\n    A: 192.0.2.1\n');
    expect(readdirSync(cwd)).toEqual([]);
  });
});

const BIND = `$TTL 1h
@ IN SOA ns1 hostmaster ( 1 1h 15m 4w 5m )
  IN NS ns1
ns1 A 192.0.2.1
www A 192.0.2.2
$INCLUDE parts/hosts.db
`;

describe('import from zone files of BIND', () => {
  it('takes a folder: each file with a SOA is a zone, what one includes is part of it', async () => {
    const cwd = folder({
      'bind/db.example.com': BIND,
      'bind/parts/hosts.db': '$GENERATE 1-3 h$ A 192.0.2.$\np PTR www\n',
      'bind/example.net.zone': BIND.replace('$INCLUDE parts/hosts.db\n', ''),
      'bind/snippet.db': 'www A 192.0.2.3\n',
      'bind/named.conf': 'zone "example.com" { type primary; };',
    });
    const { code, stdout, stderr } = await dnssync(['import', '--from', 'bind'], cwd);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('+ zones/example.com.yaml  5 records');
    expect(stdout).toContain('+ zones/example.net.yaml  2 records');
    expect(stdout).toContain('example.com: p PTR www\n    bind/parts/hosts.db:2:1 ');
    expect(stderr).toContain('Passed over bind/snippet.db');
    expect((await dnssync(['validate'], cwd)).code).toBe(0);
    expect(await changes(cwd, {}, '--live', 'bind')).toEqual([]);
  });

  it('tells mistakes with their place and writes nothing', async () => {
    const cwd = folder({ 'db.example.com': `${BIND.replace('$INCLUDE', ';')}bad A 192.0.2.300\nx FOO 1\n` });
    const { code, stderr } = await dnssync(['import', '--from', 'db.example.com'], cwd);
    expect(code).toBe(3);
    expect(stderr).toContain("db.example.com:7:7 error bind-syntax '192.0.2.300' is not an IPv4 address");
    expect(stderr).toContain("db.example.com:8:3 error bind-syntax 'FOO' is no type of record");
    expect(stderr).toContain('Nothing was written.');
    expect(readdirSync(cwd)).toEqual(['db.example.com']);
  });

  it('refuses a file that holds nothing of the zone that was named: an empty zone would delete all', async () => {
    const cwd = folder({ 'a.zone': 'www.example.com. 60 A 192.0.2.1\n', 'empty.zone': '' });
    for (const from of ['a.zone', 'empty.zone']) {
      const { code, stderr } = await dnssync(['import', '--from', from, 'exmaple.com'], cwd);
      expect(code).toBe(3);
      expect(stderr).toContain(`${from}:1:1 error bind-zone no record of exmaple.com stands here`);
      expect(existsSync(join(cwd, 'zones'))).toBe(false);
    }
  });

  it('includes nothing from outside of the folder, and nothing twice within itself', async () => {
    const outer = folder({ 'secret.db': 'secret TXT top\n' });
    const cwd = folder({ 'in/self.zone': '$INCLUDE self.zone\n' });
    mkdirSync(join(cwd, 'in/deep'));
    symlinkSync(join(outer, 'secret.db'), join(cwd, 'in/deep/link.db'));
    const soa = '$TTL 1h\n@ SOA a b 1 1 1 1 1\n';
    const cases = [
      [`${soa}$INCLUDE ${outer}/secret.db\n`, 'is outside of the folder'],
      [`${soa}$INCLUDE ../../${outer.split('/').at(-1)}/secret.db\n`, 'is outside of the folder'],
      [`${soa}$INCLUDE deep/link.db\n`, 'is outside of the folder'],
      [`${soa}$INCLUDE example.com.zone\n`, 'it would include itself'],
      [`${soa}$INCLUDE nothing.db\n`, 'this does not exist'],
      [`${soa}$INCLUDE deep\n`, 'is not a regular file'],
      [`${soa}$INCLUDE "a\0b"\n`, 'this is no path of a file'],
    ] as const;
    for (const [text, message] of cases) {
      writeFileSync(join(cwd, 'in/example.com.zone'), text);
      const { code, stdout, stderr } = await dnssync(['import', '--from', 'in/example.com.zone'], cwd);
      expect({ code, told: stderr.includes(message) }, stderr).toEqual({ code: 3, told: true });
      expect(stdout + stderr).not.toContain('top');
      expect(stderr).not.toMatch(/\n\s+at /);
    }
  });

  it('finds the zone of a file by its SOA, by $ORIGIN, by its name, or by the command line', async () => {
    const soa = 'SOA a b 1 1 1 1 1\nwww 60 A 192.0.2.1\n';
    const cwd = folder({
      'a.txt': `example.org. 60 ${soa}`,
      'b.txt': `$ORIGIN example.net.\n@ 60 ${soa}`,
      'db.example.com': `@ 60 ${soa}`,
      'cloudflare.example.txt': `cloudflare.example 60 ${soa}`,
      plain: `@ 60 ${soa}`,
    });
    for (const [args, zone] of [
      [['a.txt'], 'example.org'],
      [['b.txt'], 'example.net'],
      [['db.example.com'], 'example.com'],
      [['cloudflare.example.txt'], 'cloudflare.example'],
      [['plain', 'given.example'], 'given.example'],
    ] as const) {
      const { code, stderr } = await dnssync(['import', '--from', ...args], cwd);
      expect(code, stderr).toBe(0);
      expect(readdirSync(join(cwd, 'zones'))).toContain(`${zone}.yaml`);
    }
    const { code, stderr } = await dnssync(['import', '--from', 'plain'], cwd);
    expect(code).toBe(3);
    expect(stderr).toContain('dnssync import --from plain example.com');
  });
});

describe('import from octoDNS', () => {
  const YAML = "---\n'':\n  type: A\n  value: 192.0.2.1\nwww:\n  type: PTR\n  value: example.com.\n";

  it('knows its files by their names, and lists what it leaves', async () => {
    const cwd = folder({ 'config/example.com.yaml': YAML });
    for (const from of ['config', 'config/example.com.yaml']) {
      const { code, stdout, stderr } = await dnssync(['import', '--from', from, '--force'], cwd);
      expect(code, stderr).toBe(0);
      expect(stdout).toContain('+ zones/example.com.yaml  1 record\n');
      expect(stdout).toContain('config/example.com.yaml:6:3 ');
    }
    expect(readFileSync(join(cwd, 'zones/example.com.yaml'), 'utf8')).toContain('A: 192.0.2.1');
  });
});

describe('plan --live', () => {
  it('compares the files with a zone file, and tells what cannot be read of it', async () => {
    const cwd = folder({
      'zones/example.com.yaml': 'ttl: 1h\nrecords:\n  ns1: { A: 192.0.2.1 }\n  www: { A: 192.0.2.99 }\n',
      'db.example.com': `${BIND.replace('$INCLUDE', ';')}p PTR www\n`,
      'bad/example.com.zone': `${BIND.replace('$INCLUDE', ';')}x FOO 1\n`,
    });
    expect(await changes(cwd, {}, '--live', 'db.example.com')).toEqual(['update www A 192.0.2.2']);
    const bad = await dnssync(['plan', '--live', 'bad'], cwd);
    expect(bad.code).toBe(3);
    expect(bad.stderr).toContain('bad/example.com.zone:7:3');
  });
});
