/** The rules that zone files are judged by: as a list, one by one with its example, as JSON, and as a page. */
import type { RuleText } from '../model/rule.ts';
import { counted } from './counted.ts';
import { fenced } from './markup.ts';
import { styles } from './style.ts';
import { tableLines } from './table.ts';
import { elide } from './width.ts';

/** How long an example's line may be before its middle is left out. */
const LONGEST_LINE = 100;

export function renderRules(
  rules: readonly RuleText[],
  { color, width }: { readonly color: boolean; readonly width: number | undefined },
): string {
  const style = styles(color);
  const rows = rules.map((rule) => [rule.name, rule.severity, settable(rule), rule.summary]);
  const lines = tableLines([['RULE', 'LEVEL', 'LINT', 'WHAT IS WRONG'], ...rows], (line, index) => {
    const fitting = width === undefined ? line : elideEnd(line, width);
    return index === 0 ? style.bold(fitting) : fitting;
  });
  return `${lines.join('\n')}\n\n${counted(rules.length, 'rule')}; dnssync rules NAME explains one.\n`;
}

function settable({ fixed }: RuleText): string {
  return fixed === undefined ? 'yes' : 'no';
}

function elideEnd(line: string, width: number): string {
  return line.length <= width ? line : `${line.slice(0, width - 1)}…`;
}

export function renderRule(rule: RuleText, { color }: { readonly color: boolean }): string {
  const style = styles(color);
  const paint = rule.severity === 'error' ? style.red : style.yellow;
  return [
    `${style.bold(rule.name)}  ${paint(rule.severity)}`,
    '',
    rule.summary,
    `${style.dim('Source:')} ${rule.source}.`,
    `${style.dim('Setting:')} ${settingOf(rule)}`,
    ...example('Refused', rule.bad, style.red),
    ...example('Taken', rule.good, style.green),
    '',
  ].join('\n');
}

function settingOf({ name, severity, fixed }: RuleText): string {
  switch (fixed) {
    case 'BIND':
      return 'none: BIND refuses the zone as a whole.';
    case 'file':
      return 'none: the file cannot be taken at its word.';
    default:
      return severity === 'off'
        ? `lint: { ${name}: warn } turns it on.`
        : `lint: { ${name}: { level: off, reason: … } } turns it off.`;
  }
}

function example(title: string, text: string | undefined, paint: (text: string) => string): string[] {
  if (text === undefined) return [];
  return ['', paint(title), ...exampleLines(text).map((line) => `  ${line}`)];
}

function exampleLines(text: string): string[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => elide(line, LONGEST_LINE));
}

export interface RulesJson {
  readonly formatVersion: '1.0';
  readonly rules: readonly {
    readonly name: string;
    readonly severity: RuleText['severity'];
    readonly settable: boolean;
    /** `outcome`: in live records that stay beside the file's, told by plan alone. */
    readonly foundIn: 'files' | 'outcome';
    readonly summary: string;
    readonly source: string;
    readonly bad?: string;
    readonly good?: string;
  }[];
}

/** As a value for JSON.stringify. */
export function rulesToJson(rules: readonly RuleText[]): RulesJson {
  return {
    formatVersion: '1.0',
    rules: rules.map(({ fixed, outcomeOnly, name, severity, summary, source, bad, good }) => ({
      name,
      severity,
      settable: fixed === undefined,
      foundIn: outcomeOnly ? 'outcome' : 'files',
      summary,
      source,
      ...(bad !== undefined && { bad }),
      ...(good !== undefined && { good }),
    })),
  };
}

/** A page: `docs/rules.md` is this for all rules. */
export function rulesToMarkdown(rules: readonly RuleText[]): string {
  const intro = [
    '# Rules',
    '',
    'What `dnssync validate` judges zone files by, and `dnssync plan` their outcome. `lint:` in a zone file or in',
    '`dnssync.yaml` sets the level of a rule, with a reason where it makes it milder; what BIND refuses cannot be set.',
    'This page is what `dnssync rules --format markdown` prints.',
    '',
  ];
  return `${[...intro, ...rules.flatMap(markdownOf)].join('\n')}`;
}

function markdownOf(rule: RuleText): string[] {
  return [
    `## ${rule.name}`,
    '',
    `*${rule.severity}*${rule.fixed === undefined ? '' : ', cannot be set'}. ${escaped(rule.summary)}`,
    '',
    `Source: ${escaped(rule.source)}.`,
    '',
    ...(rule.bad === undefined ? [] : [...fenced('yaml', ['# refused', ...exampleLines(rule.bad)]), '']),
    ...(rule.good === undefined ? [] : [...fenced('yaml', ['# taken', ...exampleLines(rule.good)]), '']),
  ];
}

function escaped(text: string): string {
  return text.replaceAll(/[\\`*_<>[\]|]/g, '\\$&');
}
