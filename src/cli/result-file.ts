/** `--out FILE`: what a command prints as its result goes into a file instead. */
import { writeFile } from 'node:fs/promises';
import { DnssyncError, systemWords } from '../errors.ts';
import { safe } from '../render/safe.ts';
import type { ExitCode } from './exit-code.ts';
import type { Host } from './host.ts';

export interface OutOptions {
  readonly out?: string;
  readonly quiet?: boolean;
}

/** Runs a command with the file as its standard output. It is written once the command has ended: none holds half a result. */
export async function withResultFile(
  host: Host,
  { out, quiet }: OutOptions,
  run: (host: Host) => Promise<ExitCode>,
): Promise<ExitCode> {
  if (out === undefined) return run(host);
  let text = '';
  const stdout = host.streamTo((more) => {
    text += more;
  });
  const exit = await run({ ...host, stdout });
  try {
    // Not by a new file in its place, which would turn /dev/null or a pipe into a file.
    await writeFile(out, text);
  } catch (error) {
    throw new DnssyncError(`cannot write ${out}: ${systemWords(error)}`, {
      code: 'usage',
      hint: 'name a file that can be written with --out',
      cause: error,
    });
  }
  if (!quiet) host.stderr.write(`Written to ${safe(out)}\n`);
  return exit;
}
