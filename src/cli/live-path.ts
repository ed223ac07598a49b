/** `--live PATH`: a saved JSON of live state, one file or a folder of them, in the place of the API. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DnssyncError } from '../errors.ts';
import type { ZoneReader } from '../model/provider.ts';
import type { LiveZone } from '../model/zone.ts';
import { liveFileReader, readLiveFile } from '../provider/live-file.ts';

export async function openLive(path: string): Promise<ZoneReader> {
  return liveFileReader(await readLive(path));
}

/** All zones of the file, or of the folder's files. */
export async function readLive(path: string): Promise<readonly LiveZone[]> {
  try {
    const files = (await stat(path)).isDirectory()
      ? (await readdir(path))
          .filter((name) => name.endsWith('.json'))
          .sort()
          .map((name) => join(path, name))
      : [path];
    if (files.length === 0) throw new DnssyncError(`${path} holds no .json file`, { code: 'usage' });
    const zones: LiveZone[] = [];
    for (const file of files) zones.push(...readLiveFile(await readFile(file, 'utf8'), file));
    return zones;
  } catch (cause) {
    if (cause instanceof DnssyncError) throw cause;
    const hint = 'give a JSON file as GET /dns-zones/{uuid}/ answers it, or a folder of such files';
    throw new DnssyncError(`cannot read live state from ${path}`, { code: 'usage', hint, cause });
  }
}
