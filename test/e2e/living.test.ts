/** Zones in which others write too, through the built command line; the sandbox's checker judges what was touched. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dnssync, folder } from '../support/cli.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox([
    '--named',
    '--token',
    'vps_all_access=dns:list,dns:create,dns:delete',
    '--token',
    'vps_no_delete=dns:list,dns:create',
  ]);
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.ask('/reset?state=1', {}));

type Row = readonly [type: string, name: string, value: string, ttl?: number, priority?: number];

const uuidOf = (domain: string, place: number): string => `rec-${domain.replaceAll('.', '-')}-${place}`;

/** Adds a zone; a record's uuid follows from its place in the list. */
async function seed(domain: string, rows: readonly Row[]): Promise<void> {
  const records = rows.map(([record_type, name, value, ttl = 3600, priority], index) => ({
    record_type,
    name,
    value,
    ttl,
    uuid: uuidOf(domain, index),
    ...(priority === undefined ? {} : { priority }),
  }));
  await sandbox.ask('/seed', { zones: [{ domain, records }] });
  await sandbox.ask('/reset', {});
}

const ids = (domain: string, ...places: number[]): string[] => places.map((place) => uuidOf(domain, place));

interface Told {
  readonly count: number;
  readonly violations: readonly { readonly rule: string; readonly zone: string }[];
}
const violations = (): Promise<Told> => sandbox.ask<Told>('/violations');

async function writes(): Promise<string[]> {
  const { requests } = await sandbox.ask<{ requests: { method: string; path: string }[] }>('/log');
  return requests.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);
}

async function values(domain: string): Promise<string[]> {
  const { zones } = await sandbox.ask<{
    zones: { domain: string; records: { record_type: string; name: string; value: string }[] }[];
  }>('/state');
  const records = zones.find((zone) => zone.domain === domain)?.records ?? [];
  return records.map(({ record_type, name, value }) => `${name} ${record_type} ${value}`).sort();
}

const validate = new Ajv2020({ strict: true }).compile(
  JSON.parse(readFileSync('schema/plan.schema.json', 'utf8')),
);

async function planJson(cwd: string) {
  const { stdout, stderr } = await dnssync(['plan', '--format', 'json'], cwd, sandbox.env);
  const plan = JSON.parse(stdout);
  expect(validate(plan), `${stderr}${JSON.stringify(validate.errors)}`).toBe(true);
  return plan;
}

