#!/usr/bin/env node
/** The entry of the command line: runs one command and turns what it came to into an exit code. */
import { fileURLToPath } from 'node:url';
import { isDnssyncError } from '../errors.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { processHost } from './host.ts';
import { runProgram } from './program.ts';

const host = processHost(fileURLToPath(import.meta.url));

async function run(): Promise<ExitCode> {
  try {
    return await runProgram(process.argv.slice(2), host);
  } catch (error) {
    const { renderFailure } = await import('./failure.ts');
    host.stderr.write(renderFailure(error, host));
    if (!isDnssyncError(error)) return EXIT.couldNot;
    if (error.code === 'stopped') return host.stoppedWith() ?? EXIT.couldNot;
    return error.code === 'usage' ? EXIT.invalid : EXIT.couldNot;
  }
}

// Not a top-level await: work that never settles would end the process with Node's own code. Not process.exit either:
// it would cut what is still on its way into a pipe.
void run().then((code) => {
  process.exitCode = code;
});
