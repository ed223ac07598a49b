#!/usr/bin/env node
/** The program `dnssync-sandbox`: ties one run to this process. */
import { runSandbox } from './run.ts';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop.abort());

process.exitCode = await runSandbox(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  stop: stop.signal,
});
