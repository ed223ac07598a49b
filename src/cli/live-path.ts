/** `--live PATH`: saved live state, JSON or zone files of BIND, one file or a folder of them, in the place of the API. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { liveFromImport } from '../convert/live.ts';
import { DnssyncError } from '../errors.ts';
import type { ZoneReader } from '../model/provider.ts';
import type { LiveZone } from '../model/zone.ts';
import { liveFileReader, readLiveFile } from '../provider/live-file.ts';
import { readBindFiles } from './import/from-bind.ts';

export async function openLive(path: string): Promise<ZoneReader> {
  return liveFileReader(await readLive(path));
}

/** All zones of the file, or of the folder's files: those that end in .json where there are some, else zone files. */
export async function readLive(path: string): Promise<readonly LiveZone[]> {
  try {
    const isFolder = (await stat(path)).isDirectory();
    const files = isFolder
      ? (await readdir(path))
          .filter((name) => name.endsWith('.json'))
          .sort()
          .map((name) => join(path, name))
      : [path];
    if (isFolder && files.length === 0) return readZoneFiles(path);
    const zones: LiveZone[] = [];
    for (const file of files) {
      const text = await readFile(file, 'utf8');
      // A file of JSON begins so, whatever its name; a zone file does never, for a '[' or '{' is no name of a host.
      const isJson = isFolder || file.endsWith('.json') || /^\s*[[{]/.test(text);
      zones.push(...(isJson ? readLiveFile(text, file) : readZoneFiles(file)));
    }
    return zones;
  } catch (cause) {
    if (cause instanceof DnssyncError) throw cause;
    const hint = 'give JSON as GET /dns-zones/{uuid}/ answers it, a zone file of BIND, or a folder of either';
    throw new DnssyncError(`cannot read live state from ${path}`, { code: 'usage', hint, cause });
  }
}

function readZoneFiles(path: string): LiveZone[] {
  const { zones, diagnostics } = readBindFiles(path, { apexNs: true });
  const [first] = diagnostics;
  if (first !== undefined) {
    const { at, message } = first;
    const place = at === undefined ? '' : `${at.file}:${at.line ?? 1}:${at.column ?? 1} `;
    throw new DnssyncError(`cannot read live state from ${path}: ${place}${message}`, {
      code: 'usage',
      hint: `dnssync import --from ${path} --stdout shows all that is wrong with it`,
    });
  }
  if (zones.length === 0) {
    throw new DnssyncError(`${path} holds no .json file and no zone file`, { code: 'usage' });
  }
  return zones.map(liveFromImport);
}
