/** Turns the texts of zone files into zones and diagnostics; pure. */
import { basename, extname } from 'node:path';
import { compareDiagnostics, type Diagnostic, hasErrors } from '../model/diagnostic.ts';
import { compareText, type DesiredRecord } from '../model/record.ts';
import type { DesiredZone } from '../model/zone.ts';
import type { DeclaredZone } from './declared.ts';
import { emptiness } from './emptiness.ts';
import { MOST_PROBLEMS } from './limits.ts';
import { type Mistake, toDiagnostics } from './mistake.ts';
import { parseYaml } from './parse/parse.ts';
import { readZone } from './read-zone.ts';
import { judgeTogether, judgeZone } from './rules/rules.ts';
import type { Source } from './source.ts';
import { checkZoneStructure } from './zone-structure.ts';

/** The zones without errors, by name, and everything that is wrong, by place. */
export function loadTexts(sources: readonly Source[]): {
  readonly zones: readonly DesiredZone[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const files = sources.map(checkFile);
  const together = judgeTogether(files.flatMap(({ zone }) => zone ?? []));
  const sound: DesiredZone[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const { zone, diagnostics: own } of files) {
    const beside = zone === undefined ? [] : toDiagnostics(zone.source, together.get(zone) ?? []);
    for (const diagnostic of own) diagnostics.push(diagnostic);
    for (const diagnostic of beside) diagnostics.push(diagnostic);
    if (zone !== undefined && !hasErrors(own) && !hasErrors(beside)) sound.push(toDesired(zone));
  }
  return {
    zones: sound.sort((a, b) => compareText(a.name, b.name)),
    diagnostics: diagnostics.sort(compareDiagnostics),
  };
}

interface CheckedFile {
  /** Absent where the file cannot be read as a zone at all. */
  readonly zone?: DeclaredZone;
  readonly diagnostics: readonly Diagnostic[];
}

/** Everything that can be said of one file by itself. */
function checkFile(source: Source): CheckedFile {
  const { root, diagnostics, broken } = parseYaml(source);
  if (broken) return { diagnostics };
  const structure = root === undefined ? [] : checkZoneStructure(source, root);
  const { zone, mistakes } = readZone(source, root, basename(source.file, extname(source.file)));
  const rules = zone === undefined ? [] : judgeZone(zone);
  const found = [...diagnostics, ...bounded(source, [...structure, ...mistakes, ...rules])];
  // Records under a misspelt key are no sign that the file is meant to have none.
  if (found.length === 0) found.push(...toDiagnostics(source, emptiness(source, root)));
  return { ...(zone !== undefined && { zone }), diagnostics: found };
}

/** As many as are told of one file, errors before warnings: where anything is left out, no error is hidden by it. */
function bounded(source: Source, mistakes: readonly Mistake[]): Diagnostic[] {
  if (mistakes.length <= MOST_PROBLEMS) return toDiagnostics(source, mistakes);
  const errors = mistakes.filter(({ severity }) => severity !== 'warning');
  const warnings = mistakes.filter(({ severity }) => severity === 'warning');
  const told = toDiagnostics(source, [...errors, ...warnings].slice(0, MOST_PROBLEMS));
  const message = `this file has ${mistakes.length} problems; ${MOST_PROBLEMS} of them are shown`;
  return [...told, { severity: 'warning', rule: 'more-problems', message, at: { file: source.file } }];
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
