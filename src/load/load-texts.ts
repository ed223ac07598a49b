/** Turns the texts of zone files into zones and diagnostics; pure. */
import { basename, extname } from 'node:path';
import { compareDiagnostics, type Diagnostic, hasErrors } from '../model/diagnostic.ts';
import { compareText, type DesiredRecord } from '../model/record.ts';
import type { DesiredZone, Living } from '../model/zone.ts';
import type { DeclaredZone } from './declared.ts';
import { emptiness } from './emptiness.ts';
import { checkLiving } from './living/check-living.ts';
import { readLiving } from './living/read-living.ts';
import { toDiagnostics } from './mistake.ts';
import { parseYaml } from './parse/parse.ts';
import { readZone } from './read-zone.ts';
import { judgeTogether, judgeZone } from './rules/rules.ts';
import type { Source } from './source.ts';
import { checkZoneStructure } from './zone-structure.ts';

/**
 * The zones without errors, by name, and everything that is wrong, by place.
 *
 * @param common how all zones live with others, as dnssync.yaml says
 */
export function loadTexts(
  sources: readonly Source[],
  common?: Living,
): {
  readonly zones: readonly DesiredZone[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const files = sources.map((source) => checkFile(source, common));
  const together = judgeTogether(files.flatMap(({ zone }) => zone ?? []));
  const sound: DesiredZone[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const { zone, living, diagnostics: own } of files) {
    const beside = zone === undefined ? [] : toDiagnostics(zone.source, together.get(zone) ?? []);
    for (const diagnostic of own) diagnostics.push(diagnostic);
    for (const diagnostic of beside) diagnostics.push(diagnostic);
    if (zone !== undefined && !hasErrors(own) && !hasErrors(beside))
      sound.push({ ...toDesired(zone), ...living });
  }
  return {
    zones: sound.sort((a, b) => compareText(a.name, b.name)),
    diagnostics: diagnostics.sort(compareDiagnostics),
  };
}

interface CheckedFile {
  /** Absent where the file cannot be read as a zone at all. */
  readonly zone?: DeclaredZone;
  readonly living?: Living;
  readonly diagnostics: readonly Diagnostic[];
}

/** Everything that can be said of one file by itself. */
function checkFile(source: Source, common?: Living): CheckedFile {
  const { root, diagnostics, broken } = parseYaml(source);
  if (broken) return { diagnostics };
  const structure = root === undefined ? [] : checkZoneStructure(source, root);
  const { zone, mistakes } = readZone(source, root, basename(source.file, extname(source.file)));
  const { living, mistakes: others } = readLiving(source, root, common);
  const rules = zone === undefined ? [] : [...judgeZone(zone), ...checkLiving(zone, root, living)];
  const all = [...structure, ...mistakes, ...others, ...rules];
  const found = [...diagnostics, ...toDiagnostics(source, all)];
  // Records under a misspelt key are no sign that the file is meant to have none.
  if (found.length === 0 && living.state !== 'absent')
    found.push(...toDiagnostics(source, emptiness(source, root)));
  return { ...(zone !== undefined && { zone }), living, diagnostics: found };
}

function toDesired({ name, source, nameSpan, names }: DeclaredZone): DesiredZone {
  const records: DesiredRecord[] = [];
  for (const { name: owner, rrsets } of names.values()) {
    for (const { type, ttl, values } of rrsets) {
      for (const { value, priority, span } of values) {
        const position = source.position(span.start);
        const record = { name: owner, type, value, ttl, source: position };
        records.push(priority === undefined ? record : { ...record, priority });
      }
    }
  }
  return { name, file: source.file, source: source.position(nameSpan.start), records };
}
