/** Live drift taken back into zone files, through the built command line, judged by git and by a plan. */
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { keyOf, type RRset, styledFile, zone } from '../edit/styles.ts';
import { dnssync, folder } from '../support/cli.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.ask('/reset?state=1', {}));

type Row = readonly [type: string, name: string, value: string, ttl?: number, priority?: number | undefined];

async function seed(domain: string, rows: readonly Row[]): Promise<void> {
  const records = rows.map(([record_type, name, value, ttl = 3600, priority]) => ({
    record_type,
    name,
    value,
    ttl,
    ...(priority === undefined ? {} : { priority }),
  }));
  await sandbox.ask('/seed', { zones: [{ domain, records }] });
}

const FILE = 'zones/example.com.yaml';
const read = (cwd: string): string => readFileSync(join(cwd, FILE), 'utf8');

describe('adopt', () => {
  const TEXT = `# ours
ttl: 1h
ignore: [acme]
records:
  "@":
    A: [192.0.2.1, 192.0.2.2]   # both
    TXT: "v=spf1 -all"

  www: { CNAME: "@" } # the page
`;
  const LIVE: readonly Row[] = [
    ['A', '@', '192.0.2.1'],
    ['A', '@', '192.0.2.9'],
    ['TXT', '@', 'v=spf1 -all'],
    ['TXT', '_acme-challenge', 'token'],
    ['CNAME', 'www', 'example.com', 300],
    ['MX', 'mail', 'mx.example.net', 3600, 10],
  ];

  it('shows the diff, writes it, and proves that the plan is empty', async () => {
    const cwd = folder({ [FILE]: TEXT });
    chmodSync(join(cwd, FILE), 0o640);
    await seed('example.com', LIVE);
    const { code, stdout } = await dnssync(['adopt', '--yes'], cwd, sandbox.env);
    expect(stdout).toContain('+    A: [192.0.2.1, 192.0.2.9]   # both\n');
    expect(stdout).toContain('Adopted 3 changes. The plan for them is empty.\n');
    expect(code).toBe(0);
    expect(read(cwd)).toBe(
      TEXT.replace('192.0.2.2]', '192.0.2.9]')
        .replace('{ CNAME: "@" }', '{ CNAME: { ttl: 5m, values: "@" } }')
        .replace('\n  www', '\n  mail:\n    MX: 10 mx.example.net\n\n  www'),
    );
    expect(statSync(join(cwd, FILE)).mode & 0o777).toBe(0o640);
    expect((await dnssync(['plan', '--detailed-exitcode'], cwd, sandbox.env)).code).toBe(0);
    const again = await dnssync(['adopt'], cwd, sandbox.env);
    expect([again.code, again.stdout]).toEqual([0, 'Nothing to adopt: the files say the same.\n']);
  });

  it('writes nothing where nobody can answer', async () => {
    const cwd = folder({ [FILE]: TEXT });
    await seed('example.com', LIVE);
    const { code, stdout, stderr } = await dnssync(['adopt'], cwd, sandbox.env);
    expect(stdout).toContain('+++ b/zones/example.com.yaml');
    expect(stderr).toContain('nobody can answer here. Add --yes');
    expect(code).toBe(4);
    expect(read(cwd)).toBe(TEXT);
  });

  it('takes one name or one type where asked', async () => {
    const cwd = folder({ [FILE]: TEXT });
    await seed('example.com', LIVE);
    const { code } = await dnssync(['adopt', '--yes', '--target', '@/A'], cwd, sandbox.env);
    expect(code).toBe(0);
    expect(read(cwd)).toBe(TEXT.replace('192.0.2.2]', '192.0.2.9]'));
  });

  it('says where to edit for what others keep, and what it cannot write', async () => {
    const cwd = folder({ [FILE]: TEXT });
    await seed('example.com', [...LIVE, ['A', 'two', '192.0.2.1', 60], ['A', 'two', '192.0.2.2', 300]]);
    const ignored = await dnssync(['adopt', '--yes', '--target', '_acme-challenge'], cwd, sandbox.env);
    expect(ignored.stderr).toContain(
      "zones/example.com.yaml:3:10: TXT _acme-challenge: 'token' is left to others by 'acme'",
    );
    expect(ignored.code).toBe(4);
    const mixed = await dnssync(['adopt', '--yes'], cwd, sandbox.env);
    expect(mixed.stderr).toContain('A two: live has its records with ttl 60 and 300');
    expect(mixed.stdout).toContain('Adopted 3 changes. 2 changes are left');
    expect(mixed.code).toBe(5);
  });

  it('tells programs what it did', async () => {
    const cwd = folder({ [FILE]: TEXT });
    await seed('example.com', [...LIVE, ['A', 'two', '192.0.2.1', 60], ['A', 'two', '192.0.2.2', 300]]);
    const { code, stdout } = await dnssync(['adopt', '--yes', '--format', 'json'], cwd, sandbox.env);
    expect(code).toBe(5);
    expect(JSON.parse(stdout)).toEqual({
      formatVersion: '1.0',
      adopted: 3,
      left: 2,
      zones: [
        {
          zone: 'example.com',
          file: FILE,
          written: true,
          diff: expect.stringContaining('+    A: [192.0.2.1, 192.0.2.9]   # both'),
          leftOut: [{ name: 'two', type: 'A', why: expect.stringContaining('ttl 60 and 300') }],
        },
      ],
    });
  });

  it('takes nothing where live cannot be read, or has no such zone', async () => {
    const cwd = folder({ [FILE]: TEXT, 'zones/example.org.yaml': 'state: absent\n' });
    const blind = await dnssync(['adopt', '--yes'], cwd, { ...sandbox.env, VPS_API_TOKEN: 'vps_nobody' });
    expect([blind.code, blind.stdout]).toEqual([1, '']);
    await seed('example.org', [['A', 'www', '192.0.2.1']]);
    const { code, stderr } = await dnssync(['adopt', '--yes'], cwd, sandbox.env);
    expect(stderr).toContain('zones/example.com.yaml:1:1: zone @: the service has no such zone');
    expect(stderr).toContain('zones/example.org.yaml:1:1: zone @: the file says state: absent');
    expect(code).toBe(4);
    expect(read(cwd)).toBe(TEXT);
  });

  it('never empties a file', async () => {
    const cwd = folder({ [FILE]: TEXT });
    await seed('example.com', [['TXT', '_acme-challenge', 'token']]);
    const { code, stderr } = await dnssync(['adopt', '--yes'], cwd, sandbox.env);
    expect(stderr).toContain('no record would be left');
    expect(code).toBe(4);
    expect(read(cwd)).toBe(TEXT);
  });

  it('points to import for a zone without a file', async () => {
    const cwd = folder({ [FILE]: TEXT });
    await seed('example.com', LIVE);
    await seed('example.net', [['A', '@', '192.0.2.1']]);
    const named = await dnssync(['adopt', 'example.net'], cwd, sandbox.env);
    expect(named.stderr).toContain('dnssync import makes one');
    expect(named.code).toBe(3);
  });
});

