/** kill -9 of the real command line at chosen instants: nothing is lost, nothing is made twice, the next run ends the work. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { emptyAnswer, type Reply, type Request } from '../../src/sandbox/http/message.ts';
import { type Listening, listen } from '../../src/sandbox/http/server.ts';
import { dnssyncUnverified, folder } from '../support/cli.ts';
import { resultOf, spawnCli } from '../support/cli-process.ts';
import { type ChangeSet, changeSet, differences, fileOf, wrongTtls } from './support/change-set.ts';
import { prepare } from './support/proof.ts';
import { stored } from './support/run.ts';
import { FIRST_SEED, scaled, tell } from './support/scale.ts';
import { openVirtualSandbox, TOKEN, type VirtualSandbox } from './support/virtual-sandbox.ts';

/** What the request that is killed over has come to, when its sender dies. */
const PHASES = ['never arrived', 'worked on after the death', 'worked on, not answered', 'answered'] as const;
type Phase = (typeof PHASES)[number];

interface Trap {
  readonly child: ChildProcess;
  /** From 1, counted from when the trap was set. */
  readonly nth: number;
  readonly phase: Phase;
}

let sandbox: VirtualSandbox;
let port: Listening;
let trap: Trap | undefined;
let seen = 0;
beforeAll(async () => {
  sandbox = await openVirtualSandbox();
  port = await listen({ port: 0, bodyLimit: 1e6, handle, failed: (error) => Promise.reject(error) });
});
afterAll(async () => {
  trap?.child.kill('SIGKILL');
  await port.close();
  await sandbox.close();
});

async function handle(request: Request, closed: Promise<void>): Promise<Reply> {
  seen++;
  const { service } = sandbox;
  if (trap === undefined || seen !== trap.nth) return service.reply(request, closed);
  const { child, phase } = trap;
  if (phase === 'answered') {
    void closed.then(() => child.kill('SIGKILL'));
    return service.reply(request, closed);
  }
  const early = phase === 'worked on, not answered' ? await service.reply(request, closed) : undefined;
  const dead = once(child, 'exit');
  child.kill('SIGKILL');
  await dead;
  if (phase === 'never arrived') return { answer: emptyAnswer(0), delivery: 'reset' };
  return early ?? service.reply(request, closed);
}

const env = (): Record<string, string> => ({
  VPS_API_URL: `http://127.0.0.1:${port.port}/api/v1`,
  VPS_API_TOKEN: TOKEN,
});
const APPLY = ['apply', '--yes', '--force'];

/** What an undisturbed run sends. */
async function requestsOf(set: ChangeSet, seed: number, cwd: string): Promise<number> {
  trap = undefined;
  prepare(sandbox, { set, seed, reading: {} });
  const before = seen;
  expect((await dnssyncUnverified(APPLY, cwd, env())).code).toBe(0);
  return seen - before;
}

interface Killed {
  readonly isKilled: boolean;
  readonly writes: number;
}

async function killAt(set: ChangeSet, seed: number, cwd: string, nth: number, phase: Phase): Promise<Killed> {
  const at = `seed ${seed}, request ${nth} ${phase}`;
  prepare(sandbox, { set, seed, reading: {} });
  const staying = new Set(differences(set.after, set.before).stray);
  const doubledBefore = differences(set.before, set.after).doubled;
  seen = 0;
  const child = spawnCli(APPLY, cwd, env());
  trap = { child, nth, phase };
  const { code } = await resultOf(child);
  trap = undefined;
  // What was under way when it died is still worked on.
  while (sandbox.log.entries().some(({ status, fault }) => status === null && fault === undefined)) {
    await new Promise((turn) => setImmediate(turn));
  }
  const { writes } = sandbox.log.counters();
  const then = differences(stored(sandbox), set.after);
  expect(
    then.lost.filter((key) => !staying.has(key)),
    at,
  ).toEqual([]);
  expect(
    then.doubled.filter((key) => !doubledBefore.includes(key)),
    at,
  ).toEqual([]);

  const again = await dnssyncUnverified(APPLY, cwd, env());
  expect(again.code, `${at}: ${again.stdout}${again.stderr}`).toBe(0);
  const end = { ...differences(stored(sandbox), set.after), ttls: wrongTtls(stored(sandbox), set.after) };
  expect(end, at).toEqual({ lost: [], doubled: [], stray: [], ttls: [] });
  expect(sandbox.checker.violations, at).toEqual([]);
  return { isKilled: code === null, writes };
}

it('at every kind of instant', async () => {
  const kills = scaled(50, 500);
  const sum = { kills: 0, inTheMiddle: 0, ended: 0 };
  const chosen = new Map<string, number>();
  for (let seed = FIRST_SEED; sum.kills < kills; seed++) {
    const set = changeSet(seed);
    const cwd = folder(
      Object.fromEntries(set.after.map((zone) => [`zones/${zone.domain}.yaml`, fileOf(zone)])),
    );
    const requests = await requestsOf(set, seed, cwd);
    // Spread over the run, each phase in turn.
    const share = Math.min(requests, scaled(13, 40));
    for (let index = 0; index < share && sum.kills < kills; index++) {
      const nth = 1 + Math.floor((index * requests) / share);
      const phase = PHASES[(index + seed) % PHASES.length] as Phase;
      const { isKilled, writes } = await killAt(set, seed, cwd, nth, phase);
      sum.kills++;
      if (isKilled) chosen.set(phase, (chosen.get(phase) ?? 0) + 1);
      else sum.ended++;
      if (isKilled && writes > 0 && writes < requests - 4) sum.inTheMiddle++;
    }
  }
  tell('kill -9', { ...sum, ...Object.fromEntries(chosen) });
  expect([...chosen.keys()].sort()).toEqual([...PHASES].sort());
  // Most of them in the middle of the writes, else this proves little.
  expect(sum.inTheMiddle).toBeGreaterThan(sum.kills / 2);
}, 3_600_000);
