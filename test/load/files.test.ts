import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadZones } from '../../src/load/load.ts';

const GOOD = 'records: { a: { TXT: x } }\n';
let root: string;
let zonesDir: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'dnssync-load-'));
  zonesDir = join(root, 'zones');
  mkdirSync(zonesDir);
});

afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, content: string | Buffer = GOOD): string {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

async function load(
  paths?: string[],
): Promise<{ files: string[]; zones: string[]; findings: string[]; messages: string[] }> {
  const result = await loadZones({ zonesDir, ...(paths !== undefined && { paths }) });
  return {
    files: result.files.map((file) => relative(root, file)),
    zones: result.zones.map(({ name }) => name),
    findings: result.diagnostics.map(
      ({ rule, at }) => `${relative(root, at?.file ?? '')}:${at?.line ?? ''} ${rule}`,
    ),
    messages: result.diagnostics.map(({ message }) => message),
  };
}

describe('which files are zones', () => {
  test('.yaml and .yml at any depth, but no fragments, no dotfiles and no other files', async () => {
    write('zones/b.example.yaml');
    write('zones/customers/deep/a.example.yml');
    write('zones/C.example.YAML');
    for (const other of [
      '_x.example.yaml',
      '_parts/x.example.yaml',
      '.x.example.yaml',
      '.git/x.example.yaml',
    ]) {
      write(`zones/${other}`, 'not: [a zone');
    }
    for (const other of ['README.md', 'x.example.yaml.bak', 'x.example.yaml~', 'x.json', 'yaml'])
      write(`zones/${other}`);
    expect(await load()).toEqual({
      files: ['zones/C.example.YAML', 'zones/b.example.yaml', 'zones/customers/deep/a.example.yml'],
      zones: ['a.example.', 'b.example.', 'c.example.'],
      findings: [],
      messages: [],
    });
  });

  test('paths name files and folders, each once', async () => {
    const one = write('zones/a.example.yaml');
    write('zones/sub/b.example.yaml');
    write('zones/c.example.yaml', 'broken: [');
    const { zones, findings } = await load([
      one,
      join(zonesDir, 'sub'),
      join(zonesDir, 'sub', '..', 'a.example.yaml'),
    ]);
    expect(zones).toEqual(['a.example.', 'b.example.']);
    expect(findings).toEqual([]);
    expect((await load([one, one])).files).toEqual(['zones/a.example.yaml']);
    expect((await load([join(zonesDir, 'sub'), join(zonesDir, 'sub')])).findings).toEqual([]);
  });

  test('files that were not named are known all the same, and nothing is told of them', async () => {
    write('zones/a.example.yaml', 'records: { "@": { TXT: "v=spf1 include:_spf.b.example -all" } }\n');
    write('zones/broken.example.yaml', 'records: [');
    const named = write(
      'zones/b.example.yaml',
      'records: { _spf: { TXT: "v=spf1 mx:mx.example.net -all" } }\n',
    );
    // Alone, nothing here includes it.
    expect((await load([named])).findings).toEqual([]);
    expect((await load([named])).zones).toEqual(['b.example.']);
    const outside = write(
      'draft/b.example.yaml',
      'records: { _spf: { TXT: "v=spf1 mx:mx.example.net -all" } }\n',
    );
    expect((await load([outside])).findings).toEqual(['draft/b.example.yaml:1 policy-misplaced']);
  });

  test('a named file whose zone has another file is told', async () => {
    write('zones/a.example.yaml');
    const second = write('zones/team/a.example.yaml');
    expect((await load([second])).findings).toEqual(['zones/team/a.example.yaml:1 zone-twice']);
  });

  test('a fragment that somebody names is looked at', async () => {
    const { files } = await load([write('zones/_a.example.yaml')]);
    expect(files).toEqual(['zones/_a.example.yaml']);
  });

  test('files below the working directory are shown relative to it, others as they were given', async () => {
    write('zones/a.example.yaml', 'x');
    expect((await loadZones({ zonesDir })).diagnostics[0]?.at?.file).toBe(join(zonesDir, 'a.example.yaml'));
    expect((await loadZones({ zonesDir: join(process.cwd(), 'zones') })).files).toContain(
      'zones/example.com.yaml',
    );
    expect((await loadZones({ zonesDir: './zones/' })).files).toContain('zones/example.com.yaml');
    const upwards = relative('', zonesDir);
    expect((await loadZones({ zonesDir: upwards })).files).toEqual([join(upwards, 'a.example.yaml')]);
  });
});

describe('what cannot be used is one clear error', () => {
  test('a folder that does not exist', async () => {
    zonesDir = join(root, 'nowhere');
    const { findings, messages, zones } = await load();
    expect(findings).toEqual(['nowhere: zones-missing']);
    expect(messages[0]).toContain('--zones');
    expect(zones).toEqual([]);
  });

  test('an empty folder, and one without zone files', async () => {
    expect((await load()).findings).toEqual(['zones: zones-empty']);
    write('zones/README.md');
    write('zones/_x.yaml');
    const { findings, messages } = await load();
    expect(findings).toEqual(['zones: zones-empty']);
    expect(messages[0]).toContain('example.com.yaml');
  });

  test('a file where the folder should be', async () => {
    zonesDir = write('zones.yaml');
    expect((await load()).findings).toEqual(['zones.yaml: zones-folder']);
  });

  test('a path that does not exist, or is no zone file', async () => {
    expect((await load([join(zonesDir, 'x.yaml'), write('zones/README.md')])).findings).toEqual([
      'zones/README.md: file-type',
      'zones/x.yaml: file-unreadable',
    ]);
  });

  test('a folder named like a file, and a pipe', async () => {
    mkdirSync(join(zonesDir, 'b.example.yaml'));
    write('zones/b.example.yaml/a.example.yaml');
    execFileSync('mkfifo', [join(zonesDir, 'p.example.yaml')]);
    expect(await load()).toMatchObject({
      zones: ['a.example.'],
      findings: ['zones/p.example.yaml: file-type'],
    });
  });
});

describe('links', () => {
  test('to a file inside are followed, with the name of the link', async () => {
    write('zones/.shared/parked.txt');
    symlinkSync('.shared/parked.txt', join(zonesDir, 'a.example.yaml'));
    symlinkSync('.shared/parked.txt', join(zonesDir, 'b.example.yaml'));
    expect(await load()).toMatchObject({ zones: ['a.example.', 'b.example.'], findings: [] });
  });

  test('to a file outside are errors that show nothing of it', async () => {
    symlinkSync(write('secret.txt', 'token: hunter2\n'), join(zonesDir, 'a.example.yaml'));
    symlinkSync('/etc/passwd', join(zonesDir, 'b.example.yaml'));
    symlinkSync('/dev/zero', join(zonesDir, 'c.example.yaml'));
    const result = await loadZones({ zonesDir });
    expect(result.diagnostics.map(({ rule }) => rule)).toEqual(['file-link', 'file-link', 'file-link']);
    expect(JSON.stringify(result)).not.toMatch(/hunter2|root:/);
    // Nor where the link itself is named.
    expect((await load([join(zonesDir, 'a.example.yaml')])).findings).toEqual([
      'zones/a.example.yaml: file-link',
    ]);
  });

  test('to a folder outside are no way out where somebody names them', async () => {
    write('elsewhere/a.example.yaml');
    symlinkSync('../elsewhere', join(zonesDir, 'linked'));
    expect((await load([join(zonesDir, 'linked')])).findings).toEqual([
      'zones/linked/a.example.yaml: file-link',
    ]);
  });

  test('that lead nowhere, or to themselves, are errors', async () => {
    symlinkSync('nowhere', join(zonesDir, 'a.example.yaml'));
    symlinkSync('b.example.yaml', join(zonesDir, 'b.example.yaml'));
    expect((await load()).findings).toEqual([
      'zones/a.example.yaml: file-unreadable',
      'zones/b.example.yaml: file-unreadable',
    ]);
  });

  test('to folders are errors, not followed in circles and not passed over in silence', async () => {
    symlinkSync('.', join(zonesDir, 'circle'));
    write('zones/a.example.yaml');
    expect(await load()).toMatchObject({ zones: ['a.example.'], findings: ['zones/circle: file-link'] });
  });

  test('a zones folder that is a link itself is fine', async () => {
    write('zones/a.example.yaml');
    symlinkSync('zones', join(root, 'linked'));
    zonesDir = join(root, 'linked');
    expect(await load()).toMatchObject({ zones: ['a.example.'], findings: [] });
  });
});

describe('the octets of a file', () => {
  test('a byte order mark is passed over', async () => {
    write('zones/a.example.yaml', `\uFEFF${GOOD}`);
    write('zones/b.example.yaml', '\uFEFFrecords: { a: { A: x } }\n');
    const { zones, diagnostics } = await loadZones({ zonesDir });
    expect(zones).toHaveLength(1);
    expect(diagnostics).toMatchObject([{ rule: 'a-syntax', at: { line: 1, column: 20 } }]);
  });

  test.each([
    ['Latin-1', Buffer.from('records:\n  a: { TXT: caf\xe9 }\n', 'latin1'), 2],
    ['UTF-16', Buffer.from('\uFEFFrecords: {}\n', 'utf16le'), 1],
    ['half a character at the end', Buffer.from([...Buffer.from('records:\n'), 0xc3]), 2],
    ['an encoded surrogate', Buffer.from([0x61, 0x0a, 0x0a, 0xed, 0xa0, 0x80]), 3],
    ['an overlong NUL', Buffer.from([0xc0, 0x80]), 1],
    ['a NUL', Buffer.from('records:\n  a: { TXT: "a\0b" }\n'), 2],
  ])('%s is refused with its line', async (_, octets, line) => {
    write('zones/a.example.yaml', octets);
    expect((await load()).findings).toEqual([`zones/a.example.yaml:${line} file-encoding`]);
  });

  test('five MiB are read, one octet more is not', async () => {
    const limit = 5 * 1024 * 1024;
    const fill = (octets: number): string => `${GOOD}#${'x'.repeat(octets - GOOD.length - 1)}`;
    write('zones/a.example.yaml', fill(limit));
    write('zones/b.example.yaml', fill(limit + 1));
    expect(await load()).toMatchObject({
      zones: ['a.example.'],
      findings: ['zones/b.example.yaml: file-too-large'],
    });
  });
});

test('zones with errors are left out, the others are not; all is sorted', async () => {
  write('zones/z.example.yaml', 'zone: a.example\nrecords: { a: { TXT: x # y\n } }\n');
  write('zones/b.example.yaml', 'records: { a: { A: x } }\n');
  write('zones/a/c.example.yaml');
  expect(await load()).toMatchObject({
    files: ['zones/a/c.example.yaml', 'zones/b.example.yaml', 'zones/z.example.yaml'],
    zones: ['a.example.', 'c.example.'],
    findings: ['zones/b.example.yaml:1 a-syntax', 'zones/z.example.yaml:2 txt-comment'],
  });
});

test('records know their line and column', async () => {
  write('zones/a.example.yaml', '# head\nrecords:\n  a:\n    A: [192.0.2.1, 192.0.2.2]\n');
  const { zones } = await loadZones({ zonesDir });
  const file = join(zonesDir, 'a.example.yaml');
  expect(zones).toEqual([
    {
      name: 'a.example.',
      file,
      source: { file, line: 1, column: 1 },
      records: [
        {
          name: 'a.a.example.',
          type: 'A',
          value: '192.0.2.1',
          ttl: 3600,
          source: { file, line: 4, column: 9 },
        },
        {
          name: 'a.a.example.',
          type: 'A',
          value: '192.0.2.2',
          ttl: 3600,
          source: { file, line: 4, column: 20 },
        },
      ],
    },
  ]);
});
