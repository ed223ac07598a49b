/** Turns the texts of zone files into zones and diagnostics; pure. */
import { basename, extname } from 'node:path';
import { compareDiagnostics, type Diagnostic, hasErrors, type LintLevels } from '../model/diagnostic.ts';
import { type Fqdn, readAbsoluteName } from '../model/name.ts';
import { compareText, type DesiredRecord } from '../model/record.ts';
import { type DesiredZone, holdsUnseen, type Living } from '../model/zone.ts';
import { judgeZones } from '../rules/judge.ts';
import { levelOf } from '../rules/lint.ts';
import type { Verdict } from '../rules/zone.ts';
import type { DeclaredZone } from './declared.ts';
import { emptiness } from './emptiness.ts';
import { MOST_PROBLEMS } from './limits.ts';
import { readLint } from './lint.ts';
import { checkLiving } from './living/check-living.ts';
import { readLiving } from './living/read-living.ts';
import { type Mistake, toDiagnostics } from './mistake.ts';
import { parseYaml } from './parse/parse.ts';
import { readZone } from './read-zone.ts';
import type { Source, Span } from './source.ts';
import type { YamlNode } from './tree.ts';
import { checkZoneStructure } from './zone-structure.ts';
import { zoneTwice } from './zone-twice.ts';

/**
 * The zones without errors, by name, and everything that is wrong, by place.
 *
 * @param lint the configuration's levels; a zone file's own come first
 * @param common how all zones live with others, as dnssync.yaml says
 * @param beside files that rules may look into, and of which nothing is told
 */
export function loadTexts(
  sources: readonly Source[],
  lint: LintLevels = new Map(),
  common?: Living,
  beside: readonly Source[] = [],
  onFile: (finished: number, total: number) => void = () => undefined,
): {
  readonly zones: readonly DesiredZone[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const files = sources.map((source, index) => {
    const file = readFile(source, lint, common);
    onFile(index + 1, sources.length);
    return file;
  });
  const others = beside.map((source) => readFile(source, lint, common));
  const declared = files.flatMap(({ zone }) => zone ?? []);
  const bystanders = others.flatMap(({ zone }) => zone ?? []);
  // Of two files for one zone the later is told of.
  const twice = zoneTwice([...bystanders, ...declared]);
  const verdicts = judgeZones<DeclaredZone, Span>(declared, bystanders);
  const sound: DesiredZone[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const { source, root, zone, broken, mistakes, levels, living } of files) {
    const judged =
      zone === undefined ? [] : [...(twice.get(zone) ?? []), ...placed(verdicts.get(zone) ?? [])];
    const own = [...broken, ...bounded(source, [...mistakes, ...judged], levels)];
    // Records under a misspelt key are no sign that the file is meant to have none.
    if (own.length === 0 && living.state !== 'absent')
      own.push(...toDiagnostics(source, emptiness(source, root)));
    for (const diagnostic of own) diagnostics.push(diagnostic);
    if (zone !== undefined && !hasErrors(own)) sound.push({ ...toDesired(zone, levels), ...living });
  }
  return {
    zones: sound.sort((a, b) => compareText(a.name, b.name)),
    diagnostics: diagnostics.sort(compareDiagnostics),
  };
}

/**
 * The zones of files that have been judged before, as they stood at an earlier commit: what they say is read, and no
 * rule is asked. A zone whose file cannot be read whole is only named.
 */
export function readTexts(
  sources: readonly Source[],
  common?: Living,
): { readonly zones: readonly DesiredZone[]; readonly unread: readonly UnreadFile[] } {
  const zones = new Map<Fqdn, DesiredZone>();
  const unread: UnreadFile[] = [];
  for (const source of sources) {
    const { zone, broken, mistakes, living } = readFile(source, new Map(), common);
    const problem = [...broken, ...toDiagnostics(source, mistakes)].find(
      ({ severity }) => severity === 'error',
    );
    if (problem === undefined && zone !== undefined)
      zones.set(zone.name, { ...toDesired(zone, new Map()), ...living });
    else unread.push({ file: source.file, zone: zone?.name ?? readAbsoluteName(fileStem(source)).name });
  }
  return { zones: [...zones.values()].sort((a, b) => compareText(a.name, b.name)), unread };
}

export interface UnreadFile {
  readonly file: string;
  /** Undefined where neither the file nor its name tells. */
  readonly zone: Fqdn | undefined;
}

function fileStem({ file }: Source): string {
  return basename(file, extname(file));
}

interface ReadFile {
  readonly source: Source;
  readonly root: YamlNode | undefined;
  /** Absent where the file cannot be read as a zone at all. */
  readonly zone?: DeclaredZone;
  /** What the parser told. */
  readonly broken: readonly Diagnostic[];
  readonly mistakes: readonly Mistake[];
  readonly levels: LintLevels;
  readonly living: Living;
}

/** Everything that can be said of one file without its rules. */
function readFile(source: Source, lint: LintLevels, common?: Living): ReadFile {
  const { root, diagnostics, broken } = parseYaml(source);
  if (broken) {
    return { source, root: undefined, broken: diagnostics, mistakes: [], levels: lint, living: {} };
  }
  const structure = root === undefined ? [] : checkZoneStructure(source, root);
  const { zone, mistakes } = readZone(source, root, fileStem(source));
  const own = root?.kind === 'map' ? readLint(root) : { levels: new Map(), mistakes: [] };
  const { living, mistakes: others } = readLiving(source, root, common);
  const beside = zone === undefined ? [] : checkLiving(zone, root, living);
  return {
    source,
    root,
    ...(zone !== undefined && { zone: holdsUnseen(living) ? { ...zone, open: true } : zone }),
    broken: diagnostics,
    mistakes: [...structure, ...mistakes, ...own.mistakes, ...others, ...beside],
    levels: new Map([...lint, ...own.levels]),
    living,
  };
}

function placed(verdicts: readonly Verdict<Span>[]): Mistake[] {
  return verdicts.map(({ at, ...verdict }) => ({ ...verdict, span: at }));
}

/** As many as are told of one file, errors before warnings: where anything is left out, no error is hidden by it. */
function bounded(source: Source, mistakes: readonly Mistake[], levels: LintLevels): Diagnostic[] {
  if (mistakes.length <= MOST_PROBLEMS) return toDiagnostics(source, mistakes, levels);
  const isError = (mistake: Mistake): boolean => levelOf(mistake, levels) === 'error';
  const errors = mistakes.filter(isError);
  const others = mistakes.filter((mistake) => !isError(mistake));
  const told = toDiagnostics(source, [...errors, ...others].slice(0, MOST_PROBLEMS), levels);
  const message = `this file has ${mistakes.length} problems; ${MOST_PROBLEMS} of them are shown`;
  return [...told, { severity: 'warning', rule: 'more-problems', message, at: { file: source.file } }];
}

function toDesired({ name, source, at, names }: DeclaredZone, lint: LintLevels): DesiredZone {
  const records: DesiredRecord[] = [];
  for (const { name: owner, rrsets } of names.values()) {
    for (const { type, ttl, values } of rrsets) {
      for (const { value, priority, at: place } of values) {
        const position = source.position(place.start);
        const record = { name: owner, type, value, ttl, source: position };
        records.push(priority === undefined ? record : { ...record, priority });
      }
    }
  }
  return {
    name,
    file: source.file,
    source: source.position(at.start),
    records,
    ...(lint.size > 0 && { lint }),
  };
}