describe('records that others keep', () => {
  const FOREIGN: readonly Row[] = [
    ['TXT', '_acme-challenge.www', 'first', 60],
    ['TXT', '_acme-challenge.www', 'second', 60],
    ['TXT', '@', 'google-site-verification=abc', 300],
    ['TXT', 'a-app', 'heritage=external-dns,external-dns/owner=prod', 300],
    ['A', 'app', '198.51.100.7', 300],
    ['A', 'node1.k8s', '198.51.100.8', 300],
    ['MX', '@', 'relay.example.net', 3600, 50],
  ];
  const OWN: readonly Row[] = [
    ['TXT', '@', 'v=spf1 -all'],
    ['TXT', '@', 'left over'],
    ['A', 'www', '192.0.2.9'],
    ['A', 'old', '192.0.2.9'],
    ['MX', '@', 'mx0.example.net', 3600, 10],
  ];
  const FILES = {
    'dnssync.yaml': 'ignore: [acme, external-dns, site-verification]\n',
    'zones/example.com.yaml': `
ignore:
  - name: "**.k8s"
  - { name: "@", type: MX, value: "relay.*" }
records:
  "@":
    MX: 10 mx1.example.net
    TXT: "v=spf1 mx -all"
  www: { CNAME: www.example.net }
  new: { A: 192.0.2.1 }
`,
  };

  it('are touched by nothing, whatever changes beside them', async () => {
    await seed('example.com', [...FOREIGN, ...OWN]);
    await sandbox.ask('/watch', { protected: ids('example.com', ...FOREIGN.keys()) });
    const cwd = folder(FILES);

    const plan = await planJson(cwd);
    expect(plan.summary).toMatchObject({ creates: 1, updates: 3, deletes: 2, leftAlone: 7 });
    expect(plan.zones[0].leftAlone).toHaveLength(7);
    expect(plan.zones[0].leftAlone).toContainEqual({
      id: uuidOf('example.com', 5),
      type: 'A',
      name: 'node1.k8s',
      value: '198.51.100.8',
      ttl: 300,
      why: 'ignored',
      pattern: 'name: **.k8s',
      source: { file: 'zones/example.com.yaml', line: 3, column: 5 },
    });

    const applied = await dnssync(['apply', '--yes'], cwd, sandbox.env);
    expect(applied.code, applied.stdout + applied.stderr).toBe(0);
    expect(applied.stdout).toContain('7 left alone');
    expect(await writes()).toHaveLength(6);
    expect(await violations()).toMatchObject({ count: 0 });
    const kept = FOREIGN.map(([type, name, value]) => `${name} ${type} ${value}`);
    expect(await values('example.com')).toEqual(
      [
        ...kept,
        '@ MX mx1.example.net',
        '@ TXT v=spf1 mx -all',
        'new A 192.0.2.1',
        'www CNAME www.example.net',
      ].sort(),
    );
  });

  it('come and go without a plan that sees a difference', async () => {
    await seed('example.com', FOREIGN);
    const cwd = folder(FILES);
    expect((await dnssync(['apply', '--yes'], cwd, sandbox.env)).code).toBe(0);
    await sandbox.ask('/edit', {
      delete: ids('example.com', 0, 2, 4),
      create: [
        { zone: 'example.com', record_type: 'TXT', name: '_acme-challenge', value: 'third', ttl: 60 },
        { zone: 'example.com', record_type: 'A', name: 'app', value: '198.51.100.99', ttl: 60 },
      ],
      update: [{ uuid: uuidOf('example.com', 5), value: '198.51.100.77' }],
    });
    const again = await dnssync(['plan', '--detailed-exitcode'], cwd, sandbox.env);
    expect(again.code, again.stdout).toBe(0);
    expect(again.stdout).toBe('No changes. Live matches the files (1 zone, 4 records; 6 left alone).\n');
  });

  it('are listed by -v, each with who says so', async () => {
    await seed('example.com', FOREIGN);
    const { stdout } = await dnssync(['plan', '-v'], folder(FILES), sandbox.env);
    expect(stdout).toMatch(/· _acme-challenge\.www +TXT +first +1m +by acme {2}dnssync\.yaml:1/);
    expect(stdout).toMatch(/· node1\.k8s +A .*by name: \*\*\.k8s {2}zones\/example\.com\.yaml:3/);
  });

  it('and that a file declares as well are an error that names both places', async () => {
    const cwd = folder({
      'dnssync.yaml': 'ignore:\n  - acme\n  - name: www\n',
      'zones/example.com.yaml': 'records:\n  www: { A: 192.0.2.1 }\n',
    });
    const { code, stdout } = await dnssync(['validate'], cwd);
    expect(code).toBe(3);
    expect(stdout).toContain('zones/example.com.yaml:2:13 error declared-and-ignored');
    expect(stdout).toContain("ignored by 'name: www' at dnssync.yaml:3:5");
  });

  it('and that external-dns lists, declared as well, keep the zone from being planned', async () => {
    await seed('example.com', FOREIGN);
    const cwd = folder({
      'zones/example.com.yaml': 'ignore: external-dns\nmode: additive\nrecords:\n  app: { A: 192.0.2.1 }\n',
    });
    const { code, stdout } = await dnssync(['apply', '--yes'], cwd, sandbox.env);
    expect(code).toBe(1);
    expect(stdout).toContain('A app.example.com is declared at zones/example.com.yaml:4');
    expect(await writes()).toEqual([]);
  });
});

