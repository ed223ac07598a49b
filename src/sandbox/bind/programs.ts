/** BIND's programs: where they are on this machine, and running one to its end. */
import { execFile } from 'node:child_process';
import { setMaxListeners } from 'node:events';
import { access, constants } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';

export interface Programs {
  readonly named: string | undefined;
  readonly rndc: string | undefined;
  readonly checkzone: string | undefined;
}

/** Looked for also in the `sbin` beside each `bin`: Debian puts them there, which is not in everybody's PATH. */
export async function findPrograms(path: string): Promise<Programs> {
  const folders = path
    .split(delimiter)
    .flatMap((folder) => (folder === '' ? [] : [folder, join(dirname(folder), 'sbin')]));
  const find = async (name: string) => {
    for (const folder of folders) {
      const found = join(folder, name);
      const runs = await access(found, constants.X_OK).then(
        () => true,
        () => false,
      );
      if (runs) return found;
    }
    return undefined;
  };
  return { named: await find('named'), rndc: await find('rndc'), checkzone: await find('named-checkzone') };
}

export interface Finished {
  readonly ok: boolean;
  /** All that it printed, or why it did not run. */
  readonly output: string;
}

/** Runs a program to its end, which comes at the latest with the timeout or the signal. Never rejects. */
export function runProgram(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly signal: AbortSignal },
): Promise<Finished> {
  // One signal ends many programs; Node takes more than ten for a leak.
  setMaxListeners(0, options.signal);
  return new Promise((resolve) => {
    const limits = { timeout: 60_000, maxBuffer: Number.POSITIVE_INFINITY };
    execFile(program, args, { ...options, ...limits }, (error, stdout, stderr) => {
      resolve({ ok: error === null, output: `${stdout}${stderr}` || (error?.message ?? '') });
    });
  });
}
