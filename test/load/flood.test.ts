import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { loadConfig } from '../../src/load/config.ts';
import { scanTokens } from '../../src/load/parse/scan.ts';
import { readText } from '../../src/load/read-text.ts';
import { loadText } from '../support/zone-text.ts';

/** Of processor time, far above what linear work takes on a slow machine and far below what the square of it takes. */
const MOST_SECONDS = 20;

/** The rules of what is found, each once; and the work is bounded. */
function rulesOf(text: string): string[] {
  const before = process.cpuUsage();
  const { diagnostics } = loadText(text);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1e6).toBeLessThan(MOST_SECONDS);
  return [...new Set(diagnostics.map(({ rule }) => rule))];
}

const entries = (count: number, entry: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => entry(i)).join(', ');

describe('files made to be slow are no slower than others of their size', { timeout: 120_000 }, () => {
  test('comments and a character that ends lines for regular expressions only', () => {
    expect(rulesOf(`records:\n  a: b: c${' #'.repeat(500_000)}\u2028x`)).toEqual(['yaml-colon']);
  });

  test('traps by the ten thousand in one line', () => {
    expect(rulesOf(`records: { ${entries(20_000, (i) => `n${i}: { TXT: x, y }`)} }`)).toEqual(['yaml-comma']);
    expect(rulesOf(`records: { ${entries(5000, (i) => `n${i}: { A: { 2001:db8:: } }`)} }`)).toEqual([
      'yaml-ipv6',
    ]);
    expect(rulesOf(`records: { ${entries(5000, (i) => `n${i}: { A: { x: y } }`)} }`)).toEqual([
      'unknown-key',
    ]);
  });

  test('unknown keys by the ten thousand in one value', () => {
    expect(rulesOf(`records: { a: { MX: { ${entries(50_000, (i) => `k${i}: x`)} } } }`)).toEqual([
      'unknown-key',
    ]);
  });

  test.each(['- `\n', '{ a b }\n', '"', '- a\n', '...\n', '---\n', ' #', '\r', '\n'])(
    '%j over and over',
    (unit) => {
      expect(rulesOf(unit.repeat(20_000))).toHaveLength(1);
    },
  );

  test('five million brackets that close nothing', () => {
    expect(rulesOf(']'.repeat(5_000_000))).toEqual(['yaml-syntax']);
  });

  test('what a regular expression would take the whole stack for', () => {
    expect(rulesOf(`ttl: ${'1s'.repeat(2_500_000)}`)).toContain('ttl-syntax');
    expect(rulesOf(`records: { a: { A: { ttl: ${'1s'.repeat(2_500_000)}, values: 192.0.2.1 } } }`)).toEqual([
      'ttl-syntax',
    ]);
    expect(rulesOf(`a: "${'\\x41'.repeat(1_000_000)}" "b"`)).toEqual(['yaml-strings']);
  });

  test('what the yaml package would take gigabytes for is cut off', () => {
    const { tokens, refused } = scanTokens(`[${'1,'.repeat(2_500_000)}`);
    expect(refused).toMatchObject({ code: 'PARTS' });
    expect(tokens).toHaveLength(1);
  });

  test('documents without end, and errors by the million, end the reading', () => {
    expect(scanTokens('a: b\n---\n'.repeat(500_000)).tokens.length).toBeLessThan(10);
    expect(scanTokens(']'.repeat(5_000_000)).tokens.length).toBeLessThan(10);
    expect(scanTokens('{}'.repeat(2_500_000)).tokens.length).toBeLessThan(10);
  });

  test('a long name is not repeated for each thing that is wrong with it', () => {
    const owner = 'a'.repeat(900);
    const types = Array.from({ length: 20_000 }, (_, i) => `    k${i}: { a: x }\n`).join('');
    const { diagnostics } = loadText(`records:\n  "${owner}":\n${types}`);
    const told = diagnostics.reduce((sum, { message }) => sum + message.length, 0);
    expect(told).toBeLessThan(500 * diagnostics.length);
  });

  test('a hundred thousand problems are told, errors first, and that there are more', () => {
    const names = Array.from({ length: 50_001 }, (_, i) => `  a${i}: { A: x }\n  b${i}: { TXT: 'a\\"' }\n`);
    const { diagnostics, zones } = loadText(`records:\n${names.join('')}`);
    const count = (rule: string): number => diagnostics.filter((found) => found.rule === rule).length;
    expect([count('a-syntax'), count('txt-backslash'), count('more-problems')]).toEqual([50_001, 49_999, 1]);
    expect(zones).toEqual([]);
  });

  test('the exact line to write is shown around the trap where the whole line is too long', () => {
    const { diagnostics } = loadText(`records: { ${entries(200, (i) => `n${i}: { TXT: x, y${i} }`)} }`);
    expect(diagnostics[100]?.message).toMatch(
      /write: … .*n99: \{ TXT: x, y99 \}, n100: \{ TXT: "x, y100" \}, .* …$/,
    );
    expect(Math.max(...diagnostics.map(({ message }) => message.length))).toBeLessThan(700);
  });

  test('a hundred thousand records', () => {
    const names = Array.from({ length: 50_000 }, (_, i) => `  n${i}: { A: [192.0.2.1, 192.0.2.2] }\n`);
    expect(rulesOf(`records:\n${names.join('')}`)).toEqual([]);
  });
});

describe('what is no file is not read', () => {
  function folder(): string {
    const path = mkdtempSync(join(tmpdir(), 'dnssync-flood-'));
    onTestFinished(() => rmSync(path, { recursive: true }));
    return path;
  }

  test('a pipe, which would never give anything, and a device, which would never end', () => {
    const pipe = join(folder(), 'p.yaml');
    execFileSync('mkfifo', [pipe]);
    expect(readText(pipe)).toMatchObject({ rule: 'file-type' });
    expect(readText('/dev/zero')).toMatchObject({ rule: 'file-type' });
  });

  describe('the configuration of the working directory', () => {
    async function configOf(place: (file: string) => void): Promise<unknown> {
      const before = process.cwd();
      onTestFinished(() => process.chdir(before));
      const cwd = folder();
      process.chdir(cwd);
      place(join(cwd, 'dnssync.yaml'));
      const { diagnostics } = await loadConfig(undefined);
      expect(JSON.stringify(diagnostics)).not.toMatch(/root:|hunter2/);
      return diagnostics.map(({ rule }) => rule);
    }

    test('a link out of it is not followed: a pull request could show what the machine holds', async () => {
      const elsewhere = join(folder(), 'secret');
      writeFileSync(elsewhere, 'hunter2');
      expect(await configOf((file) => symlinkSync('/etc/passwd', file))).toEqual(['file-link']);
      expect(await configOf((file) => symlinkSync(elsewhere, file))).toEqual(['file-link']);
      expect(await configOf((file) => symlinkSync('/dev/zero', file))).toEqual(['file-link']);
    });

    test('a link inside it is', async () => {
      expect(
        await configOf((file) => {
          writeFileSync(`${file}.shared`, 'concurrency: x');
          symlinkSync('dnssync.yaml.shared', file);
        }),
      ).toEqual(['wrong-type']);
    });

    test('a link that leads nowhere is an error, not no configuration', async () => {
      expect(await configOf((file) => symlinkSync('nowhere', file))).toEqual(['file-unreadable']);
    });

    test('a pipe is an error', async () => {
      expect(await configOf((file) => execFileSync('mkfifo', [file]))).toEqual(['file-type']);
    });
  });
});
