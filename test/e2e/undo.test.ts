/** The way back (design.md section 6): undo, runs and snapshot through the built command line against the sandbox. */
import { once } from 'node:events';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dnssync, folder, startCli } from '../support/cli.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';
import { type StoredRecord, storedRecords } from '../support/stored-records.ts';

let sandbox: RunningSandbox;
beforeAll(async () => {
  // Takes what careless hands leave in a zone: copies of a record.
  sandbox = await startSandbox([
    '--named',
    '--lax',
    '--token',
    'vps_canary_5d1e0c',
    '--token',
    'vps_reader=dns:list',
  ]);
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.ask('/reset?state=1', {});
  await sandbox.ask('/config', { delay: 0 });
  await fetch(`${sandbox.control}/faults`, { method: 'DELETE' });
});

const a = (name: string, value: string, ttl = 300): StoredRecord => ({ record_type: 'A', name, value, ttl });

async function seed(domain: string, records: readonly StoredRecord[]): Promise<void> {
  await sandbox.ask('/seed', { zones: [{ domain, records }] });
  await sandbox.ask('/reset', {});
}

const state = () => storedRecords(sandbox);

async function uuidOf(name: string, type = 'A'): Promise<string> {
  const { zones } = await sandbox.ask<{ zones: { records: (StoredRecord & { uuid: string })[] }[] }>(
    '/state',
  );
  const records = zones.flatMap((zone) => zone.records);
  return records.find((record) => record.name === name && record.record_type === type)?.uuid ?? '';
}

const run = (cwd: string, ...args: string[]) => dnssync(args, cwd, sandbox.env);

function runsIn(cwd: string): string[] {
  return existsSync(join(cwd, '.dnssync/runs')) ? readdirSync(join(cwd, '.dnssync/runs')).sort() : [];
}

const ZONE = 'zones/example.com.yaml';
const SMALL = { [ZONE]: 'ttl: 5m\nrecords: { www: { A: 192.0.2.1 }, new: { A: 192.0.2.2 } }\n' };
const SEEDED = [a('www', '192.0.2.9'), a('old', '192.0.2.3'), a('else', '192.0.2.4')];

/** A folder in which the small zone has been applied. */
async function applied(): Promise<string> {
  await seed('example.com', SEEDED);
  const cwd = folder(SMALL);
  const { code, stdout, stderr } = await run(cwd, 'apply', '--yes');
  expect(code, stdout + stderr).toBe(0);
  return cwd;
}

it('what dnssync.yaml protects, no way back deletes, not even by force', async () => {
  const cwd = await applied();
  writeFileSync(join(cwd, 'dnssync.yaml'), 'protect: { name: new }\n');
  const before = await state();
  const { code, stdout } = await run(cwd, 'undo', '--yes', '--force');
  expect(code).toBe(4);
  expect(stdout).toContain('dnssync.yaml:1');
  expect(await state()).toEqual(before);
});

