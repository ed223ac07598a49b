/** A diagnostic: something wrong or doubtful in what people wrote, as a value with its place and its way out. */

export type Severity = 'error' | 'warning';

/** How much a finding weighs once settings are applied. */
export type Level = Severity | 'off';

/** What `lint:` sets, by the rule's name. */
export type LintLevels = ReadonlyMap<string, Level>;

export interface Diagnostic {
  readonly severity: Severity;
  /** The rule's name: contract, while wording is not. */
  readonly rule: string;
  /** One sentence: what is wrong and, where it can be said, what to write instead. */
  readonly message: string;
  /** Absent where the finding is about no place in a file (an empty folder, a live record). */
  readonly at?: DiagnosticPlace;
}

export interface DiagnosticPlace {
  /** Path as the user gave or would give it, relative to the working directory where it is below it. */
  readonly file: string;
  /** Count from 1; absent where the whole file is meant. */
  readonly line?: number;
  readonly column?: number;
  /** How many columns the caret line underlines; 1 where absent. */
  readonly length?: number;
  /** The text of that line, for the code frame, without its line end. */
  readonly sourceLine?: string;
}

/** File order, then position, then rule: the order in which diagnostics are shown, whatever found them first. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  return (
    compare(a.at?.file ?? '', b.at?.file ?? '') ||
    (a.at?.line ?? 0) - (b.at?.line ?? 0) ||
    (a.at?.column ?? 0) - (b.at?.column ?? 0) ||
    compare(a.rule, b.rule) ||
    compare(a.message, b.message)
  );
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
