/** Which zones have a file, by a glance at each: a file with a mistake in it is the zone's all the same. */
import { basename, extname } from 'node:path';
import { findZoneFiles } from '../load/files.ts';
import { readZoneKey } from '../load/outline.ts';
import { readText } from '../load/read-text.ts';
import { type Fqdn, readAbsoluteName } from '../model/name.ts';

/** Paths by zone. */
export function zoneFilesIn(zonesDir: string): ReadonlyMap<Fqdn, string> {
  const found = new Map<Fqdn, string>();
  for (const file of findZoneFiles(zonesDir).files) {
    const text = readText(file);
    const written =
      (typeof text === 'string' ? readZoneKey(text) : undefined) ?? basename(file, extname(file));
    const { name } = readAbsoluteName(written);
    if (name !== undefined && !found.has(name)) found.set(name, file);
  }
  return found;
}