describe('mode: additive', () => {
  it('adds, and takes nothing away', async () => {
    await seed('example.com', [
      ['A', 'www', '192.0.2.9'],
      ['A', 'old', '192.0.2.9'],
      ['TXT', '@', 'v=spf1 -all'],
    ]);
    await sandbox.ask('/watch', { protected: ids('example.com', 0, 1, 2) });
    const cwd = folder({
      'dnssync.yaml': 'mode: additive\n',
      'zones/example.com.yaml': 'records: { www: { A: 192.0.2.1 } }\n',
    });
    const applied = await dnssync(['apply', '--yes'], cwd, sandbox.env);
    expect(applied.code, applied.stdout + applied.stderr).toBe(0);
    expect(await violations()).toMatchObject({ count: 0 });
    expect(await values('example.com')).toEqual([
      '@ TXT v=spf1 -all',
      'old A 192.0.2.9',
      'www A 192.0.2.1',
      'www A 192.0.2.9',
    ]);
    expect((await dnssync(['plan', '--detailed-exitcode'], cwd, sandbox.env)).code).toBe(0);
  });

  it('does not set a second SPF beside the live one', async () => {
    await seed('example.com', [['TXT', '@', 'v=spf1 -all']]);
    const cwd = folder({
      'zones/example.com.yaml': 'mode: additive\nrecords: { "@": { TXT: v=spf1 mx -all } }\n',
    });
    const { code, stdout } = await dnssync(['apply', '--yes'], cwd, sandbox.env);
    expect(code).toBe(1);
    expect(stdout).toContain('2 SPF records');
    expect(await writes()).toEqual([]);
  });
});

describe('protect', () => {
  it('lets no option delete or replace such a record', async () => {
    await seed('example.com', [
      ['MX', '@', 'mx0.example.net', 3600, 10],
      ['A', 'www', '192.0.2.9'],
    ]);
    await sandbox.ask('/watch', { protected: ids('example.com', 0) });
    const cwd = folder({
      'zones/example.com.yaml':
        'protect:\n  - { name: "@", type: MX }\nrecords: { "@": { MX: 10 mx1.example.net }, www: { A: 192.0.2.1 } }\n',
    });
    const plan = await planJson(cwd);
    expect(plan.zones[0].guard.reasons[0]).toMatchObject({ code: 'protect' });
    for (const more of [[], ['--force'], ['--force', '--allow', 'example.com=99']]) {
      const { code, stderr } = await dnssync(['apply', '--yes', ...more], cwd, sandbox.env);
      expect([more, code]).toEqual([more, 4]);
      expect(stderr).toContain('MX example.com 10 mx0.example.net');
      expect(stderr).toContain('zones/example.com.yaml:2');
    }
    expect(await writes()).toEqual([]);
    expect(await violations()).toMatchObject({ count: 0 });
  });
});

