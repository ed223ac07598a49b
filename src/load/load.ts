/** Loads zone files: every problem of every file in one run, and the zones of the files that have none. */
import { basename, extname } from 'node:path';
import { compareDiagnostics, type Diagnostic, hasErrors } from '../model/diagnostic.ts';
import { compareText, type DesiredRecord } from '../model/record.ts';
import type { DesiredZone } from '../model/zone.ts';
import type { DeclaredZone } from './declared.ts';
import { findZoneFiles } from './files.ts';
import { toDiagnostics } from './mistake.ts';
import { parseYaml } from './parse/parse.ts';
import { readText } from './read-text.ts';
import { readZone } from './read-zone.ts';
import { judgeTogether, judgeZone } from './rules/rules.ts';
import { Source } from './source.ts';
import { checkZoneStructure } from './zone-structure.ts';

export interface LoadOptions {
  /** The folder with the zone files. */
  readonly zonesDir: string;
  /** Only these files and folders; all of the folder where absent. */
  readonly paths?: readonly string[];
}

export interface LoadResult {
  /** Zones without errors, by name. A zone with an error is left out: planned without what could not be read, it would lose it. */
  readonly zones: readonly DesiredZone[];
  /** Sorted by place. */
  readonly diagnostics: readonly Diagnostic[];
  /** All files that were looked at, sorted. */
  readonly files: readonly string[];
}

/** Reads and checks zone files. What is wrong with them, or with the folder, is in the diagnostics; it rejects for bugs only. */
export async function loadZones(options: LoadOptions): Promise<LoadResult> {
  const found = findZoneFiles(options.zonesDir, options.paths);
  const loaded = found.files.map(loadFile);
  const zones = loaded.map(({ zone }) => zone).filter((zone) => zone !== undefined);
  const together = judgeTogether(zones);
  const diagnostics = [...found.diagnostics];
  const sound: DesiredZone[] = [];
  for (const { zone, diagnostics: own } of loaded) {
    const all = zone === undefined ? own : [...own, ...toDiagnostics(zone.source, together.get(zone) ?? [])];
    for (const diagnostic of all) diagnostics.push(diagnostic);
    if (zone !== undefined && !hasErrors(all)) sound.push(toDesired(zone));
  }
  return {
    zones: sound.sort((a, b) => compareText(a.name, b.name)),
    diagnostics: diagnostics.sort(compareDiagnostics),
    files: found.files,
  };
}

interface LoadedFile {
  /** Absent where the file cannot be read as a zone at all. */
  readonly zone?: DeclaredZone;
  readonly diagnostics: readonly Diagnostic[];
}

function loadFile(file: string): LoadedFile {
  const text = readText(file);
  return typeof text === 'string' ? loadText(new Source(file, text)) : { diagnostics: [text] };
}

/** Everything that can be said of one file by itself. */
function loadText(source: Source): LoadedFile {
  const { root, diagnostics, broken } = parseYaml(source);
  if (broken) return { diagnostics };
  const structure = root === undefined ? [] : checkZoneStructure(root);
  const { zone, mistakes } = readZone(source, root, basename(source.file, extname(source.file)));
  const rules = zone === undefined ? [] : judgeZone(zone);
  return {
    ...(zone !== undefined && { zone }),
    diagnostics: [...diagnostics, ...toDiagnostics(source, [...structure, ...mistakes, ...rules])],
  };
}

function toDesired({ name, source, nameSpan, names }: DeclaredZone): DesiredZone {
  const records: DesiredRecord[] = [];
  for (const { name: owner, rrsets } of names.values()) {
    for (const { type, ttl, values } of rrsets) {
      for (const { value, priority, span } of values) {
        const position = source.position(span.start);
        records.push({
          name: owner,
          type,
          value,
          ttl,
          ...(priority !== undefined && { priority }),
          source: position,
        });
      }
    }
  }
  return { name, file: source.file, source: source.position(nameSpan.start), records };
}
