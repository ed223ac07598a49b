/** `fmt` through the built command line. */
import { chmodSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dnssync, folder } from '../support/cli.ts';

const UGLY = 'records:\n    www.example.com.: {A: "192.0.2.1"}  # here\n';
const NEAT = 'records:\n  www: { A: 192.0.2.1 }  # here\n';
const WRONG = 'records:\n    www:   {A: nonsense}\n';

const read = (cwd: string, name: string): string => readFileSync(join(cwd, 'zones', name), 'utf8');

describe('fmt', () => {
  it('shows and writes what it changes, keeps the mode, and has nothing to do the second time', async () => {
    const cwd = folder({
      'zones/example.com.yaml': UGLY,
      'zones/example.net.yaml': NEAT.replace('www', 'api'),
    });
    chmodSync(join(cwd, 'zones/example.com.yaml'), 0o600);
    const first = await dnssync(['fmt'], cwd);
    expect(first.stdout).toBe(
      '--- a/zones/example.com.yaml\n+++ b/zones/example.com.yaml\n@@ -1,2 +1,2 @@\n records:\n' +
        '-    www.example.com.: {A: "192.0.2.1"}  # here\n+  www: { A: 192.0.2.1 }  # here\n',
    );
    expect([first.code, first.stderr]).toEqual([0, 'Written: zones/example.com.yaml\n']);
    expect(read(cwd, 'example.com.yaml')).toBe(NEAT);
    expect(statSync(join(cwd, 'zones/example.com.yaml')).mode & 0o777).toBe(0o600);
    const second = await dnssync(['fmt'], cwd);
    expect([second.code, second.stdout, second.stderr]).toEqual([0, '', '2 files: nothing to change.\n']);
  });

  it('writes nothing with --check, and exits 3 where it would', async () => {
    const cwd = folder({ 'zones/example.com.yaml': UGLY });
    const { code, stdout, stderr } = await dnssync(['fmt', '--check'], cwd);
    expect(code).toBe(3);
    expect(stdout).toContain('+  www: { A: 192.0.2.1 }  # here\n');
    expect(stderr).toContain('1 file is not in the canonical style; dnssync fmt writes it.');
    expect(read(cwd, 'example.com.yaml')).toBe(UGLY);
    await dnssync(['fmt', '--quiet'], cwd);
    expect((await dnssync(['fmt', '--check'], cwd)).code).toBe(0);
  });

  it('leaves a file with errors as it is, reports it, and does the others', async () => {
    const cwd = folder({ 'zones/example.com.yaml': UGLY, 'zones/example.net.yaml': WRONG });
    const { code, stderr } = await dnssync(['fmt'], cwd);
    expect(code).toBe(3);
    expect(stderr).toContain('zones/example.net.yaml:2:16');
    expect(stderr).toContain('Files with errors are left as they are.');
    expect(read(cwd, 'example.net.yaml')).toBe(WRONG);
    expect(read(cwd, 'example.com.yaml')).toBe(NEAT);
  });

  it('takes the files that are named', async () => {
    const cwd = folder({
      'zones/example.com.yaml': UGLY,
      'zones/example.net.yaml': UGLY.replace('.com', '.net'),
    });
    expect((await dnssync(['fmt', 'zones/example.net.yaml'], cwd)).code).toBe(0);
    expect(read(cwd, 'example.com.yaml')).toBe(UGLY);
    expect(read(cwd, 'example.net.yaml')).toBe(NEAT);
    expect((await dnssync(['fmt', 'zones/example.org.yaml'], cwd)).code).toBe(3);
  });
});
