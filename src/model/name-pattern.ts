/** Patterns of names: label by label as in a `.gitignore`, `*` within a label, `**` for any number of whole labels. */
import { type Glob, matchesGlob, readGlob } from './glob.ts';
import { type Fqdn, foldCase, readAbsoluteName } from './name.ts';

/** The labels of absolute names, in canonical form. */
export type NamePattern = readonly (Glob | typeof ANY_LABELS)[];

/** None, one or several labels. */
const ANY_LABELS = '**';

/** What is wrong with the text of a pattern, in words for its author; undefined where it can be used. */
export function namePatternProblem(text: string): string | undefined {
  if (text === '') return "the name is empty; write '@' for the zone itself";
  if (text === '@') return undefined;
  for (const label of labelsOf(text)) {
    const problem = labelProblem(label);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** Compiles a pattern for one zone. What is absolute and what relative is as for names: `readOwner`. */
export function readNamePattern(text: string, zone: Fqdn): NamePattern {
  const above = labelsOf(zone);
  if (text === '@') return above.map((label) => [label]);
  const labels = labelsOf(text).map(canonicalLabel);
  const isAbsolute =
    text.endsWith('.') || labels.slice(-above.length).join('.') === foldCase(above.join('.'));
  return [
    ...labels.map((label) => (label === ANY_LABELS ? ANY_LABELS : readGlob(label))),
    ...(isAbsolute ? [] : above.map((label) => [label])),
  ];
}

/** Whether a name is one of those meant. Takes the product of both lengths at worst, and names are short. */
export function matchesName(pattern: NamePattern, name: Fqdn): boolean {
  const labels = labelsOf(name);
  let at = 0;
  let label = 0;
  // Where the latest `**` stands, and the first label that it does not cover so far.
  let run = -1;
  let next = 0;
  while (label < labels.length) {
    const here = pattern[at];
    if (here === ANY_LABELS) {
      run = at++;
      next = label;
    } else if (here !== undefined && matchesGlob(here, labels[label] ?? '')) {
      at++;
      label++;
    } else if (run >= 0) {
      at = run + 1;
      label = ++next;
    } else return false;
  }
  while (pattern[at] === ANY_LABELS) at++;
  return at === pattern.length;
}

function labelsOf(name: string): string[] {
  return (name.endsWith('.') ? name.slice(0, -1) : name).split('.');
}

/** A-labels and lower case; a label with a star in it can be no U-label. */
function canonicalLabel(label: string): string {
  return readAbsoluteName(label).name?.slice(0, -1) ?? foldCase(label);
}

function labelProblem(label: string): string | undefined {
  if (label === '') return 'the name has an empty label';
  if (label === ANY_LABELS || label === '\\*') return undefined;
  if (label.includes(ANY_LABELS)) {
    return `'**' is for whole labels and stands between dots; within '${label}', write '*'`;
  }
  const sign = /[?[\]{}!]/.exec(label)?.[0];
  if (sign !== undefined) return `'${sign}' means nothing in a pattern; only '*' and '**' do`;
  if (label.includes('*') && /[^!-~]/.test(label)) {
    return `'${label}': a label with '*' is matched in its ASCII form; write that (xn--…)`;
  }
  return readAbsoluteName(label).problem?.message;
}
