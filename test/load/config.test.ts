import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { loadConfig } from '../../src/load/config.ts';
import { brief } from '../support/zone-text.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dnssync-config-'));
  file = join(folder, 'dnssync.yaml');
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

async function findings(text: string): Promise<string[]> {
  writeFileSync(file, text);
  return (await loadConfig(file)).diagnostics.map(brief);
}

test('without a file the defaults hold', async () => {
  expect(await loadConfig(undefined)).toEqual({
    config: { zones: 'zones', lint: new Map() },
    diagnostics: [],
  });
});

test('a file that was named must be there', async () => {
  const { diagnostics } = await loadConfig(file);
  expect(diagnostics).toMatchObject([{ rule: 'file-unreadable', at: { file } }]);
});

test('the zones folder is relative to the file', async () => {
  writeFileSync(file, 'zones: dns/zones\nconcurrency: 8\n');
  expect(await loadConfig(file)).toEqual({
    config: { zones: join(folder, 'dns/zones'), concurrency: 8, lint: new Map() },
    diagnostics: [],
  });
  writeFileSync(file, 'zones: /srv/zones\n');
  expect((await loadConfig(file)).config).toMatchObject({ zones: '/srv/zones' });
});

test('nameservers are hosts, with ports or without, one or a list', async () => {
  writeFileSync(file, 'nameservers: [127.0.0.1:5353, "[::1]:53", NS1.example.net., 2001:db8::53]\n');
  expect(await loadConfig(file)).toMatchObject({
    config: {
      nameservers: [
        { host: '127.0.0.1', port: 5353 },
        { host: '::1', port: 53 },
        { host: 'ns1.example.net', port: 53 },
        { host: '2001:db8::53', port: 53 },
      ],
    },
    diagnostics: [],
  });
  writeFileSync(file, 'nameservers: ns1.example.net\n');
  expect((await loadConfig(file)).config).toMatchObject({
    nameservers: [{ host: 'ns1.example.net', port: 53 }],
  });
});

test('an empty file says nothing', async () => {
  expect(await findings('# zones: x\n')).toEqual([]);
  expect((await loadConfig(file)).config).toMatchObject({ zones: join(folder, 'zones') });
});

test.each([
  ['zone: x\n', '1:1 unknown-key'],
  ['guard: { deletes: 30 }\n', '1:1 unknown-key'],
  ['token: vps_test_x\n', '1:1 unknown-key'],
  ['concurrency: 0\n', '1:14 wrong-type'],
  ['concurrency: 65\n', '1:14 wrong-type'],
  ['concurrency: many\n', '1:14 wrong-type'],
  ['concurrency: 1e1\n', '1:14 wrong-type'],
  ['concurrency: [1]\n', '1:14 wrong-type'],
  ['zones: [a]\n', '1:8 wrong-type'],
  ['nameservers: [ns1.example.net, "ns2.example.net:0"]\n', '1:32 nameserver'],
  ['nameservers: { ns1.example.net: 53 }\n', '1:14 wrong-type'],
  ['nameservers: [[ns1.example.net]]\n', '1:15 wrong-type'],
  ['nameservers: []\n', '1:14 empty'],
  ['zones:\n', '1:1 yaml-empty'],
  ['zones: *a\n', '1:8 yaml-alias'],
  ['- zones\n', '1:1 wrong-type'],
])('%j is refused', async (text, finding) => {
  expect(await findings(text)).toEqual([finding]);
});
