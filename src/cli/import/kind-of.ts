/** What kind of files a path leads to, told by their names: octoDNS' are YAML, and no zone file of a name server is. */
import { readdirSync, statSync } from 'node:fs';

/** Throws what the file system throws where it cannot be looked at. */
export function kindOf(path: string): 'bind' | 'octodns' {
  const names = statSync(path).isDirectory() ? readdirSync(path) : [path];
  return names.some((name) => /\.ya?ml$/i.test(name)) ? 'octodns' : 'bind';
}
