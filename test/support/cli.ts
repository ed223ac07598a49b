/**
 * Runs the built command line in a folder of its own, as a person or a script would. An apply that reached its goal
 * ends with `verify` against the sandbox's named: see applied.ts.
 */
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { expectApplied } from './applied.ts';
import { type CliResult, resultOf, spawnCli } from './cli-process.ts';

export type { CliResult } from './cli-process.ts';

/** A temporary folder with these files, gone when the test is over. */
export function folder(files: Readonly<Record<string, string>>): string {
  const path = mkdtempSync(join(tmpdir(), 'dnssync-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return path;
}

/** What was started, until it has ended. */
const started = new WeakMap<ChildProcess, Parameters<typeof startCli>>();

/**
 * Starts the command line; nothing of the test's own environment but PATH and HOME reaches it.
 *
 * @param before a command that runs it, given it as arguments
 */
export function startCli(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
  before: readonly string[] = [],
): ChildProcess {
  const child = spawnCli(args, cwd, env, { before });
  started.set(child, [args, cwd, env]);
  return child;
}

/** Resolves when the process has ended and its streams are closed. */
export async function ended(child: ChildProcess): Promise<CliResult> {
  const result = await resultOf(child);
  const [args = [], cwd = '', env = {}] = started.get(child) ?? [];
  if (args[0] === 'apply' && result.code === 0) await expectApplied(args, cwd, env);
  return result;
}

export function dnssync(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<CliResult> {
  return ended(startCli(args, cwd, env));
}

/** As {@link dnssync}, but an apply is not verified: one that leaves a part of the files undone, or whose calls are counted. */
export function dnssyncUnverified(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<CliResult> {
  return resultOf(spawnCli(args, cwd, env));
}
