/** Makes a file where none is: whole, or not at all, for half a zone file may be a valid one of fewer records. */
import { open, rm } from 'node:fs/promises';

/** @throws EEXIST where anything stands there, a link too */
export async function createFile(path: string, text: string): Promise<void> {
  const handle = await open(path, 'wx');
  try {
    await handle.writeFile(text);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}
