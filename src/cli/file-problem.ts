/** Says in the system's own words why a file could not be written or read. */
import { getSystemErrorMap } from 'node:util';

/** What is no error of the system is a bug, and goes on as one. */
export function fileProblem(error: unknown): string {
  const { errno } = error as NodeJS.ErrnoException;
  if (typeof errno !== 'number') throw error;
  const [, words = 'it failed'] = getSystemErrorMap().get(errno) ?? [];
  return words;
}
