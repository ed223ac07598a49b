/** Reads files of other programs octet by octet: nobody knows what encoding they have. */
import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { BindText } from '../../convert/bind/bind-input.ts';
import { ioProblem } from '../../load/io-problem.ts';
import { isBelow } from '../../load/is-below.ts';

/** Of all files of one import together. */
const MOST_OCTETS = 256 * 1024 * 1024;

/** The files of one folder; what leads out of it is not read. */
export class OctetFiles {
  readonly #root: string;
  #octets = 0;

  constructor(root: string) {
    this.#root = root;
  }

  /** The text, one character an octet, or why there is none. */
  read(file: string): BindText | { readonly problem: string } {
    try {
      // Opened without O_NONBLOCK, a pipe that nobody writes to would hold the run for ever.
      const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
      try {
        const stats = fstatSync(descriptor);
        if (!stats.isFile()) return { problem: `${file} is not a regular file` };
        this.#octets += stats.size;
        if (this.#octets > MOST_OCTETS) return { problem: 'the files are larger than 256 MiB together' };
        return { file, text: readFileSync(descriptor, 'latin1') };
      } finally {
        closeSync(descriptor);
      }
    } catch (error) {
      return { problem: `${file}: ${ioProblem(error)}` };
    }
  }

  /** What `$INCLUDE` names: relative paths begin at the folder, as named's do at its directory. */
  include(path: string): BindText | { readonly problem: string } {
    if (path === '' || path.includes('\0')) return { problem: 'this is no path of a file' };
    const file = isAbsolute(path) ? path : join(this.#root, path);
    try {
      if (!isBelow(realpathSync(file), realpathSync(this.#root))) {
        return { problem: `'${path}' is outside of the folder of the import, ${this.#root}; copy it there` };
      }
    } catch (error) {
      return { problem: `${file}: ${ioProblem(error)}` };
    }
    return this.read(file);
  }
}
