/** Runs the built command line as a child process, and nothing besides. */
import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const CLI = resolve('lib/cli.js');

/**
 * Starts it; nothing of the test's own environment but PATH and HOME reaches it.
 *
 * @param before a command that runs it, given it as arguments
 */
export function spawnCli(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
  { cli = CLI, before = [] }: { readonly cli?: string; readonly before?: readonly string[] } = {},
): ChildProcess {
  const [program = process.execPath, ...rest] = [...before, process.execPath];
  return spawn(program, [...rest, cli, ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Resolves when a process has ended and its streams are closed. */
export function resultOf(child: ChildProcess): Promise<CliResult> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolvePromise, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolvePromise({ code, stdout, stderr }));
  });
}
