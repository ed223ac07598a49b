/** `dnssync import` from octoDNS' folders: which files are read, which are not, and what is told of what stays behind. */
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dnssync, folder } from '../support/cli.ts';

const A = 'www:\n  type: A\n  value: 192.0.2.1\n';
const run = (cwd: string, ...args: string[]) => dnssync(['import', '--source', 'octodns', ...args], cwd);
const zonesOf = (cwd: string): string[] => readdirSync(join(cwd, 'zones')).sort();

describe('a folder', () => {
  it('gives the zones that octoDNS would list: files, split folders, and both of one zone', async () => {
    const cwd = folder({
      'config/example.com.yaml': A,
      'config/example.com./mail.yaml': 'mail: {type: A, value: 192.0.2.2}\n',
      'config/example.net./$example.net.yaml': "'': {type: TXT, value: x}\n",
      'config/example.net./README.md': 'not a zone\n',
      'config/octodns.yaml': 'providers: {}\nzones: {}\n',
      'config/münchen.example.yaml': A,
    });
    const { code, stdout, stderr } = await run(cwd, '--from', 'config');
    expect(code, stderr).toBe(0);
    expect(zonesOf(cwd)).toEqual(['example.com.yaml', 'example.net.yaml', 'xn--mnchen-3ya.example.yaml']);
    expect(readFileSync(join(cwd, 'zones/example.com.yaml'), 'utf8')).toBe(
      'ttl: 1h\nrecords:\n  mail:\n    A: 192.0.2.2\n  www:\n    A: 192.0.2.1\n',
    );
    expect(stderr).toMatch(/^Passed over config\/octodns\.yaml: its name is no zone's$/m);
    expect(stdout).toContain('zones/example.net.yaml');
  });

  it('that is a split zone is one, by its name or by the zone that is named', async () => {
    const cwd = folder({ 'example.com./www.yaml': A, 'split/example.net.tst/www.yaml': A });
    expect((await run(cwd, '--from', 'example.com.')).code).toBe(0);
    expect((await run(cwd, '--from', 'split/example.net.tst', 'example.net')).code).toBe(0);
    expect(zonesOf(cwd)).toEqual(['example.com.yaml', 'example.net.yaml']);
  });

  it('is known for what it is without --source', async () => {
    const cwd = folder({ 'config/example.com.yaml': A, 'config/octodns.yaml': 'zones: {}\n' });
    expect((await dnssync(['import', '--from', 'config'], cwd)).code).toBe(0);
    expect(zonesOf(cwd)).toEqual(['example.com.yaml']);
  });

  it('with two files of one zone is refused, as octoDNS refuses it', async () => {
    const cwd = folder({ 'config/münchen.example.yaml': A, 'config/xn--mnchen-3ya.example.yaml': A });
    const { code, stderr } = await run(cwd, '--from', 'config');
    expect([code, stderr]).toEqual([3, expect.stringContaining('are of one zone')]);
  });

  it('holds nothing of what a link leads out of it for', async () => {
    const cwd = folder({
      'secret.yaml': 'password: {type: TXT, value: hunter2}\n',
      'config/example.com.yaml': A,
    });
    symlinkSync(join(cwd, 'secret.yaml'), join(cwd, 'config/example.net.yaml'));
    const { code, stdout, stderr } = await run(cwd, '--from', 'config');
    expect(code).toBe(3);
    expect(stderr).toContain('links to a file outside');
    expect(stdout + stderr).not.toContain('hunter2');
    expect(readdirSync(cwd).sort()).toEqual(['config', 'secret.yaml']);
  });
});

describe('a file', () => {
  it('whose name is no zone asks for it', async () => {
    const cwd = folder({ 'zone.yaml': A });
    const { code, stderr } = await run(cwd, '--from', 'zone.yaml');
    expect([code, stderr]).toEqual([
      3,
      expect.stringContaining('dnssync import --from zone.yaml example.com'),
    ]);
    expect((await run(cwd, '--from', 'zone.yaml', 'example.com')).code).toBe(0);
    expect(zonesOf(cwd)).toEqual(['example.com.yaml']);
  });

  it('that includes others is refused with its place, and nothing is written', async () => {
    const cwd = folder({
      'config/example.com.yaml': 'www:\n  !include web.yaml\n',
      'config/example.net.yaml': A,
    });
    const { code, stderr } = await run(cwd, '--from', 'config');
    expect(code).toBe(3);
    expect(stderr).toMatch(/config\/example\.com\.yaml:2:3/);
    expect(stderr).toMatch(/'!include' reads other files.*octodns-dump/s);
    expect(readdirSync(cwd)).toEqual(['config']);
  });

  it.each([
    ['not UTF-8', Buffer.from('www: {type: TXT, value: "\xff"}\n', 'latin1'), /UTF-8/],
    ['larger than any zone', Buffer.alloc(6 * 1024 * 1024, '#'), /5 MiB/],
  ])('that is %s is refused', async (_, octets, words) => {
    const cwd = folder({});
    mkdirSync(join(cwd, 'config'));
    writeFileSync(join(cwd, 'config/example.com.yaml'), octets);
    const { code, stderr } = await run(cwd, '--from', 'config');
    expect([code, stderr]).toEqual([3, expect.stringMatching(words)]);
  });
});

it('what stays behind is told with its place and why, and what is taken validates', async () => {
  const text = `---
'':
  - type: NS
    values: [ns1.old.example.]
  - type: ALIAS
    value: elsewhere.example.
www:
  octodns: {ignored: true}
  type: A
  value: 192.0.2.1
a:
  type: A
  values: [192.0.2.1, 300.0.2.1]
b:
  - type: CNAME
    value: a.example.com.
  - type: A
    value: 192.0.2.1
`;
  const cwd = folder({ 'config/example.com.yaml': text });
  const { code, stdout, stderr } = await run(cwd, '--from', 'config/example.com.yaml');
  expect(code, stderr).toBe(0);
  for (const words of [
    'config/example.com.yaml:3:5',
    '--apex-ns',
    'config/example.com.yaml:5:5',
    'VPS.org serves no ALIAS records',
    'config/example.com.yaml:8:3',
    "'ignore:'",
    'config/example.com.yaml:13:23',
    'is not an IPv4 address',
  ]) {
    expect(stdout + stderr).toContain(words);
  }
  const validated = await dnssync(['validate'], cwd);
  expect(validated.code, validated.stdout).toBe(0);
});
