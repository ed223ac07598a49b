/** Replaces a file as a whole: at every instant, and after a power cut, the old or the new one is there in full. */
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Writes the file that is to take this place, and gives its path; {@link putInPlace} puts it there. What does not fit on
 * the disk does not stay there by half either.
 */
export async function writeBeside(path: string, blocks: Iterable<string>): Promise<string> {
  const beside = `${path}.new`;
  const written = await open(beside, 'w', 0o600);
  try {
    for (const block of blocks) await written.appendFile(block);
    await written.sync();
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  } finally {
    await written.close();
  }
  return beside;
}

/** Puts what {@link writeBeside} wrote in its place. */
export async function putInPlace(path: string): Promise<void> {
  await rename(`${path}.new`, path);
  await syncFolder(dirname(path));
}

/** Without this a power cut may undo the rename. Windows opens no folders and keeps the order by itself. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
