/** Progress as a person sees it: the built command line on a pseudo-terminal, and its log without one. */
import { spawn, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CliResult, dnssync, ended, folder } from '../support/cli.ts';
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts';
import { screenOf } from '../support/screen.ts';

const hasScript = spawnSync('script', ['--version']).status === 0;
// biome-ignore lint/suspicious/noConsole: a test that is left out must not look like one that passed
if (!hasScript) console.warn('script (util-linux) is not installed: the pseudo-terminal is not tested');

const ZONES = Array.from({ length: 15 }, (_, index) => `zone${index}.example`);
const files = Object.fromEntries(
  ZONES.map((zone) => [`zones/${zone}.yaml`, 'records: { "@": { A: 192.0.2.1 } }\n']),
);

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox(['--named']);
  const records = [{ record_type: 'A', name: '@', value: '192.0.2.1', ttl: 3600 }];
  await sandbox.ask('/seed', { zones: ZONES.map((domain) => ({ domain, records })) });
  await sandbox.ask('/config', { throttle: 5 });
});
afterAll(() => sandbox.stop());

/** One stream, as a terminal is. @param interruptAt Ctrl-C is typed once this is seen */
function onTerminal(
  args: string,
  cwd: string,
  env: Record<string, string>,
  interruptAt?: string,
): Promise<CliResult> {
  const command = `stty cols 80 && exec ${process.execPath} ${resolve('lib/cli.js')} ${args}`;
  const child = spawn('script', ['-qefc', command, '/dev/null'], {
    cwd,
    env: { PATH: process.env.PATH, TERM: 'xterm', SHELL: '/bin/sh', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let seen = '';
  child.stdout.on('data', (data: Buffer) => {
    const before = interruptAt !== undefined && seen.includes(interruptAt);
    seen += data.toString();
    if (interruptAt !== undefined && !before && seen.includes(interruptAt)) child.stdin.write('\x03');
  });
  return ended(child);
}

describe.skipIf(!hasScript)('on a terminal', () => {
  it('a throttled plan shows a bar and why it waits, and leaves the plan alone on the screen', async () => {
    const { code, stdout } = await onTerminal('plan', folder(files), sandbox.env);
    expect(code, stdout).toBe(0);
    expect(stdout).toContain(' of 15 zones read');
    expect(stdout).toContain('the service throttles (429)');
    const lines = screenOf(stdout, 80).filter((line) => line !== '');
    expect(lines).toEqual(['No changes. Live matches the files (15 zones, 15 records).']);
  });

  it('Ctrl-C takes the bar away, and what is said stands alone', async () => {
    const { code, stdout } = await onTerminal('plan', folder(files), sandbox.env, ' of 15 zones read');
    expect(code, stdout).toBe(130);
    const lines = screenOf(stdout, 80).filter((line) => line !== '');
    expect(lines, JSON.stringify(stdout.slice(-900))).toEqual([expect.stringContaining('stopped by SIGINT')]);
  });

  it('nothing moves with --quiet', async () => {
    const { stdout } = await onTerminal('plan --quiet', folder(files), sandbox.env);
    expect(stdout).not.toContain('zones read');
    expect(stdout).not.toContain('\x1b[K');
    expect(screenOf(stdout, 80).filter((line) => line !== '')).toHaveLength(1);
  });
});

describe('without a terminal', () => {
  it('a short run says nothing', async () => {
    await sandbox.ask('/config', { throttle: 0 });
    const { code, stderr } = await dnssync(['plan'], folder(files), sandbox.env);
    expect([code, stderr]).toEqual([0, '']);
  });
});
