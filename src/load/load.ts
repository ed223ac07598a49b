/** Loads zone files from the disk: every problem of every file in one run, and the zones of the files that have none. */
import { normalize } from 'node:path';
import { compareDiagnostics, type Diagnostic, type LintLevels } from '../model/diagnostic.ts';
import type { DesiredZone, Living } from '../model/zone.ts';
import { findZoneFiles } from './files.ts';
import { isBelow } from './is-below.ts';
import { loadTexts } from './load-texts.ts';
import { readText } from './read-text.ts';
import { Source } from './source.ts';

export interface LoadOptions {
  /** The folder with the zone files. */
  readonly zonesDir: string;
  /** Only these files and folders are told of; all of the zones folder where absent. */
  readonly paths?: readonly string[];
  /** Levels of rules from the configuration. */
  readonly lint?: LintLevels;
  /** How all zones live with others, as dnssync.yaml says; a zone file adds to it. */
  readonly living?: Living;
  /** Told after each file that was read and checked by itself. */
  readonly onFile?: (finished: number, total: number) => void;
}

export interface LoadResult {
  /** By name. A zone with an error is left out: planned without what could not be read, it would lose it. */
  readonly zones: readonly DesiredZone[];
  /** Sorted by place. */
  readonly diagnostics: readonly Diagnostic[];
  /** All files that were looked at, sorted. */
  readonly files: readonly string[];
}

/** Reads and checks zone files. What is wrong with them, or with the folder, is in the diagnostics; it rejects for bugs only. */
export async function loadZones(options: LoadOptions): Promise<LoadResult> {
  const { files, diagnostics: missing } = findZoneFiles(options.zonesDir, options.paths);
  const unread: Diagnostic[] = [];
  const sources: Source[] = [];
  for (const file of files) {
    const text = readText(file);
    if (typeof text === 'string') sources.push(new Source(file, text));
    else unread.push(text);
  }
  const beside = options.paths === undefined ? [] : unnamed(options.zonesDir, files);
  const { zones, diagnostics } = loadTexts(sources, options.lint, options.living, beside, options.onFile);
  return { zones, diagnostics: [...missing, ...unread, ...diagnostics].sort(compareDiagnostics), files };
}

/**
 * The other files of the folder where all that are named are in it: without them, what these name in other zones would
 * seem to be missing.
 */
function unnamed(zonesDir: string, named: readonly string[]): readonly Source[] {
  const folder = normalize(zonesDir);
  if (!named.every((file) => isBelow(file, folder))) return [];
  const known = new Set(named);
  return findZoneFiles(folder)
    .files.filter((file) => !known.has(file))
    .flatMap((file) => {
      const text = readText(file);
      return typeof text === 'string' ? new Source(file, text) : [];
    });
}