describe('what others keep', () => {
  it('a zone file protects, no way back deletes', async () => {
    const cwd = await applied();
    writeFileSync(join(cwd, ZONE), `protect: { name: new }\n${SMALL[ZONE]}`);
    const before = await state();
    const { code, stdout } = await run(cwd, 'undo', '--yes', '--force');
    expect(code).toBe(4);
    expect(stdout).toContain(`${ZONE}:1`);
    expect(await state()).toEqual(before);
    // Elsewhere, too, if --zones says where.
    rmSync(join(cwd, ZONE));
    const elsewhere = folder({ 'example.com.yaml': `protect: { name: new }\n${SMALL[ZONE]}` });
    expect((await run(cwd, 'undo', '--yes', '--force', '--zones', elsewhere)).code).toBe(4);
  });

  it.each(['dnssync.yaml', ZONE])('%s has ignored is theirs, at the names of the run too', async (file) => {
    const text = (name: string, value: string) => ({ record_type: 'TXT', name, value, ttl: 60 });
    await seed('example.com', [...SEEDED, text('www', 'challenge before'), text('old', 'challenge gone')]);
    const ignore = 'ignore: { type: TXT, value: "challenge *" }\n';
    const files = { ...SMALL, [file]: ignore + (SMALL[file as typeof ZONE] ?? '') };
    const cwd = folder(files);
    expect((await run(cwd, 'apply', '--yes', '--force')).code).toBe(0);
    await sandbox.api('PATCH', `/dns-records/${await uuidOf('www', 'TXT')}/`, { value: 'challenge now' });
    await sandbox.api('DELETE', `/dns-records/${await uuidOf('old', 'TXT')}/`);
    const undo = await run(cwd, 'undo', '--yes', '--force');
    expect(undo.code, undo.stdout + undo.stderr).toBe(0);
    expect(undo.stderr).not.toContain('Not put back');
    const there = await state();
    await sandbox.ask('/reset?state=1', {});
    await seed('example.com', [...SEEDED, text('www', 'challenge now')]);
    expect(there).toEqual(await state());
  });

  it('a run has done to records that are ignored by now stays, and is told', async () => {
    const cwd = await applied();
    writeFileSync(join(cwd, 'dnssync.yaml'), 'ignore: { name: old }\n');
    const { code, stdout, stderr } = await run(cwd, 'undo', '--yes', '--force');
    expect(code, stdout + stderr).toBe(0);
    expect(stderr).toMatch(/Not put back, since ignore says that others keep it:\n.*\+ old\.example\.com/);
    expect((await state())['example.com']).toHaveLength(SEEDED.length - 1);
  });

  it('an additive zone keeps what others have added, and loses what the run made', async () => {
    await seed('example.com', SEEDED);
    const cwd = folder({ [ZONE]: `mode: additive\n${SMALL[ZONE]}` });
    expect((await run(cwd, 'apply', '--yes', '--force')).code).toBe(0);
    const was = await state();
    const { zones } = await sandbox.ask<{ zones: { uuid: string }[] }>('/state');
    await sandbox.api('POST', `/dns-zones/${zones[0]?.uuid}/records/`, a('new', '192.0.2.77'));
    const undo = await run(cwd, 'undo', '--yes', '--force', '--whole');
    expect(undo.code, undo.stdout + undo.stderr).toBe(0);
    expect(undo.stderr).toMatch(/left as it is:\n.*new.*192\.0\.2\.77/);
    expect(was).not.toEqual(await state());
    const texts = [...SEEDED, a('new', '192.0.2.77')].map(({ name, value }) => `"${name}","${value}"`);
    const there = ((await state())['example.com'] ?? []).join();
    expect(texts.filter((text) => !there.includes(text))).toEqual([]);
    expect((await state())['example.com']).toHaveLength(texts.length);
  });

  it('a zone file that is wrong is not heard, and undo says so', async () => {
    const cwd = await applied();
    writeFileSync(join(cwd, ZONE), 'protect: { name: new }\nrecords: { broken');
    const { code, stderr } = await run(cwd, 'undo', '--yes', '--force');
    expect([code, stderr]).toEqual([0, expect.stringContaining(`warning: ${ZONE} has errors`)]);
  });
});

