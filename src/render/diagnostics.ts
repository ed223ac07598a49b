/** Diagnostics for people: place, severity, rule, message, source line with a caret; the same mistake told once. */
import type { Diagnostic, DiagnosticPlace } from '../model/diagnostic.ts';
import { codeFrame } from './code-frame.ts';
import { counted } from './counted.ts';
import { countDiagnostics, severitiesText } from './diagnostic-counts.ts';
import { type DiagnosticGroup, groupDiagnostics } from './diagnostic-groups.ts';
import { messageText } from './message.ts';
import { safe } from './safe.ts';
import { type Styles, styles } from './style.ts';
import { displayWidth } from './width.ts';

export interface DiagnosticsOptions {
  readonly color: boolean;
  /** Columns of the terminal; undefined elsewhere. */
  readonly width?: number | undefined;
  /** Each place by itself, however many there are of one mistake. */
  readonly every?: boolean;
  /** Warnings count as errors, which the totals say. */
  readonly strict?: boolean;
}

/** So many places of one mistake are told one by one; of more, only the first. */
const MOST_APART = 5;
const SHOWN = 3;

/** In the order given; empty where there are none, else ending in a line with the totals. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], options: DiagnosticsOptions): string {
  if (diagnostics.length === 0) return '';
  const style = styles(options.color);
  const groups = options.every
    ? diagnostics.map((diagnostic): DiagnosticGroup => [diagnostic])
    : groupDiagnostics(diagnostics, MOST_APART + 1);
  const blocks = groups.map((group) => `${groupLines(group, style, options.width).join('\n')}\n`);
  const isShortened = groups.length < diagnostics.length;
  return `${blocks.join('\n')}\n${style.bold(totalsLine(diagnostics, isShortened, options))}\n`;
}

function groupLines(group: DiagnosticGroup, style: Styles, width: number | undefined): string[] {
  const [{ severity, rule, message, at }] = group;
  const mark = severity === 'error' ? style.red : style.yellow;
  const place = at === undefined ? '' : `${placeText(at)} `;
  const count = countText(group);
  const text = messageText(message);
  const isWide =
    displayWidth(`${place}${severity} ${safe(rule)}${count} ${text}`) > (width ?? Number.POSITIVE_INFINITY);
  const frame = (place: DiagnosticPlace | undefined) =>
    place === undefined ? [] : codeFrame(place, { dim: style.dim, mark }, width);
  const others = group
    .slice(1, SHOWN)
    .flatMap((other) => [style.bold(placeText(other.at)), ...frame(other.at)]);
  const unseen = group.length - SHOWN;
  return [
    // A terminal would break the sentence in the midst of a word; alone on its line, most fit.
    `${style.bold(place)}${mark(severity)} ${style.cyan(safe(rule))}${count}${isWide ? '\n  ' : ' '}${text}`,
    ...frame(at),
    ...others,
    ...(unseen > 0 ? [style.dim(`… and ${unseen} more ${unseen === 1 ? 'place' : 'places'}`)] : []),
  ];
}

function countText(group: DiagnosticGroup): string {
  if (group.length === 1) return '';
  const { files } = countDiagnostics(group);
  return ` (${group.length} places${files > 1 ? ` in ${files} files` : ''})`;
}

/** `file:line:column`, as editors and terminals open it. */
function placeText(place: DiagnosticPlace | undefined): string {
  if (place === undefined) return '';
  const { file, line, column } = place;
  return [pathText(file), line, column].filter((part) => part !== undefined).join(':');
}

/** GitHub's runner takes a line that begins with `::`, blanks before it or not, for a command (ActionCommand.cs). */
function pathText(file: string): string {
  return safe(/^\s*::/.test(file) ? `./${file}` : file);
}

function totalsLine(
  diagnostics: readonly Diagnostic[],
  isShortened: boolean,
  { strict }: DiagnosticsOptions,
): string {
  const counts = countDiagnostics(diagnostics);
  const files = counts.files === 0 ? '' : ` in ${counted(counts.files, 'file')}`;
  return [
    `${severitiesText(counts)}${files}`,
    ...(strict && counts.warnings > 0 ? ['--strict counts warnings as errors'] : []),
    ...(isShortened ? ['-v shows every place'] : []),
  ].join('; ');
}
