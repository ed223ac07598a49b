/** Writes a file of the user's anew: whole or not at all, with its mode, and only if it still is what was read. */
import { randomUUID } from 'node:crypto';
import { open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { DnssyncError, systemWords } from '../errors.ts';
import { safe } from '../render/safe.ts';

const BYTE_ORDER_MARK = '\ufeff';

/**
 * @param before the text as loading read it, without a byte order mark
 * @throws a refusal where the file holds another text by now
 */
export async function rewriteFile(file: string, before: string, after: string): Promise<void> {
  try {
    // A link stays one; what it leads to changes.
    const path = await realpath(file);
    const { mode } = await stat(path);
    const mark = await markIfUnchanged(file, path, before);
    // Names that begin with a dot are no zone files.
    const fresh = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
    try {
      const handle = await open(fresh, 'wx', mode & 0o777);
      try {
        // The process's mask may have taken from it.
        await handle.chmod(mode & 0o777);
        await handle.writeFile(mark + after);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await markIfUnchanged(file, path, before);
      await rename(fresh, path);
    } catch (error) {
      await rm(fresh, { force: true });
      throw error;
    }
  } catch (error) {
    if (error instanceof DnssyncError) throw error;
    throw new DnssyncError(`cannot write ${safe(file)}: ${systemWords(error)}`, {
      code: 'usage',
      hint: 'nothing of it was changed; see that the file and its folder can be written',
      cause: error,
    });
  }
}

/** The byte order mark that the file begins with, or nothing. */
async function markIfUnchanged(file: string, path: string, before: string): Promise<string> {
  const text = await readFile(path, 'utf8');
  const mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '';
  if (text.slice(mark.length) === before) return mark;
  throw new DnssyncError(`${safe(file)} has changed since it was read, and was left as it is`, {
    code: 'refused',
    hint: 'run the command again',
  });
}
