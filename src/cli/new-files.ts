/** Writes files that a command makes, and never over one that is there unless that is asked for. */
import { randomBytes } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DnssyncError, systemWords } from '../errors.ts';
import { counted } from '../render/counted.ts';
import { safe } from '../render/safe.ts';
import { createFile } from './create-file.ts';
import type { Host } from './host.ts';

export interface NewFile {
  readonly path: string;
  readonly text: string;
}

/** Refuses before the first is written where one of them exists; with `force`, each takes the place of what is there. */
export async function writeNewFiles(host: Host, files: readonly NewFile[], force: boolean): Promise<void> {
  const there = files.filter(({ path }) => exists(path));
  const [existing, ...more] = force ? [] : there;
  if (existing !== undefined) {
    const others = more.length === 0 ? 'exists' : `and ${more.length} more of these files exist`;
    throw new DnssyncError(`${safe(existing.path)} ${others} already; nothing was written`, {
      code: 'refused',
      hint: 'name another folder, or write over them with --force',
    });
  }
  const stopped = host.stopSignal();
  for (const [before, { path, text }] of files.entries()) {
    let harmless = '';
    const outlet = host.streamTo((part) => {
      harmless += part;
    });
    outlet.write(text);
    try {
      await mkdir(dirname(path), { recursive: true });
      stopped.throwIfAborted();
      if (force) await replace(path, harmless);
      // Refuses what came in between, and follows no link.
      else await createFile(path, harmless);
    } catch (cause) {
      if (cause === stopped.reason) throw cause;
      const written = before === 0 ? '' : `; ${counted(before, 'file')} before it stand already`;
      throw new DnssyncError(`cannot write ${safe(path)}: ${systemWords(cause)}${written}`, {
        code: 'usage',
        cause,
      });
    }
  }
}

/** At every moment the old file stands there or the new one, whole; a link is replaced, not followed. */
async function replace(path: string, text: string): Promise<void> {
  const fresh = `${path}.${randomBytes(4).toString('hex')}~`;
  try {
    await createFile(fresh, text);
    await rename(fresh, path);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}

/** Throws where nothing can ever be: a path that leads through a file, a name that is too long. */
function exists(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (cause) {
    throw new DnssyncError(`cannot write ${safe(path)}: ${systemWords(cause)}; nothing was written`, {
      code: 'usage',
      cause,
    });
  }
}
