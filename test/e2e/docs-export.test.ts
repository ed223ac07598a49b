/** The command lines of the pages on import and export, octoDNS and DNSControl, run as they stand. */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { folder } from '../support/cli.ts';
import { resultOf } from '../support/cli-process.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
  const records = [{ record_type: 'A', name: 'www', value: '192.0.2.1', ttl: 300 }];
  await sandbox.ask('/seed', { zones: [{ domain: 'example.com', records }] });
});
afterAll(() => sandbox.stop());

/** It asks a person, and has its tests elsewhere. */
const ELSEWHERE = /^dnssync init\b/;

/** The lines of `sh` blocks that begin with our name, without the comments that explain them. */
function linesOf(page: string): string[] {
  const blocks = [...readFileSync(page, 'utf8').matchAll(/^```sh\n([\s\S]*?)^```/gm)];
  return blocks
    .flatMap(([, block = '']) => block.split('\n'))
    .filter((line) => line.startsWith('dnssync ') && !ELSEWHERE.test(line))
    .map((line) => line.replace(/\s+#.*$/, ''));
}

const PAGES = ['docs/import-export.md', 'docs/from-octodns.md', 'docs/from-dnscontrol.md'];

it('finds lines to run in each page', () => {
  for (const page of PAGES) expect(linesOf(page), page).not.toEqual([]);
});

it.each(PAGES.flatMap((page) => linesOf(page).map((line) => [page, line])))('%s: %s', async (_, line) => {
  const zone = '@ IN SOA a.test. h.test. 1 2 3 4 5\n@ IN NS a.test.\nwww IN A 192.0.2.1\n';
  const isImport = line.startsWith('dnssync import');
  const cwd = folder({
    // What is imported has no file yet.
    ...(isImport ? {} : { 'zones/example.com.yaml': 'ttl: 5m\nrecords: { www: { A: 192.0.2.1 } }\n' }),
    'db.example.com': `$TTL 300\n${zone}`,
    'bind/example.net.zone': `$ORIGIN example.net.\n$TTL 300\n${zone}`,
    'config/example.org.yaml': 'www: {type: A, value: 192.0.2.1}\n',
    'plain/example.org.yaml': 'www: {type: A, value: 192.0.2.1}\n',
    'downloaded/example.org.zone': `$ORIGIN example.org.\n$TTL 300\n${zone}`,
  });
  const bin = join(cwd, 'bin');
  mkdirSync(bin);
  symlinkSync(process.execPath, join(bin, 'node'));
  writeFileSync(join(bin, 'dnssync'), `#!/bin/sh\nexec node ${resolve('lib/cli.js')} "$@"\n`, {
    mode: 0o755,
  });
  const env = { PATH: `${bin}:${process.env.PATH}`, ...sandbox.env };
  const { code, stdout, stderr } = await resultOf(spawn('sh', ['-c', line], { cwd, env }));
  expect(code, stdout + stderr).toBe(0);
});
