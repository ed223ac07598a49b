/** Whether a path stays inside a folder: what files.ts and config.ts hold links against. */
import { isAbsolute, relative, sep } from 'node:path';

/** Whether a path is that folder or in it, both given alike (as people write them, or both real). */
export function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
