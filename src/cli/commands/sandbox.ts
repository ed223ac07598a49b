/** `dnssync sandbox`: starts the program beside this one and stays in the foreground for as long as it runs. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { childEnv } from '../child-env.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Host } from '../host.ts';

export function sandbox(host: Host, options: readonly string[]): Promise<ExitCode> {
  const program = join(dirname(host.program), 'sandbox.js');
  const child = spawn(process.execPath, [program, ...options], { stdio: 'inherit', env: childEnv(host) });
  // Ctrl-C reaches the child by itself; this process only waits for it. SIGTERM is passed on.
  host.stopSignal().addEventListener('abort', () => child.kill('SIGTERM'), { once: true });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      resolve((code ?? 128 + (signal === null ? EXIT.couldNot : constants.signals[signal])) as ExitCode);
    });
  });
}
