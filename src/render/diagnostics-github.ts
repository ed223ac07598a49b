/** Diagnostics as workflow commands, which GitHub shows as annotations on the lines they are about. */
import { compareDiagnostics, type Diagnostic, type Severity } from '../model/diagnostic.ts';
import { severitiesText } from './diagnostic-counts.ts';
import { groupDiagnostics } from './diagnostic-groups.ts';
import { messageText } from './message.ts';
import { safe } from './safe.ts';

/** GitHub keeps so many of each severity of one step and drops the rest in silence (ExecutionContext.cs). */
const MOST_SHOWN = 10;

/**
 * One command a line; files are to be given by their path from the root of the repository. Of many, every kind of
 * mistake comes before the second place of any, and a notice tells how many are left out.
 */
export function renderDiagnosticsGithub(diagnostics: readonly Diagnostic[]): string {
  const shown = (['error', 'warning'] as const).flatMap((severity) => mostTelling(diagnostics, severity));
  const commands = shown.map(({ diagnostic, more }) => annotation(diagnostic, more));
  const left = {
    errors:
      count(diagnostics, 'error') -
      count(
        shown.map(({ diagnostic }) => diagnostic),
        'error',
      ),
    warnings:
      count(diagnostics, 'warning') -
      count(
        shown.map(({ diagnostic }) => diagnostic),
        'warning',
      ),
  };
  if (left.errors + left.warnings > 0)
    commands.push(`::notice title=dnssync::${severitiesText(left, 'more ')}; dnssync validate shows all`);
  return commands.map((line) => `${line}\n`).join('');
}

interface Shown {
  readonly diagnostic: Diagnostic;
  /** How many more places of this mistake are not shown; told with the first of it. */
  readonly more: number;
}

function mostTelling(diagnostics: readonly Diagnostic[], severity: Severity): Shown[] {
  const groups = groupDiagnostics(
    diagnostics.filter((diagnostic) => diagnostic.severity === severity),
    2,
  );
  const taken = groups.map(() => 0);
  let room = MOST_SHOWN;
  for (let round = 0; room > 0; round++) {
    const open = [...groups.entries()].filter(([, group]) => group.length > round).slice(0, room);
    if (open.length === 0) break;
    for (const [index] of open) taken[index] = round + 1;
    room -= open.length;
  }
  return groups
    .flatMap((group, index) => {
      const length = taken[index] ?? 0;
      return group
        .slice(0, length)
        .map((diagnostic, place) => ({ diagnostic, more: place === 0 ? group.length - length : 0 }));
    })
    .sort((a, b) => compareDiagnostics(a.diagnostic, b.diagnostic));
}

/**
 * One diagnostic as a workflow command.
 *
 * @param more how many places like this are left out
 */
export function annotation({ severity, rule, message, at }: Diagnostic, more = 0): string {
  const { line, column } = at ?? {};
  const end = column === undefined ? undefined : column + (at?.length ?? 1);
  const properties = Object.entries({ file: at?.file, line, col: column, endColumn: end, title: rule })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${property(String(value))}`)
    .join(',');
  const others = more > 0 ? ` (and ${more} more ${more === 1 ? 'place' : 'places'})` : '';
  return `::${severity} ${properties}::${data(messageText(message) + others)}`;
}

/** Escapes as the runner reads them back. Line feeds are none: {@link safe} has made them visible. */
function data(text: string): string {
  return text.replaceAll('%', '%25');
}

function property(text: string): string {
  return data(safe(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function count(diagnostics: readonly Diagnostic[], severity: Severity): number {
  return diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
}