describe('state: absent', () => {
  const FILES = {
    'zones/example.com.yaml': 'records: { www: { A: 192.0.2.1 } }\n',
    'zones/gone.example.yaml': 'state: absent\n',
  };
  const seedBoth = async (): Promise<void> => {
    await seed('example.com', [['A', 'www', '192.0.2.9']]);
    await seed('gone.example', [
      ['A', '@', '192.0.2.1'],
      ['MX', '@', 'mx.example.net', 3600, 10],
    ]);
  };

  it('is in the plan, and no option but its own lets it through', async () => {
    await seedBoth();
    const cwd = folder(FILES);
    const plan = await planJson(cwd);
    expect(plan.zones[1]).toMatchObject({
      zone: 'gone.example',
      action: 'delete',
      state: 'absent',
      changes: [],
    });
    expect(plan.zones[1].lost).toHaveLength(2);
    for (const more of [
      [],
      ['--force'],
      ['--allow', 'gone.example=99'],
      ['--force', '--allow-zone-delete', 'example.com'],
    ]) {
      const { code, stderr } = await dnssync(['apply', '--yes', ...more], cwd, sandbox.env);
      expect([more, code]).toEqual([more, 4]);
      expect(stderr).toContain('--allow-zone-delete gone.example');
    }
    expect((await dnssync(['apply', '--allow-zone-delete', 'gone.example'], cwd, sandbox.env)).code).toBe(4);
    expect((await dnssync(['apply', '--allow-zone-delete', '*.example'], cwd, sandbox.env)).code).toBe(3);
    expect(await writes()).toEqual([]);
    expect(await violations()).toMatchObject({ count: 0 });
  });

  it('deletes that zone by one call, after all else, and is then nothing to do', async () => {
    await seedBoth();
    const cwd = folder(FILES);
    const args = ['apply', '--yes', '--allow-zone-delete', 'gone.example.'];
    const applied = await dnssync(args, cwd, sandbox.env);
    expect(applied.code, applied.stdout + applied.stderr).toBe(0);
    expect(applied.stdout).toContain('1 zone deleted');
    const [first, second, ...more] = await writes();
    expect(first).toMatch(/^PATCH .*\/dns-records\//);
    expect(second).toMatch(/^DELETE .*\/dns-zones\/[^/]+\/$/);
    expect(more).toEqual([]);
    const { violations: seen } = await violations();
    expect(seen.map(({ rule, zone }) => `${rule} ${zone}`)).toEqual(['zone-deleted gone.example']);
    expect(await values('example.com')).toEqual(['www A 192.0.2.1']);

    await sandbox.ask('/reset', {});
    const again = await dnssync(args, cwd, sandbox.env);
    expect([again.code, await writes()]).toEqual([0, []]);
    expect((await planJson(cwd)).zones[1]).toEqual(
      expect.objectContaining({ zone: 'gone.example', state: 'absent', changes: [] }),
    );
    expect((await dnssync(['plan', '--detailed-exitcode'], cwd, sandbox.env)).code).toBe(0);
  });

  it('is not done where another change is refused', async () => {
    await seedBoth();
    await sandbox.ask('/faults', [{ method: 'PATCH', path: '/dns-records/', nth: 1, kind: '400' }]);
    const cwd = folder(FILES);
    const args = ['apply', '--yes', '--allow-zone-delete', 'gone.example'];
    const { code, stdout } = await dnssync(args, cwd, sandbox.env);
    expect(code).toBe(1);
    expect(stdout).toContain('a zone is deleted only after all other changes are done');
    expect(await violations()).toMatchObject({ count: 0 });
    expect((await dnssync(args, cwd, sandbox.env)).code).toBe(0);
  });

  it('survives a lost answer', async () => {
    await seedBoth();
    await sandbox.ask('/faults', [{ method: 'DELETE', path: '/dns-zones/', nth: 1, kind: 'reset-after' }]);
    const { code, stdout } = await dnssync(
      ['apply', '--yes', '--allow-zone-delete', 'gone.example'],
      folder(FILES),
      sandbox.env,
    );
    expect(code, stdout).toBe(0);
    expect(await violations()).toMatchObject({ count: 1 });
  });

  it('needs a token that may delete', async () => {
    await seedBoth();
    const { code, stderr } = await dnssync(
      ['apply', '--yes', '--allow-zone-delete', 'gone.example'],
      folder(FILES),
      { ...sandbox.env, VPS_API_TOKEN: 'vps_no_delete' },
    );
    expect(code).toBe(4);
    expect(stderr).toContain('dns:delete');
    expect(await writes()).toEqual([]);
  });

  it('is shown as a diff from the zone to nothing', async () => {
    await seedBoth();
    const { stdout } = await dnssync(
      ['plan', 'gone.example', '--format', 'diff'],
      folder(FILES),
      sandbox.env,
    );
    expect(stdout).toContain('--- live/gone.example\n+++ /dev/null\n@@ -1,2 +0,0 @@\n');
    expect(stdout).toContain('-gone.example. 3600 IN A  192.0.2.1');
  });
});