const git = (cwd: string, ...args: string[]): string =>
  execFileSync(
    'git',
    ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'core.autocrlf=false', ...args],
    {
      cwd,
      encoding: 'utf8',
    },
  );

describe('fifty edits of live over twenty files of different style', () => {
  const domainOf = (index: number): string => `z${index}.example.com`;
  const rowsOf = (rrsets: readonly RRset[]): Row[] =>
    rrsets.flatMap(({ owner, type, ttl, values }) =>
      values.map(({ value, priority }): Row => [type, owner, value, ttl, priority]),
    );

  it('are adopted: the plan is empty, and git shows the changed lines only', async () => {
    const seed_ = Number(process.env.DNSSYNC_SEED ?? 20_261_126);
    const files = fc.sample(styledFile, { numRuns: 20, seed: seed_ });
    const others = fc.sample(zone(3600, 4), { numRuns: 20, seed: seed_ + 1 });
    const texts = files.map(({ text }, index) => {
      const ready = text.replace(/^zone: .*?(\r?\n)/m, '').replaceAll('example.com.', `${domainOf(index)}.`);
      return [`zones/${domainOf(index)}.yaml`, ready] as const;
    });
    const cwd = folder(Object.fromEntries(texts));
    git(cwd, 'init', '-q');
    git(cwd, 'add', '-A');
    git(cwd, 'commit', '-qm', 'as written');

    // Fifty edits: values changed, added and taken away, ttls, whole RRsets and names.
    let edits = 0;
    const touched = new Set<string>();
    const lives = files.map(({ rrsets }, index) => {
      const live = rrsets.map((rrset) => ({ ...rrset }));
      const taken = new Set(live.map(({ owner }) => owner));
      const fresh = (others[index] ?? []).filter(({ owner }) => !taken.has(owner));
      for (let turn = 0; turn < 3 && edits < 50; turn++) {
        const kind = (edits * 7 + index) % 5;
        const at = (edits * 3) % live.length;
        const rrset = live[at];
        const more = fresh.shift();
        if (rrset === undefined) continue;
        const isAlias = rrset.type === 'CNAME';
        if (kind === 0 && more !== undefined) {
          live.push(more);
          touched.add(`${index} ${keyOf(more)}`);
        } else if (kind === 1 && live.length > 2) {
          live.splice(at, 1);
          touched.add(`${index} ${keyOf(rrset)}`);
        } else {
          const [first, ...rest] = rrset.values;
          const added =
            rrset.type === 'A'
              ? [{ value: `198.51.100.${edits}` }]
              : rrset.type === 'TXT'
                ? [{ value: `text ${edits}; of: this` }]
                : [];
          const values =
            kind === 2 || isAlias
              ? rrset.values
              : kind === 3
                ? [...rrset.values, ...added]
                : added.length > 0
                  ? [...rest, ...added]
                  : rest.length > 0
                    ? rest
                    : [first];
          const isSame =
            values.length === rrset.values.length && values.every((value, i) => value === rrset.values[i]);
          live[at] = {
            ...rrset,
            ttl: isSame ? rrset.ttl + 60 : rrset.ttl,
            values: values.filter((v) => v !== undefined),
          };
          touched.add(`${index} ${keyOf(rrset)}`);
        }
        edits++;
      }
      return live;
    });
    expect(edits, `seed ${seed_}`).toBe(50);
    for (const [index, live] of lives.entries()) await seed(domainOf(index), rowsOf(live));

    const { code, stdout, stderr } = await dnssync(['adopt', '--yes'], cwd, sandbox.env);
    expect(stderr).not.toContain('error');
    expect(stdout).toContain('The plan for them is empty.');
    expect(code).toBe(0);
    expect((await dnssync(['plan', '--detailed-exitcode'], cwd, sandbox.env)).code).toBe(0);

    let count = 0;
    // Each line that git shows as gone belongs to an RRset that was edited, or to a name that is gone.
    for (const [index, { lines }] of files.entries()) {
      const owners = new Set(lives[index]?.map(({ owner }) => owner));
      const isTouched = (of: string | undefined): boolean => {
        if (of === undefined) return false;
        const [owner = '', type] = of.split(' ');
        if (type === 'whole') return !owners.has(owner);
        return (
          of === 'any' ||
          [...touched].some((key) =>
            type === undefined ? key.startsWith(`${index} ${owner} `) : key === `${index} ${of}`,
          )
        );
      };
      const [path = ''] = texts[index] ?? [];
      const gone = git(cwd, 'diff', '--unified=0', '--no-ext-diff', '--', path)
        .split('\n')
        .filter((line) => line.startsWith('-') && !line.startsWith('--- '))
        .map((line) =>
          line
            .slice(1)
            .replace(/\r$/, '')
            .replaceAll(`${domainOf(index)}.`, 'example.com.'),
        );
      count += gone.length;
      for (const line of gone) {
        const mine = lines.filter(({ text }) => text === line);
        const isBlankOrInside = line.trim() === '' || /^\s+#/.test(line);
        expect(isBlankOrInside || mine.some(({ of }) => isTouched(of)), `${path}: ${line}`).toBe(true);
      }
    }
    expect(count).toBeGreaterThan(15);
  });
});
