#!/usr/bin/env node
/** The entry of the command line: runs one command and turns what it came to into an exit code. */
import { fileURLToPath } from 'node:url';
import { isDnssyncError } from '../errors.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { processHost } from './host.ts';
import { VERSION } from './version.ts';

const host = processHost(fileURLToPath(import.meta.url));

async function run(argv: readonly string[]): Promise<ExitCode> {
  // Scripts ask this often; nothing has to be loaded to answer.
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    host.stdout.write(`${VERSION}\n`);
    return EXIT.done;
  }
  const { runProgram } = await import('./program.ts');
  return runProgram(argv, host);
}

async function explain(error: unknown): Promise<ExitCode> {
  const { renderFailure } = await import('./failure.ts');
  host.stderr.write(renderFailure(error, host));
  if (!isDnssyncError(error) || host.failed() === EXIT.incomplete) return host.failed();
  if (error.code === 'stopped') return host.stoppedWith() ?? EXIT.couldNot;
  if (error.code === 'refused') return EXIT.refused;
  return error.code === 'usage' ? EXIT.invalid : EXIT.couldNot;
}

// What is thrown where no promise is: Node would print its stack and end with 1, whatever has been written.
process.once('uncaughtException', (error) => {
  void explain(error).then((code) => process.exit(code));
});

// Not a top-level await: work that never settles would end the process with Node's own code. Not process.exit either:
// it would cut what is still on its way into a pipe.
void run(process.argv.slice(2))
  .catch(explain)
  .then((code) => {
    process.exitCode = code;
  });