describe('undo', () => {
  it('brings back 200 mixed changes over two zones exactly, and so does the undo of the undo', async () => {
    const before: StoredRecord[] = [];
    const lines: string[] = ['ttl: 5m', 'records:'];
    for (let i = 0; i < 25; i++) {
      before.push(a(`value${i}`, '192.0.2.1'), a(`ttl${i}`, '192.0.2.1', 60), a(`gone${i}`, '192.0.2.1', 7));
      before.push({ record_type: 'CNAME', name: `alias${i}`, value: `gone${i}.example.com`, ttl: 300 });
      lines.push(
        `  value${i}: { A: 192.0.2.2 }`,
        `  ttl${i}: { A: 192.0.2.1 }`,
        `  new${i}: { A: 192.0.2.1 }`,
      );
      lines.push(`  alias${i}: { A: 192.0.2.7 }`);
    }
    // Two ttls in an RRset, and a record three times, once with another ttl.
    before.push(a('mixed', '192.0.2.1', 60), a('mixed', '192.0.2.2', 600), a('mixed', '192.0.2.3', 60));
    before.push(a('twice', '192.0.2.1', 60), a('twice', '192.0.2.1', 60), a('twice', '192.0.2.1', 900));
    before.push({ record_type: 'SRV', name: '_x._tcp', value: '1 2 x.example.net', ttl: 300, priority: 1 });
    before.push({ record_type: 'MX', name: '@', value: 'mx.example.net', ttl: 300, priority: 10 });
    before.push({ record_type: 'TXT', name: '@', value: 'v=spf1 -all; "quoted" \\ ü', ttl: 300 });
    lines.push('  mixed: { A: 192.0.2.1 }', '  twice: { A: 192.0.2.1 }');
    lines.push('  "@": { MX: 20 mx.example.net, TXT: other }');
    const text = `${lines.join('\n')}\n`;
    await seed('example.com', before);
    await seed('example.net', before);
    const cwd = folder({ [ZONE]: text, 'zones/example.net.yaml': text });
    const was = await state();
    const apply = await run(cwd, 'apply', '--yes', '--force');
    expect(apply.code, apply.stdout + apply.stderr).toBe(0);
    const became = await state();
    expect(became).not.toEqual(was);

    const undo = await run(cwd, 'undo', '--yes', '--force');
    expect(undo.code, undo.stdout.slice(-1500) + undo.stderr).toBe(0);
    expect(await state()).toEqual(was);
    expect(undo.stdout).toMatch(/Verified: live equals what was to be put back/);
    expect(undo.stderr).toContain('The zone files still say otherwise');
    expect(undo.stderr).not.toContain('after that run');

    const redo = await run(cwd, 'undo', '--yes', '--force');
    expect(redo.code, redo.stdout.slice(-1500) + redo.stderr).toBe(0);
    expect(await state()).toEqual(became);
    expect((await run(cwd, 'plan', '--detailed-exitcode')).code).toBe(0);
  });

  it('leaves what others did at other names, says so, and puts it back too with --whole', async () => {
    const cwd = await applied();
    await sandbox.api('PATCH', `/dns-records/${await uuidOf('new')}/`, { value: '192.0.2.66' });
    const { zones } = await sandbox.ask<{ zones: { uuid: string }[] }>('/state');
    await sandbox.api('POST', `/dns-zones/${zones[0]?.uuid}/records/`, a('theirs', '192.0.2.77'));
    const id = runsIn(cwd)[0] ?? '';
    const undo = await run(cwd, 'undo', id, '--yes', '--force');
    expect(undo.code, undo.stdout + undo.stderr).toBe(0);
    expect(undo.stderr).toContain('1 of these changes takes back what was done after that run');
    expect(undo.stderr).toMatch(/left as it is.*\n.*theirs/);
    expect(await state()).toMatchObject({
      'example.com': expect.arrayContaining([expect.stringContaining('theirs')]),
    });
    const whole = await run(cwd, 'undo', id, '--yes', '--force', '--whole');
    expect(whole.code, whole.stdout + whole.stderr).toBe(0);
    expect((await state())['example.com']).toHaveLength(3);
  });

  it('asks: without --yes, and nobody there, it writes nothing', async () => {
    const cwd = await applied();
    const was = await state();
    const { code, stdout, stderr } = await run(cwd, 'undo');
    expect([code, stderr]).toEqual([4, expect.stringContaining('--yes')]);
    expect(stdout).toContain('2 to create, 1 to update, 1 to delete');
    expect(await state()).toEqual(was);
  });

  it('is guarded as every apply', async () => {
    await seed('example.com', [a('keep', '192.0.2.1')]);
    const names = Array.from({ length: 9 }, (_, i) => `n${i}: { A: 192.0.2.1 }`).join(', ');
    const cwd = folder({ [ZONE]: `ttl: 5m\nrecords: { keep: { A: 192.0.2.1 }, ${names} }\n` });
    expect((await run(cwd, 'apply', '--yes')).code).toBe(0);
    const { code, stderr } = await run(cwd, 'undo', '--yes');
    expect([code, stderr]).toEqual([4, expect.stringContaining('--allow example.com=9')]);
    expect((await run(cwd, 'undo', '--yes', '--allow', 'example.com=9')).code).toBe(0);
    expect((await state())['example.com']).toHaveLength(1);
  });

  it('of a run that was killed on the way takes back what it had done', async () => {
    const before = [a('www', '192.0.2.9'), ...Array.from({ length: 100 }, (_, i) => a(`r${i}`, '192.0.2.9'))];
    await seed('example.com', before);
    const was = await state();
    await sandbox.ask('/config', { delay: 40 });
    const records = Array.from({ length: 100 }, (_, i) => `  r${i}: { A: 192.0.2.1 }`).join('\n');
    const cwd = folder({ [ZONE]: `ttl: 5m\nrecords:\n  www: { A: 192.0.2.1 }\n${records}\n` });
    const child = startCli(['apply', '--yes', '--verbose', '--force'], cwd, sandbox.env);
    while (!String((await once(child.stderr as NodeJS.ReadableStream, 'data'))[0]).includes('r'));
    while ((await sandbox.ask<{ requests: unknown[] }>('/log')).requests.length < 30);
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    await sandbox.ask('/config', { delay: 0 });
    const shown = await run(cwd, 'runs', 'show');
    expect(shown.stdout).toContain('cut off');
    expect(shown.stdout).toMatch(/Not tried \(\d+\)/);
    expect(shown.stdout).toMatch(/Apply: 0 records created, \d+ updated, 0 deleted/);
    expect(await state()).not.toEqual(was);
    const { code, stdout, stderr } = await run(cwd, 'undo', '--yes', '--force');
    expect(code, stdout + stderr).toBe(0);
    expect(await state()).toEqual(was);
  });

  it.each([11, 22, 33, 44, 55, 66])('leads back whenever the run was killed (%i)', async (share) => {
    const before = Array.from({ length: 40 }, (_, i) => a(`r${i}`, '192.0.2.9'));
    await seed('example.com', before);
    const was = await state();
    await sandbox.ask('/config', { delay: 15 });
    const lines = Array.from({ length: 40 }, (_, i) => `  ${i % 2 ? `r${i}` : `n${i}`}: { A: 192.0.2.1 }`);
    const cwd = folder({ [ZONE]: `ttl: 5m\nrecords:\n${lines.join('\n')}\n` });
    const child = startCli(['apply', '--yes', '--force', '--quiet'], cwd, sandbox.env);
    const exited = once(child, 'exit');
    while (child.exitCode === null) {
      const { requests } = await sandbox.ask<{ requests: { method: string }[] }>('/log');
      if (requests.filter(({ method }) => method !== 'GET').length >= share * 0.6) child.kill('SIGKILL');
      if (child.signalCode !== null) break;
    }
    await exited;
    await sandbox.ask('/config', { delay: 0 });
    const undo = await run(cwd, 'undo', '--yes', '--force');
    expect(undo.code, undo.stdout + undo.stderr).toBe(0);
    expect(await state()).toEqual(was);
    expect((await run(cwd, 'apply', '--yes', '--force')).code).toBe(0);
    expect((await run(cwd, 'plan', '--detailed-exitcode')).code).toBe(0);
  });

  it('works from a copy, of the run or of its snapshot, also where the run is not', async () => {
    const cwd = await applied();
    const elsewhere = folder({});
    cpSync(join(cwd, '.dnssync/runs', runsIn(cwd)[0] ?? ''), join(elsewhere, 'copy'), { recursive: true });
    const undo = await run(elsewhere, 'undo', '--from', 'copy', '--yes', '--force');
    expect(undo.code, undo.stdout + undo.stderr).toBe(0);
    expect((await state())['example.com']).toHaveLength(SEEDED.length);
    expect((await run(cwd, 'apply', '--yes', '--force')).code).toBe(0);
    const bare = await run(elsewhere, 'undo', '--from', 'copy/snapshot/example.com.json', '--yes', '--force');
    expect(bare.code, bare.stdout + bare.stderr).toBe(0);
    expect((await state())['example.com']).toHaveLength(SEEDED.length);
    expect(bare.stderr).not.toContain('still say otherwise');
  });

  it('of a run that made a zone takes its records away and says that the zone stays', async () => {
    const cwd = folder({ 'zones/fresh.example.yaml': 'records: { www: { A: 192.0.2.1 } }\n' });
    expect((await run(cwd, 'apply', '--yes')).code).toBe(0);
    const { code, stderr } = await run(cwd, 'undo', '--yes', '--force');
    expect([code, stderr]).toEqual([0, expect.stringContaining('fresh.example was made by that run')]);
    expect(await state()).toEqual({ 'fresh.example': [] });
  });

  it('of a zone that is gone since makes it again', async () => {
    const cwd = await applied();
    const { zones } = await sandbox.ask<{ zones: { uuid: string }[] }>('/state');
    await sandbox.api('DELETE', `/dns-zones/${zones[0]?.uuid}/`);
    const { code, stdout, stderr } = await run(cwd, 'undo', '--yes');
    expect(code, stdout + stderr).toBe(0);
    expect((await state())['example.com']).toHaveLength(SEEDED.length);
  });

  it('of another API or account is refused before any write', async () => {
    const cwd = await applied();
    const other = await startSandbox();
    const { code, stderr } = await dnssync(['undo', '--yes'], cwd, other.env);
    expect([code, stderr]).toEqual([4, expect.stringContaining('was made for http://127.0.0.1')]);
    const { requests } = await other.ask<{ requests: unknown[] }>('/log');
    expect(requests).toEqual([]);
    await other.stop();
  });

  it('needs no zone files, and the permissions to write', async () => {
    const cwd = await applied();
    writeFileSync(join(cwd, ZONE), 'records: { broken');
    const env = { ...sandbox.env, VPS_API_TOKEN: 'vps_reader' };
    const refused = await dnssync(['undo', '--yes', '--force'], cwd, env);
    expect([refused.code, refused.stderr]).toEqual([4, expect.stringContaining('dns:create')]);
    expect((await run(cwd, 'undo', '--yes', '--force')).code).toBe(0);
  });

  it('where a copy of a record cannot be made again says so and does not call it done', async () => {
    await seed('example.com', [a('twice', '192.0.2.1'), a('twice', '192.0.2.1'), a('b', '192.0.2.1')]);
    const cwd = folder({ [ZONE]: 'ttl: 5m\nrecords: { twice: { A: 192.0.2.1 }, b: { A: 192.0.2.2 } }\n' });
    expect((await run(cwd, 'apply', '--yes')).code).toBe(0);
    await sandbox.ask('/config', { unique: true });
    const { code, stdout } = await run(cwd, 'undo', '--yes');
    await sandbox.ask('/config', { unique: false });
    expect(code, stdout).toBe(5);
    expect(stdout).toMatch(/Failed \(1\)/);
    expect(stdout).toContain('1 updated');
  });
});

