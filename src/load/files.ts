/** Finds zone files on the disk. */
import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, normalize, relative } from 'node:path';
import type { Diagnostic } from '../model/diagnostic.ts';
import { compareText } from '../model/record.ts';
import { closest } from '../model/suggest.ts';
import { ioProblem } from './io-problem.ts';
import { isBelow } from './is-below.ts';

export interface FoundFiles {
  /** Paths as people would write them, sorted. */
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The zone files in a folder, at any depth; or those that `paths` (files and folders) name. Names that begin with `_`
 * (fragments) or `.` are passed over. Links are followed to files inside the folder only: a pull request must not be
 * able to publish, or to show in a message, what else the machine holds.
 */
export function findZoneFiles(zonesDir: string, paths?: readonly string[]): FoundFiles {
  const finder = new Finder();
  const folder = normalize(zonesDir);
  if (paths === undefined) finder.zonesFolder(folder);
  else for (const path of paths) finder.named(normalize(path), folder);
  return { files: [...finder.files].sort(compareText), diagnostics: finder.diagnostics };
}

class Finder {
  readonly files = new Set<string>();
  readonly diagnostics: Diagnostic[] = [];
  /** How many files and problems were met, those met before included. */
  #met = 0;

  /** The folder of all zones: it must be one, and hold some. */
  zonesFolder(path: string): void {
    this.#guarded(path, () => {
      const stats = statSync(path, { throwIfNoEntry: false });
      if (stats === undefined) {
        const hint = 'create it with a file for each zone, or name another folder with --zones';
        this.#refuse('zones-missing', path, `there is no such zones folder; ${hint}`);
      } else if (stats.isDirectory()) this.#topFolder(path, realpathSync(path));
      else this.#refuse('zones-folder', path, 'this is not a folder; name the one with the zone files');
    });
  }

  /** A path that somebody named: a file, or a folder. */
  named(path: string, zonesDir: string): void {
    this.#guarded(path, () => {
      const stats = statSync(path, { throwIfNoEntry: false });
      if (stats === undefined) {
        const meant = nearestFile(path, zonesDir);
        const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
        this.#refuse('file-unreadable', path, `this does not exist${hint}`);
        return;
      }
      const isFolder = stats.isDirectory();
      const root = isBelow(path, zonesDir) ? zonesDir : isFolder ? path : dirname(path);
      if (isFolder) this.#topFolder(path, realpathSync(root));
      else if (isYaml(path)) this.#file(path, realpathSync(root));
      else this.#refuse('file-type', path, 'a zone file ends in .yaml or .yml');
    });
  }

  #topFolder(folder: string, root: string): void {
    const before = this.#met;
    this.#folder(folder, root);
    if (this.#met > before) return;
    const example = join(shown(folder), 'example.com.yaml');
    this.#refuse('zones-empty', folder, `this folder holds no zone file; write one, as in ${example}`);
  }

  #folder(folder: string, root: string): void {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (/^[._]/.test(entry.name)) continue;
      this.#guarded(path, () => this.#entry(path, entry, root));
    }
  }

  #entry(path: string, entry: Dirent, root: string): void {
    if (entry.isDirectory()) this.#folder(path, root);
    else if (isYaml(path)) this.#file(path, root);
    else if (entry.isSymbolicLink() && statSync(path).isDirectory()) {
      // Followed, two links could walk in circles; passed over in silence, zones would be missing.
      this.#refuse('file-link', path, 'links to folders are not followed; link the files, or move them here');
    }
  }

  #file(path: string, root: string): void {
    if (!isBelow(realpathSync(path), root)) {
      this.#refuse('file-link', path, 'this links to a file outside the zones folder; copy that file here');
    } else if (statSync(path).isFile()) {
      this.#met++;
      this.files.add(shown(path));
    } else this.#refuse('file-type', path, 'this is not a regular file');
  }

  #guarded(path: string, action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#refuse('file-unreadable', path, ioProblem(error));
    }
  }

  #refuse(rule: string, path: string, message: string): void {
    this.#met++;
    this.diagnostics.push({ severity: 'error', rule, message, at: { file: shown(path) } });
  }
}

/** The zone file that somebody meant by a path that is none: misspelt, or the name of the zone alone. */
function nearestFile(path: string, zonesDir: string): string | undefined {
  const stats = statSync(zonesDir, { throwIfNoEntry: false });
  if (stats?.isDirectory() !== true) return undefined;
  const { files } = findZoneFiles(zonesDir);
  const ofZone = files.find((file) => basename(file, extname(file)) === path);
  return ofZone ?? closest(shown(path), files);
}

function isYaml(path: string): boolean {
  return /\.ya?ml$/i.test(path);
}

/** The path relative to the working directory where it is below it, and as it was given elsewhere. */
function shown(path: string): string {
  const way = relative('', path);
  return isBelow(path, '') && way !== '' ? way : path;
}
