import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { basename, delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CliResult, dnssync, folder } from '../support/cli.ts';

/** Where a program is; `named` in the folders that are not in everybody's PATH too. */
function find(program: string): string | undefined {
  const path = `${process.env.PATH}${delimiter}/usr/sbin${delimiter}/usr/local/sbin`;
  const { stdout } = spawnSync('sh', ['-c', `command -v ${program}`], {
    env: { PATH: path },
    encoding: 'utf8',
  });
  return stdout.trim() || undefined;
}

const bind = ['named', 'rndc', 'named-checkzone'].map(find);
const dig = find('dig');

/** A PATH on which these programs are all there is. */
function pathWith(...programs: readonly (string | undefined)[]): string {
  const root = folder({});
  mkdirSync(join(root, 'bin'));
  for (const program of programs) {
    if (program !== undefined) symlinkSync(program, join(root, 'bin', basename(program)));
  }
  return join(root, 'bin');
}

const demo = (path: string | undefined): Promise<CliResult> =>
  dnssync(['demo'], folder({}), path === undefined ? {} : { PATH: path });

/** The table behind the dig prompt: owner, ttl where there is one, type and data. */
function tableIn(stdout: string): string[] {
  const [, table = ''] = /^\$ dig @127\.0\.0\.1 -p \d+ NAME TYPE\n((?: {2}.*\n)+)/m.exec(stdout) ?? [];
  return table
    .trimEnd()
    .split('\n')
    .map((line) => line.trim().replace(/ {2,}/g, ' '));
}

describe('dnssync demo', () => {
  it.skipIf([...bind, dig].includes(undefined))(
    'shows by dig that DNS answers every RRset that the apply changed, and leaves no server behind',
    async () => {
      const { code, stdout, stderr } = await demo(undefined);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(tableIn(stdout)).toEqual([
        'example.com 3600 A 192.0.2.1',
        'example.com 3600 A 192.0.2.2',
        'example.com 3600 MX 10 mx1.example.com.',
        'example.com 3600 MX 20 mx2.example.net.',
        'example.com 3600 TXT "example-site-verification=4f1c0a9e"',
        'example.com 3600 TXT "v=spf1 mx include:_spf.example.net -all"',
        'example.com 3600 CAA 0 iodef "mailto:security@example.com"',
        'example.com 3600 CAA 0 issue "letsencrypt.org"',
        'test-please-delete.example.com A gone: NXDOMAIN',
        'www.example.com 3600 CNAME example.com.',
        'www.example.com A gone: an alias now',
      ]);
      expect(stdout).not.toContain('left out');
      const port = Number(/-p (\d+) NAME/.exec(stdout)?.[1]);
      const answers = await new Promise((resolve) => {
        const socket = connect(port, '127.0.0.1', () => resolve(true)).once('error', () => resolve(false));
        socket.once('connect', () => socket.destroy());
      });
      expect(answers).toBe(false);
    },
  );

  it('says plainly that BIND is not installed, and shows all else', async () => {
    const { code, stdout, stderr } = await demo(pathWith(dig));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(
      'What DNS answers now is left out here: BIND is not installed (Debian: apt-get install bind9).',
    );
    expect(stdout).toContain('No changes. Live matches the files');
    expect(stdout).not.toContain('$ dig');
  });

  it.skipIf(bind.includes(undefined))('says plainly that dig is not installed', async () => {
    const { code, stdout, stderr } = await demo(pathWith(...bind));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(
      'What DNS answers now is left out here: dig is not installed (Debian: apt-get install dnsutils).',
    );
    expect(stdout).toContain('No changes. Live matches the files');
  });
});
