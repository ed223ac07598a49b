/** Programs of others from PyPI, pinned and unmodified: installs them into a venv below node_modules. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where the programs of a venv are. */
export function venvProgram(name: string, program: string): string {
  return join(folderOf(name), 'bin', program);
}

/**
 * Installs what the requirements name unless it is there; says why where it cannot be had, which is no failure of ours.
 *
 * @param module is imported as proof that it works
 */
export async function installVenv(
  name: string,
  requirements: URL,
  module: string,
): Promise<{ readonly missing?: string }> {
  const folder = folderOf(name);
  /** Is written last, with the requirements that are installed: half an installation is begun anew. */
  const done = join(folder, 'installed');
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  if (existsSync(done) && readFileSync(done, 'utf8') === wanted && (await isUsable(name, module))) return {};
  try {
    const fit =
      'import sys, venv, ensurepip; sys.exit(None if sys.version_info >= (3, 11) else "older than 3.11, which the pinned versions need")';
    await run('python3', ['-c', fit]);
    await run('python3', ['-m', 'venv', '--clear', folder]);
    const pip = ['-m', 'pip', 'install', '--quiet', '--no-input', '--retries', '0', '--timeout', '20'];
    // Wheels only: nothing that comes from there is run in order to be installed.
    const wheels = ['--only-binary', ':all:', '-r', fileURLToPath(requirements)];
    await run(venvProgram(name, 'python'), [...pip, ...wheels], { timeout: 180_000 });
  } catch (error) {
    const { code, stderr = '' } = error as { code?: string | number; stderr?: string };
    return { missing: stderr.trim().split('\n').at(-1) || `python3: ${code}` };
  }
  writeFileSync(done, wanted);
  return {};
}

/** Whether what is installed still runs: the Python below it may have gone. */
async function isUsable(name: string, module: string): Promise<boolean> {
  try {
    await run(venvProgram(name, 'python'), ['-c', `import ${module}`]);
    return true;
  } catch {
    return false;
  }
}

function folderOf(name: string): string {
  return fileURLToPath(new URL(`../../node_modules/.cache/${name}`, import.meta.url));
}
