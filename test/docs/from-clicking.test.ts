/** docs/from-clicking.md: its first day, its two people and its colleague who clicks, played against the sandbox. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folder } from '../support/cli.ts';
import { resultOf, spawnCli } from '../support/cli-process.ts';
import { rewritePage, transcriptsOf } from '../support/page.ts';
import { GETTING_STARTED } from '../support/page-zones.ts';
import { bindIsMissing, expectPublished } from '../support/published.ts';
import { Reader, terminalIsMissing } from '../support/reader.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

const PAGE = 'docs/from-clicking.md';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox(['--named']);
  await sandbox.ask('/seed', { zones: GETTING_STARTED.slice(0, 1) });
  const record = { zone: 'example.com', ttl: 60 };
  await sandbox.ask('/edit', {
    create: [
      { ...record, record_type: 'TXT', name: '_acme-challenge', value: 'J1nSo8Jb8Tm2', ttl: 3600 },
      { ...record, record_type: 'A', name: 'home', value: '198.51.100.77' },
    ],
  });
});
afterAll(() => sandbox.stop());

/** A colleague changes `www` in a clone of the reader's repository, and applies it. */
async function colleague(reader: Reader, origin: string): Promise<void> {
  reader.git('clone', '-q', '--bare', '.', origin);
  reader.git('remote', 'add', 'origin', origin);
  reader.git('fetch', '-q');
  reader.git('branch', '-q', '--set-upstream-to=origin/main');
  const clone = join(origin, '../clone');
  reader.git('clone', '-q', origin, clone);
  const file = join(clone, 'zones/example.com.yaml');
  const text = readFileSync(file, 'utf8').replace('CNAME: example.com', 'CNAME: web.example.net');
  writeFileSync(file, text);
  reader.git('-C', clone, 'commit', '-qam', 'www moves');
  reader.git('-C', clone, 'push', '-q');
  const { code, stderr } = await resultOf(spawnCli(['apply', '--yes'], clone, sandbox.env));
  expect(code, stderr).toBe(0);
}

async function click(): Promise<void> {
  const { zones } = await sandbox.ask<{ zones: { records: { uuid: string; value: string }[] }[] }>('/state');
  const record = zones[0]?.records.find(({ value }) => value === '192.0.2.8');
  await sandbox.ask('/edit', { update: [{ uuid: record?.uuid, value: '192.0.2.9' }] });
}

describe.skipIf(terminalIsMissing() || bindIsMissing())(PAGE, () => {
  test('shows what happens on the first day, among two people, and with those who click', async () => {
    const reader = new Reader(sandbox);
    const outputs = new Map<string, string>();
    const transcripts = transcriptsOf(PAGE);
    const isPull = transcripts.findIndex(({ command }) => command.startsWith('git pull'));
    const isDrift = transcripts.findIndex(({ command }) => command.startsWith('dnssync drift'));
    for (const [index, transcript] of transcripts.entries()) {
      if (index === isPull - 1) await colleague(reader, join(folder({}), 'origin.git'));
      if (index === isDrift) await click();
      await reader.type(transcript, outputs);
    }
    if (process.env.DNSSYNC_WRITE_PAGES !== undefined) rewritePage(PAGE, outputs);
    const plan = await resultOf(spawnCli(['plan', '--detailed-exitcode'], reader.cwd, sandbox.env));
    expect(plan.code, plan.stdout).toBe(0);
    await expectPublished(reader.cwd, sandbox);
  });
});
