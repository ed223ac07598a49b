/** Starts a program that ends when this process does, however this process ends. */
import { type ChildProcess, spawn } from 'node:child_process';

/**
 * What stands between: its input is a pipe from us, which the kernel closes also after a SIGKILL. It outlives a Ctrl-C,
 * which the terminal sends to all, so as to see the program end.
 */
const script = `
const [program, ...args] = process.argv.slice(1);
const child = require('node:child_process').spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
const end = () => {
  child.kill('SIGTERM');
  setTimeout(() => child.kill('SIGKILL'), 5000).unref();
};
process.stdin.on('end', end).on('error', end).resume();
child.on('error', () => process.exit(127));
child.on('exit', (code) => process.exit(code ?? 1));
`;

/** Its standard input is what keeps it alive: end that to end the program. */
export function spawnGuarded(program: string, args: readonly string[], cwd: string): ChildProcess {
  return spawn(process.execPath, ['-e', script, program, ...args], {
    cwd,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
}