it('a value that cannot be read is put back in its own words, if the service takes them; if not, undo says so', async () => {
  const odd = { record_type: 'SRV', name: '_x._tcp', value: 'what is this', ttl: 300, priority: 1 };
  await seed('example.com', [odd, ...SEEDED]);
  const cwd = folder(SMALL);
  expect((await run(cwd, 'apply', '--yes', '--force')).code).toBe(0);
  const { code, stdout, stderr } = await run(cwd, 'undo', '--yes', '--force');
  expect(code).toBe(5);
  expect(stderr).toMatch(/the service may not take back[\s\S]*_x\._tcp/);
  expect(stdout).toMatch(/Failed \(1\)/);
  expect((await state())['example.com']).toHaveLength(SEEDED.length);
  const { requests } = await sandbox.ask<{ requests: { method: string; body?: unknown }[] }>('/log');
  expect(JSON.stringify(requests)).toContain('what is this');
});

describe('mistakes', () => {
  it.each([
    [['undo'], 'no run is kept here'],
    [['undo', 'nonsense'], 'there is no run nonsense'],
    [['undo', '--from', 'missing'], 'cannot read live state from missing'],
    [['undo', 'x', '--from', 'missing'], 'not both'],
    [['runs', 'show'], 'no run is kept here'],
    [['runs', 'show', '../..'], 'there is no run ../..'],
    [['runs', 'show', '--from', 'missing'], 'missing is no run'],
    [['snapshot', 'nonsense.example'], "no zone at the service matches 'nonsense.example'"],
    [['apply', '--keep-runs', '0'], 'a number, 1 or more'],
  ])('%j: 3', async (args, words) => {
    await seed('example.com', SEEDED);
    const { code, stderr } = await run(folder({}), ...args);
    expect([code, stderr]).toEqual([3, expect.stringContaining(words)]);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('a record of which a part is missing is not gone back to', async () => {
    const cwd = await applied();
    const path = join(cwd, '.dnssync/runs', runsIn(cwd)[0] ?? '');
    rmSync(join(path, 'snapshot/example.com.json'));
    const was = await state();
    expect((await run(cwd, 'undo', '--yes', '--force')).code).toBe(3);
    writeFileSync(join(path, 'plan.json'), '{"half":');
    expect((await run(cwd, 'undo', '--yes', '--force')).code).toBe(3);
    expect(await state()).toEqual(was);
  });

  it('a record cut anywhere never makes `runs` fail', async () => {
    const cwd = await applied();
    const path = join(cwd, '.dnssync/runs', runsIn(cwd)[0] ?? '');
    for (const name of ['report.json', 'plan.json', 'run.json', 'journal.jsonl']) {
      writeFileSync(join(path, name), '{"formatVersion": "1.0", "zones": [{}], "changes": [null]');
      for (const args of [['runs'], ['runs', 'show'], ['runs', '--format', 'json']]) {
        const { code, stderr } = await run(cwd, ...args);
        expect([name, args, code, stderr]).toEqual([name, args, 0, '']);
      }
    }
  });
});

describe('runs', () => {
  it('lists what is kept, newest first, as text and JSON', async () => {
    const cwd = await applied();
    await run(cwd, 'undo', '--yes', '--force');
    await run(cwd, 'snapshot');
    const ids = runsIn(cwd);
    const { stdout } = await run(cwd, 'runs');
    const rows = stdout.split('\n').filter((line) => line.startsWith('20'));
    expect(rows.map((row) => row.split(/ {2,}/))).toEqual([
      [ids[2], 'snapshot', '1', 'taken'],
      [ids[1], 'undo', '1', '4', 'done'],
      [ids[0], 'apply', '1', '4', 'done'],
    ]);
    const json = JSON.parse((await run(cwd, 'runs', '--format', 'json')).stdout) as { runs: object[] };
    expect(json.runs[2]).toMatchObject({ id: ids[0], command: 'apply', zones: 1, changes: 4, end: 'done' });
  });

  it('shows what one came to', async () => {
    await seed('example.com', SEEDED);
    await sandbox.ask('/faults', [{ method: 'POST', path: '/records/$', kind: '403' }]);
    const cwd = folder(SMALL);
    expect((await run(cwd, 'apply', '--yes', '--force')).code).toBe(5);
    const { stdout } = await run(cwd, 'runs', 'show', (runsIn(cwd)[0] ?? '').slice(0, 18));
    expect(stdout).toContain('incomplete');
    expect(stdout).toMatch(/What it did \(\d+\)\n(?: .*\n)*.*www\.example\.com/);
    expect(stdout).toMatch(/Failed \(1\)[\s\S]*new\.example\.com/);
    const json = JSON.parse((await run(cwd, 'runs', 'show', '--format', 'json')).stdout) as object;
    expect(json).toMatchObject({ end: 'incomplete', report: { summary: { failed: 1 } } });
  });
});

describe('snapshot', () => {
  it('keeps zones by hand, is gone back to whole, and is never put away', async () => {
    await seed('example.com', SEEDED);
    await seed('example.net', [a('www', '192.0.2.1')]);
    await seed('empty.example', []);
    const was = await state();
    const cwd = folder(SMALL);
    const taken = await run(cwd, 'snapshot');
    const id = taken.stdout.trim();
    expect([taken.code, runsIn(cwd)]).toEqual([0, [id]]);
    expect(readdirSync(join(cwd, '.dnssync/runs', id, 'snapshot'))).toHaveLength(6);
    expect((await run(cwd, 'apply', '--yes', '--force', '--keep-runs', '1')).code).toBe(0);
    const { code, stdout, stderr } = await run(cwd, 'undo', id, '--yes', '--force', '--keep-runs', '1');
    expect(code, stdout + stderr).toBe(0);
    expect(await state()).toEqual(was);
    expect(runsIn(cwd)).toHaveLength(2);
    expect(runsIn(cwd)[0]).toBe(id);
    const files = readdirSync(cwd, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(files.length).toBeGreaterThan(15);
    for (const { parentPath, name } of files) {
      expect(readFileSync(join(parentPath, name), 'utf8')).not.toContain('canary_5d1e0c');
    }
  });
});
