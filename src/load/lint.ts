/** Reads `lint:` of a zone file or of the configuration: the levels of rules, and why one was lowered. */
import type { Level, LintLevels } from '../model/diagnostic.ts';
import type { RuleText } from '../model/rule.ts';
import { closest } from '../model/suggest.ts';
import { RULES, ruleNamed } from '../rules/catalogue.ts';
import type { Mistake } from './mistake.ts';
import { entryOf, type YamlEntry, type YamlMap, type YamlNode } from './tree.ts';

export interface LintReading {
  readonly levels: LintLevels;
  readonly mistakes: readonly Mistake[];
}

const LEVELS: ReadonlyMap<string, Level> = new Map([
  ['off', 'off'],
  ['warn', 'warning'],
  ['error', 'error'],
]);

/** `RULE: error`, or `RULE: { level: off, reason: … }`: what makes a rule milder must say why (design section 3). */
export function readLint(file: YamlMap): LintReading {
  const node = entryOf(file, 'lint')?.value;
  const levels = new Map<string, Level>();
  const mistakes: Mistake[] = [];
  for (const entry of node?.kind === 'map' ? node.entries : []) {
    const reading = readEntry(entry);
    if (reading === undefined) continue;
    if (typeof reading === 'object') mistakes.push(reading);
    else levels.set(entry.key.text, reading);
  }
  return { levels, mistakes };
}

function readEntry({ key, value }: YamlEntry): Level | Mistake | undefined {
  const rule = ruleNamed(key.text);
  if (rule === undefined) return { rule: 'lint-rule', span: key, message: unknownRule(key.text) };
  const written = value.kind === 'map' ? entryOf(value, 'level')?.value : value;
  if (written?.kind !== 'text') return undefined;
  const level = LEVELS.get(written.text);
  if (level === undefined) {
    const message = `'${written.text}' is no level; write off, warn or error`;
    return { rule: 'lint-level', span: written, message };
  }
  if (rule.fixed) {
    const message = `'${rule.name}' cannot be set: nothing that breaks it could be published; mend the records instead`;
    return { rule: 'lint-fixed', span: key, message };
  }
  if (!isMilder(level, rule) || hasReason(value)) return level;
  const message = `say why, for those who come after you: ${rule.name}: { level: ${written.text}, reason: … }`;
  return { rule: 'lint-reason', span: value, message };
}

function unknownRule(name: string): string {
  const near = closest(
    name,
    RULES.map((rule) => rule.name),
  );
  const hint = near === undefined ? 'dnssync rules lists them all' : `did you mean '${near}'?`;
  return `there is no rule '${name}'; ${hint}`;
}

function isMilder(level: Level, { severity }: RuleText): boolean {
  return level === 'off' || (level === 'warning' && severity === 'error');
}

function hasReason(value: YamlNode): boolean {
  const reason = value.kind === 'map' ? entryOf(value, 'reason')?.value : undefined;
  return reason?.kind === 'text' && reason.text.trim() !== '';
}
