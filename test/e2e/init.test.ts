/** `dnssync init`: from live zones to files whose plan is empty, and never over what is there already. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseZones } from '../../src/cli/init/choose-zones.ts';
import { dnssync, folder } from '../support/cli.ts';
import { GETTING_STARTED } from '../support/page-zones.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';
import { terminal } from '../support/terminal.ts';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
  await sandbox.ask('/seed', { zones: [...GETTING_STARTED, ...ODD] });
});
afterAll(() => sandbox.stop());

const ODD = [
  {
    domain: 'odd.example',
    records: [
      { record_type: 'A', name: 'www', value: '192.0.2.1', ttl: 3600 },
      { record_type: 'A', name: 'www', value: '192.0.2.2', ttl: 300 },
      { record_type: 'A', name: 'twice', value: '192.0.2.1', ttl: 300 },
      { record_type: 'A', name: 'twice', value: '192.0.2.1', ttl: 300 },
      { record_type: 'A', name: 'broken', value: '300.0.2.1', ttl: 300 },
      { record_type: 'NS', name: '@', value: 'ns1.vps.org', ttl: 300 },
    ],
  },
  { domain: '0/25.2.0.192.in-addr.arpa', records: [{ record_type: 'TXT', name: '@', value: 'x', ttl: 60 }] },
  { domain: 'empty.example', records: [] },
];

const texts = (cwd: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(cwd, { recursive: true, encoding: 'utf8', withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name), 'utf8')]),
  );

describe('dnssync init', () => {
  it('takes the zones that are named, and their plan is empty', async () => {
    const cwd = folder({});
    const { code, stdout, stderr } = await dnssync(['init', 'example.com', 'bücher.*'], cwd, sandbox.env);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('No changes. Live matches the files (2 zones, 10 records).');
    expect(readdirSync(join(cwd, 'zones'))).toEqual(['example.com.yaml', 'xn--bcher-kva.example.yaml']);
    const check = await dnssync(['validate', '--strict'], cwd);
    expect(check.code, check.stdout).toBe(0);
    const plan = await dnssync(['plan', '--detailed-exitcode'], cwd, sandbox.env);
    expect(plan.code, plan.stdout).toBe(0);
  });

  it('says what a file cannot say, and the plan shows just that', async () => {
    const cwd = folder({});
    const { stdout } = await dnssync(['init', 'odd.example'], cwd, sandbox.env);
    const [, told = ''] = /cannot say it:\n((?: .*\n)+)/.exec(stdout) ?? [];
    expect(told.split('\n').filter((line) => line.startsWith('  odd'))).toEqual([
      '  odd.example: broken A 300.0.2.1',
      '  odd.example: twice A 192.0.2.1',
      '  odd.example: www A 192.0.2.1',
    ]);
    const { stdout: json } = await dnssync(['plan', '--format', 'json'], cwd, sandbox.env);
    const [zone] = (JSON.parse(json) as { zones: { changes: { action: string; name: string }[] }[] }).zones;
    expect(zone?.changes.map(({ action, name }) => `${action} ${name}`).sort()).toEqual([
      'delete broken',
      'delete twice',
      'update www',
    ]);
  });

  it('--all takes every zone, whatever its name, and one that holds nothing', async () => {
    const cwd = folder({});
    const { code, stdout, stderr } = await dnssync(['init', '--all'], cwd, sandbox.env);
    expect(code, stdout + stderr).toBe(0);
    expect(readdirSync(join(cwd, 'zones'))).toHaveLength(5);
    const list = await dnssync(['zones', '--format', 'json'], cwd, sandbox.env);
    const { zones } = JSON.parse(list.stdout) as { zones: { managed: boolean }[] };
    expect(zones.map(({ managed }) => managed)).toEqual(Array(5).fill(true));
  });

  it('run again it changes nothing, and adds what lacks', async () => {
    const cwd = folder({});
    await dnssync(['init', 'example.com'], cwd, sandbox.env);
    for (const path of ['zones/example.com.yaml', 'dnssync.yaml', 'schema/zone.schema.json']) {
      writeFileSync(join(cwd, path), `${readFileSync(join(cwd, path), 'utf8')}\n`);
    }
    rmSync(join(cwd, '.vscode'), { recursive: true });
    const before = texts(cwd);
    const { code, stdout } = await dnssync(['init', 'example.com', 'empty.example'], cwd, sandbox.env);
    expect(code).toBe(0);
    expect(stdout).toContain('= dnssync.yaml kept');
    expect(stdout).toContain('dnssync schema zone --out schema renews it');
    const after = texts(cwd);
    expect(after).toMatchObject(before);
    expect(Object.keys(after).filter((path) => !(path in before))).toEqual([
      expect.stringContaining('.vscode/settings.json'),
      expect.stringContaining('zones/empty.example.yaml'),
    ]);
  });

  it('leaves what a folder has: editor settings, and a .gitignore that gets its line once', async () => {
    const cwd = folder({
      '.gitignore': 'node_modules',
      '.vscode/settings.json': '{ "a": 1 }',
      'zones/x.yaml': '{{',
    });
    mkdirSync(join(cwd, 'schema'));
    await dnssync(['init', 'example.com'], cwd, sandbox.env);
    const { stdout } = await dnssync(['init', 'example.com'], cwd, sandbox.env);
    expect(stdout).toContain('add "yaml.schemas"');
    expect(readFileSync(join(cwd, '.gitignore'), 'utf8')).toBe('node_modules\n.dnssync/\n');
    expect(readFileSync(join(cwd, '.vscode/settings.json'), 'utf8')).toBe('{ "a": 1 }');
    expect(readFileSync(join(cwd, 'zones/x.yaml'), 'utf8')).toBe('{{');
  });

  it('takes a zone with a broken file for one that has a file', async () => {
    const cwd = folder({ 'zones/sub/mine.yaml': 'zone: EXAMPLE.com.\nrecords: [' });
    const { code } = await dnssync(['init', 'example.com'], cwd, sandbox.env);
    expect(code).toBe(3);
    expect(readdirSync(join(cwd, 'zones'))).toEqual(['sub']);
  });

  it('writes nothing where nobody can answer, where a zone is misspelt, where there is no token', async () => {
    const cwd = folder({});
    const unasked = await dnssync(['init'], cwd, sandbox.env);
    expect(unasked.code).toBe(4);
    expect(unasked.stderr).toContain('--all');
    const misspelt = await dnssync(['init', 'exmple.com'], cwd, sandbox.env);
    expect(misspelt.code).toBe(3);
    expect(misspelt.stderr).toContain('did you mean example.com?');
    expect((await dnssync(['init', '--all'], cwd)).code).toBe(1);
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('writes nothing where a zone cannot be read', async () => {
    const broken = await startSandbox(['--faults', 'seed=1,rate=1,kinds=500']);
    await broken.ask('/seed', { zones: GETTING_STARTED });
    const cwd = folder({});
    const { code } = await dnssync(['init', '--all', '--max-wait', '1s'], cwd, broken.env);
    expect(code).toBe(1);
    expect(readdirSync(cwd)).toEqual([]);
    await broken.stop();
  });

  it('asks at a terminal, by number or name, again where it cannot be read', async () => {
    const zones = ['a.example.', 'b.example.', 'c.example.'].map((name) => ({
      id: name,
      name,
      recordCount: 1,
    }));
    const answered = async (...answers: string[]): Promise<unknown> => {
      const { host } = terminal({}, () => answers.shift());
      const chosen = await chooseZones(host, zones as never, zones as never, { patterns: [], all: false });
      return chosen?.map(({ name }) => name);
    };
    expect(await answered('')).toEqual(['a.example.', 'b.example.', 'c.example.']);
    expect(await answered('3, a.example')).toEqual(['a.example.', 'c.example.']);
    expect(await answered('9', 'd.example', 'b*')).toEqual(['b.example.']);
    expect(await answered('none')).toEqual([]);
    expect(await answered(), 'Ctrl-D agrees to nothing').toBeUndefined();
  });
});
