/** A token of which no trace may be left: every command, every fault of the sandbox, all that is told and written. */
import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultKinds } from '../../src/sandbox/faults/kinds.ts';
import { CANARY, expectNoCanary, textsIn } from '../support/canary.ts';
import { folder } from '../support/cli.ts';
import { resultOf, spawnCli } from '../support/cli-process.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';

const FILES = {
  'zones/example.com.yaml': 'records: { www: { A: 192.0.2.1 }, new: { TXT: x } }\n',
  'before.json': JSON.stringify({
    uuid: 'z1',
    domain: 'example.com',
    record_count: 1,
    records: [{ uuid: 'r1', record_type: 'A', name: 'old', value: '192.0.2.1', ttl: 300 }],
  }),
};
const FORCE = ['--yes', '--force', '--timeout', '30s'];

/** What is run one after the other in a folder, beside the others; an apply may end with 0, or leave all to be done. */
const LINES: readonly (readonly (readonly string[])[])[] = [
  [
    ['plan', '--out', 'plan.json'],
    ['apply', 'plan.json', '--force', '--timeout', '30s'],
    ['runs', 'show'],
  ],
  [['apply', ...FORCE, '--format', 'json']],
  [['undo', '--from', 'before.json', ...FORCE], ['snapshot']],
  [
    ['verify', '--timeout', '1s', '--nameserver', '127.0.0.1:9'],
    ['zones', '--out', 'zones.json'],
    ['whoami'],
  ],
];

/** Sandboxes side by side: most of the time goes into waits before repeats. */
const SIDE_BY_SIDE = 4;
/** How long nothing new has to be asked until whoever still runs is taken to hang (milliseconds). */
const QUIET = 2000;

/** Stops what hangs, as a person would: once something hangs and nothing else happens, and again until all have ended. */
async function stopWhatHangs(sandbox: RunningSandbox, running: ReadonlySet<ChildProcess>): Promise<void> {
  let before = '';
  let since = Date.now();
  while (running.size > 0) {
    const { requests, faults } = await sandbox.ask<{ requests: number; faults: object }>('/counters');
    const now = [requests, ...Array.from(running, ({ pid }) => pid)].join();
    if (now !== before || Object.keys(faults).length === 0) since = Date.now();
    before = now;
    if (Date.now() - since > QUIET) {
      for (const child of running) child.kill('SIGTERM');
      since = Date.now();
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function runAll(sandbox: RunningSandbox, kind: string): Promise<void> {
  const env = { VPS_API_URL: sandbox.url, VPS_API_TOKEN: CANARY, DNSSYNC_DEBUG: '1' };
  const running = new Set<ChildProcess>();
  const lines = LINES.map(async (commands) => {
    const cwd = folder(FILES);
    const told: string[] = [];
    for (const args of commands) {
      const child = spawnCli([...args, '-v'], cwd, env);
      running.add(child);
      const { code, stdout, stderr } = await resultOf(child);
      running.delete(child);
      // null: stopped before it had begun.
      expect([0, 1, 3, 4, 5, 143, null], `${kind}: ${args.join(' ')}: ${stderr}`).toContain(code);
      told.push(stdout, stderr);
    }
    expectNoCanary([...told, textsIn(cwd)].join('\n'), `${kind}: ${commands.join('; ')}`);
  });
  const ended = Promise.all(lines);
  if (/^(?:hang|hold)-/.test(kind)) {
    await Promise.all([ended, stopWhatHangs(sandbox, running)]);
    await sandbox.ask('/release', {});
  } else await ended;
}

describe('every command, whatever befalls every third request', () => {
  let sandboxes: RunningSandbox[];
  beforeAll(async () => {
    sandboxes = await Promise.all(
      Array.from({ length: SIDE_BY_SIDE }, () => startSandbox(['--token', CANARY, '--extra-fields'])),
    );
  });
  afterAll(() => Promise.all(sandboxes.map((sandbox) => sandbox.stop())));

  it('leaves the token nowhere: not in its output, not in a file', { timeout: 300_000 }, async () => {
    const kinds = faultKinds.values();
    const fired = new Map<string, number>();
    await Promise.all(
      sandboxes.map(async (sandbox) => {
        for (const kind of kinds) {
          await sandbox.ask('/reset?state=1', {});
          await sandbox.ask('/seed', { zones: [{ domain: 'example.com', records: [] }] });
          await sandbox.ask('/faults', { seed: 7, rate: 0.34, kinds: [kind] });
          await runAll(sandbox, kind);
          const { faults } = await sandbox.ask<{ faults: Record<string, number> }>('/counters');
          fired.set(kind, faults[kind] ?? 0);
        }
      }),
    );
    expect([...fired].filter(([, count]) => count === 0)).toEqual([]);
    expect(fired.size).toBe(faultKinds.length);
  });
});
