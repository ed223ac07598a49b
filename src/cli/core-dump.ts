/** Keeps the memory of this process, and the token in it, out of a core dump. */
import { writeFileSync } from 'node:fs';

/**
 * core(5): of what a process maps, its `coredump_filter` says what is dumped; 0 leaves registers and names of files.
 * Only Linux has one; elsewhere, and where it may not be written, a dump is what it always was.
 */
export function withholdMemory(): void {
  try {
    writeFileSync('/proc/self/coredump_filter', '0', { flag: 'r+' });
  } catch {
    // There is no other way to do so from within.
  }
}
