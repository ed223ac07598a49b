/** Writes files that a command makes, and never over one that is there unless that is asked for. */
import { lstatSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DnssyncError, systemWords } from '../errors.ts';
import { safe } from '../render/safe.ts';
import type { Host } from './host.ts';

export interface NewFile {
  readonly path: string;
  readonly text: string;
}

/** Refuses before the first is written where one of them exists; with `force` they are written over. */
export async function writeNewFiles(host: Host, files: readonly NewFile[], force: boolean): Promise<void> {
  const [existing, ...more] = force ? [] : files.filter(({ path }) => exists(path));
  if (existing !== undefined) {
    const others = more.length === 0 ? '' : ` and ${more.length} more of these files`;
    throw new DnssyncError(`${safe(existing.path)}${others} exist already; nothing was written`, {
      code: 'refused',
      hint: 'name another folder, or write over them with --force',
    });
  }
  for (const { path, text } of files) {
    let harmless = '';
    host
      .streamTo((more) => {
        harmless += more;
      })
      .write(text);
    try {
      await mkdir(dirname(path), { recursive: true });
      // 'wx' refuses what came in between, and does not follow a link that leads elsewhere.
      await writeFile(path, harmless, { flag: force ? 'w' : 'wx' });
    } catch (cause) {
      throw new DnssyncError(`cannot write ${safe(path)}: ${systemWords(cause)}`, { code: 'usage', cause });
    }
  }
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
