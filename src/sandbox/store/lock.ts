/** Keeps a second sandbox off a data folder: a file with the holder's process id, freed when that process is gone. */
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '../refusal.ts';

/** Takes the folder for this process; gives the function that frees it. Throws a Refusal that names the holder. */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, 'lock');
  const own = join(folder, `lock.${process.pid}`);
  await writeFile(own, `${process.pid}\n`, { mode: 0o600 });
  try {
    // A link is made whole or not at all: nobody sees a lock without its process id in it.
    await link(own, path);
    await rm(own);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const holder = Number.parseInt(await readFile(path, 'utf8'), 10);
    if (isAlive(holder)) {
      await rm(own);
      throw new Refusal(
        `${folder} is in use by process ${holder}; stop that sandbox, or remove ${path} if it is none`,
      );
    }
    await rename(own, path);
  }
  return () => rm(path, { force: true });
}

/** Our own id in a lock is left from a process before us: in a container ids start afresh. */
function isAlive(pid: number): boolean {
  if (!(pid > 0) || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
