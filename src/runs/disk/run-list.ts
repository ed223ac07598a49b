/** The runs that are kept: finds them, reads them, and puts the old ones away. */
import { type Dirent, existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DnssyncError, systemWords } from '../../errors.ts';
import { type JournalReading, readJournal } from '../journal.ts';
import { RUN_FILES, type RunHead, readRunHead } from '../run.ts';
import { isRunId } from '../run-id.ts';
import { STATE_FOLDER } from './run-folder.ts';

/** A run as its folder tells of it; what is absent was never written, or cannot be read. */
export interface KeptRun {
  readonly id: string;
  readonly path: string;
  readonly head: RunHead | undefined;
  readonly planText: string | undefined;
  readonly journal: JournalReading;
  readonly reportText: string | undefined;
}

/** The names of all runs, oldest first. */
export async function listRuns(base: string): Promise<readonly string[]> {
  let entries: readonly Dirent[];
  try {
    entries = await readdir(runsFolder(base), { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw unreadable(runsFolder(base), error);
  }
  return entries
    .filter((entry) => entry.isDirectory() && isRunId(entry.name))
    .map(({ name }) => name)
    .sort();
}

export function runPath(base: string, id: string): string {
  return join(runsFolder(base), id);
}

/** @param path the run's folder, or a copy of it under any name */
export async function readRun(path: string, id: string): Promise<KeptRun> {
  const [head, planText, journal, reportText] = await Promise.all(
    [RUN_FILES.head, RUN_FILES.plan, RUN_FILES.journal, RUN_FILES.report].map((name) =>
      textOf(join(path, name)),
    ),
  );
  return {
    id,
    path,
    head: head === undefined ? undefined : readRunHead(head),
    planText,
    journal: readJournal(journal),
    reportText,
  };
}

/** Removes the oldest applies and undos beyond so many; never the running one, and no snapshot that was taken by hand. */
export async function pruneRuns(base: string, keep: number, running: string): Promise<void> {
  const heads = await Promise.all(
    (await listRuns(base)).map(async (id) => {
      const text = await textOf(join(runPath(base, id), RUN_FILES.head));
      return { id, command: text === undefined ? undefined : readRunHead(text)?.command };
    }),
  );
  const runs = heads.filter(({ command }) => command !== 'snapshot').map(({ id }) => id);
  for (const id of runs.slice(0, Math.max(0, runs.length - keep))) {
    if (id === running) continue;
    try {
      await rm(runPath(base, id), { recursive: true, force: true });
    } catch (error) {
      throw unreadable(runPath(base, id), error);
    }
  }
}

function runsFolder(base: string): string {
  return join(base, STATE_FOLDER, 'runs');
}

async function textOf(path: string): Promise<string | undefined> {
  if (!existsSync(path)) return undefined;
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, cause: unknown): DnssyncError {
  return new DnssyncError(`cannot use ${path}: ${systemWords(cause)}`, { code: 'usage', cause });
}
