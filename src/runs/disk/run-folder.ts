/** One folder for each run, `.dnssync/runs/ID`: made before anything is written, readable by its owner only. */
import { type FileHandle, lstat, mkdir, open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DnssyncError, systemWords } from '../../errors.ts';
import { RUN_FILES, type RunHead } from '../run.ts';
import { JournalFile } from './journal-file.ts';

/** Where runs are kept, below the folder of dnssync.yaml. */
export const STATE_FOLDER = '.dnssync';

/** What stands in the folder before the first call that writes. */
export interface RunContent {
  readonly head: RunHead;
  /** Texts of files by their names: `plan.json`, `snapshot/example.com.json` … */
  readonly files: ReadonlyMap<string, string>;
}

export interface RunFolder {
  readonly id: string;
  readonly path: string;
  readonly journal: JournalFile;
  /** Puts a file in; rejects with a DnssyncError where it cannot. */
  add(name: string, text: string): Promise<void>;
}

/**
 * Makes the folder and puts everything on the disk; rejects with a refusal where that cannot be done. No file that is
 * there already is written to, and no link is followed to one.
 *
 * @param base the folder of dnssync.yaml
 * @param now the time as ISO 8601
 */
export async function createRunFolder(
  base: string,
  { head, files }: RunContent,
  now: () => string,
): Promise<RunFolder> {
  const path = join(base, STATE_FOLDER, 'runs', head.id);
  try {
    await makeStateFolder(base);
    await ownFolder(join(base, STATE_FOLDER, 'runs'));
    await mkdir(path, { mode: 0o700 });
  } catch (cause) {
    throw refusal(path, cause);
  }
  try {
    const journal = await fill(path, { head, files }, now);
    return { id: head.id, path, journal, add: (name, text) => addFile(join(path, name), text) };
  } catch (cause) {
    // Nothing was written to the service: there is nothing that the folder could tell of.
    await rm(path, { recursive: true, force: true }).catch(() => undefined);
    throw refusal(path, cause);
  }
}

async function fill(path: string, { head, files }: RunContent, now: () => string): Promise<JournalFile> {
  await mkdir(join(path, RUN_FILES.snapshot), { mode: 0o700 });
  await putFile(join(path, RUN_FILES.head), `${JSON.stringify(head, null, 2)}\n`);
  for (const [name, text] of files) await putFile(join(path, name), text);
  const journal = await JournalFile.create(join(path, RUN_FILES.journal), now);
  await syncFolders(join(path, RUN_FILES.snapshot), path, join(path, '..'));
  return journal;
}

/** The folder that holds the records of all runs; Git is told to leave it alone. */
export async function makeStateFolder(base: string): Promise<string> {
  const path = join(base, STATE_FOLDER);
  await ownFolder(path);
  await writeFile(join(path, '.gitignore'), '*\n', { flag: 'wx', mode: 0o600 }).catch(ifThere);
  return path;
}

/** A folder that is there, or is made; a link in its place could lead anywhere. */
async function ownFolder(path: string): Promise<void> {
  await mkdir(path, { mode: 0o700 }).catch(ifThere);
  if ((await lstat(path)).isDirectory()) return;
  throw new DnssyncError(`${path} is no folder`, { code: 'refused', hint: 'move it away' });
}

function ifThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

async function putFile(path: string, text: string): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

async function addFile(path: string, text: string): Promise<void> {
  try {
    await putFile(path, text);
  } catch (cause) {
    throw new DnssyncError(`cannot write ${path}: ${systemWords(cause)}`, { code: 'refused', cause });
  }
}

/** A file is there after a power cut once its folder is on the disk too. */
async function syncFolders(...paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    let handle: FileHandle | undefined;
    try {
      handle = await open(path, 'r');
      await handle.sync();
    } catch (error) {
      // Not every system opens a folder, or syncs one.
      const { code = '' } = error as NodeJS.ErrnoException;
      if (!['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP'].includes(code)) throw error;
    } finally {
      await handle?.close();
    }
  }
}

function refusal(path: string, cause: unknown): DnssyncError {
  const message = cause instanceof DnssyncError ? cause.message : systemWords(cause);
  return new DnssyncError(`nothing was written: the run could not be recorded in ${path}: ${message}`, {
    code: 'refused',
    hint: 'a run that leaves no record could not be undone; make room, or run dnssync where it may write',
    cause,
  });
}
