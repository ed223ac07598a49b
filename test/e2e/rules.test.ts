/** The rules as a user meets them: one file for each, one near miss for each, and the examples of this repository. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RulesJson } from '../../src/render/rules.ts';
import { dnssync } from '../support/cli.ts';

interface Told {
  readonly diagnostics: readonly {
    readonly rule: string;
    readonly file?: string;
    readonly line?: number;
    readonly column?: number;
  }[];
}

/** What no text of a file can show. */
const BY_HAND: Readonly<Record<string, (file: string, folder: string) => void>> = {
  'dmarc-consent': (file, folder) => {
    const text = 'v=DMARC1; p=none; rua=mailto:a@reports.example';
    writeFileSync(file, `records: { _dmarc: { TXT: "${text}" } }\n`);
    writeFileSync(join(folder, 'reports.example.yaml'), 'records: { a: { TXT: x } }\n');
  },
  'file-encoding': (file) => writeFileSync(file, Buffer.from('records: { a: { TXT: caf\xe9 } }\n', 'latin1')),
  'file-link': (file) => symlinkSync('/etc/hostname', file),
  'file-too-large': (file) => writeFileSync(file, `# ${'x'.repeat(5 * 1024 * 1024)}`),
  'file-type': (file) => execFileSync('mkfifo', [file]),
  'file-unreadable': (file) => symlinkSync('nowhere.yaml', file),
  'more-problems': (file) => {
    const names = Array.from({ length: 100_001 }, (_, i) => `  n${i}: { B: x }\n`);
    writeFileSync(file, `records:\n${names.join('')}`);
  },
  'zone-twice': (file, folder) => {
    writeFileSync(file, 'records: { a: { TXT: x } }\n');
    writeFileSync(join(folder, 'second.yaml'), 'zone: zone-twice.example\nrecords: { a: { TXT: x } }\n');
  },
};

describe('dnssync rules and dnssync validate', () => {
  let work: string;
  let rules: RulesJson['rules'];
  beforeAll(async () => {
    work = mkdtempSync(join(tmpdir(), 'dnssync-rules-'));
    const { stdout } = await dnssync(['rules', '--format', 'json'], process.cwd());
    rules = (JSON.parse(stdout) as RulesJson).rules;
  });
  afterAll(() => rmSync(work, { recursive: true }));

  /** A folder of zone files, and the configuration that turns on what is off. */
  function folder(name: string, kind: 'bad' | 'good'): string[] {
    const path = join(work, name);
    mkdirSync(path);
    for (const rule of rules) {
      const file = join(path, `${rule.name}.example.yaml`);
      if (rule[kind] !== undefined) writeFileSync(file, rule[kind]);
      else if (kind === 'bad') BY_HAND[rule.name]?.(file, path);
    }
    return ['--zones', path];
  }

  test('on one file for each rule, all rules of the list are told, and no others, each at its place', async () => {
    const off = rules.filter(({ severity }) => severity === 'off').map(({ name }) => `  ${name}: warn\n`);
    const config = join(work, 'dnssync.yaml');
    writeFileSync(config, `lint:\n${off.join('')}nameservers: ns1.example.net:dns\n`);
    const args = ['validate', ...folder('bad', 'bad'), '--config', config];
    const { stdout, stderr, code } = await dnssync([...args, '--format', 'json'], process.cwd());
    expect(code).toBe(3);
    expect(stderr).toBe('');
    const { diagnostics } = JSON.parse(stdout) as Told;
    const expected = rules.filter(({ foundIn }) => foundIn === 'files').map(({ name }) => name);
    expect([...new Set(diagnostics.map(({ rule }) => rule))].sort()).toEqual(expected);
    // A file that could not be read has no lines.
    const placeless = diagnostics.filter(({ file, line, column }) => !file || !line || !column);
    expect(placeless.filter(({ rule }) => !/^file-|^more-problems$/.test(rule))).toEqual([]);
    const text = await dnssync(args, process.cwd());
    expect(text.code).toBe(3);
    expect(text.stdout + text.stderr).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
  });

  test('on the near misses nothing but a summary', async () => {
    const { stdout, stderr, code } = await dnssync(
      ['validate', '--strict', ...folder('good', 'good')],
      process.cwd(),
    );
    expect(stdout).toMatch(/^\d+ zones, \d+ records: valid\.\n$/);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  });

  test('on the example zones nothing but a summary', async () => {
    const { stdout, stderr, code } = await dnssync(
      ['validate', '--strict', '--zones', 'zones'],
      process.cwd(),
    );
    expect(stdout).toMatch(/^\d+ zones, \d+ records: valid\.\n$/);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  });

  test('one rule is explained with its example; a misspelt one gets a suggestion', async () => {
    const { stdout } = await dnssync(['rules', 'cname-conflict'], process.cwd());
    expect(stdout).toContain('RFC 1034 section 3.6.2');
    expect(stdout).toContain('www: { CNAME: www.example.net, TXT: x }');
    const misspelt = await dnssync(['rules', 'cname-conflct'], process.cwd());
    expect(misspelt).toMatchObject({ code: 3, stdout: '' });
    expect(misspelt.stderr).toContain('did you mean cname-conflict?');
  });

  test('docs/rules.md is what dnssync rules --format markdown prints', async () => {
    const { stdout } = await dnssync(['rules', '--format', 'markdown'], process.cwd());
    await expect(stdout).toMatchFileSnapshot('../../docs/rules.md');
  });
});
