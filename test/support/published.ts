/** Whether the sandbox's named answers what the files say: for tests that end with it. */
import { spawnSync } from 'node:child_process';
import { expect, vi } from 'vitest';
import { type CliResult, resultOf, spawnCli } from './cli-process.ts';
import type { RunningSandbox } from './sandbox.ts';

let isMissing: boolean | undefined;

/** Whether BIND is missing here; says so, once in each file, where it is. */
export function bindIsMissing(): boolean {
  if (isMissing === undefined) {
    isMissing = ['named', 'named-checkzone'].some((name) => spawnSync(name, ['-v']).error !== undefined);
    if (isMissing) process.stderr.write('BIND is not installed: what needs a real named is SKIPPED\n');
  }
  return isMissing;
}

interface Published {
  readonly zones: readonly {
    readonly domain: string;
    readonly state: string;
    readonly serial: number | null;
  }[];
}

/** Waits until nothing is on its way to named; gives the zones by name. */
export async function settled(
  sandbox: RunningSandbox,
): Promise<ReadonlyMap<string, Published['zones'][number]>> {
  return await vi.waitFor(
    async () => {
      const { zones } = await sandbox.ask<Published>('/published');
      if (zones.some(({ state }) => state === 'pending')) throw new Error('still pending');
      return new Map(zones.map((zone) => [zone.domain, zone]));
    },
    { timeout: 15_000, interval: 20 },
  );
}

/** The option that names the sandbox's named. */
export function nameserver({ dns }: RunningSandbox): readonly string[] {
  if (dns === undefined) throw new Error('this sandbox runs without --named');
  return ['--nameserver', dns];
}

/** Sees that named answers every RRset of the files in this folder; gives what verify said. */
export async function expectPublished(cwd: string, sandbox: RunningSandbox): Promise<CliResult> {
  await settled(sandbox);
  const result = await resultOf(spawnCli(['verify', ...nameserver(sandbox)], cwd, sandbox.env));
  expect(result.code, result.stdout + result.stderr).toBe(0);
  return result;
}
