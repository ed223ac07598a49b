/** Puts a file where none is: whatever stands there already is the user's, and stays. */
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DnssyncError, systemWords } from '../../errors.ts';
import { safe } from '../../render/safe.ts';
import { createFile } from '../create-file.ts';

export type Put = { readonly done: 'written' | 'same' } | { readonly done: 'kept'; readonly text: string };

export async function putFile(path: string, text: string): Promise<Put> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await createFile(path, text);
    return { done: 'written' };
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw unwritable(path, cause);
  }
  try {
    const before = await readFile(path, 'utf8');
    return before === text ? { done: 'same' } : { done: 'kept', text: before };
  } catch (cause) {
    throw unwritable(path, cause);
  }
}

export function unwritable(path: string, cause: unknown): DnssyncError {
  return new DnssyncError(`cannot write ${safe(path)}: ${systemWords(cause)}`, {
    code: 'usage',
    hint: 'run it again once that is mended: what is there already stays',
    cause,
  });
}
