/** A mistake found by code that sees no more than a part of a file: a diagnostic that has not got its file yet. */
import type { Diagnostic, LintLevels, Severity } from '../model/diagnostic.ts';
import { levelOf } from '../rules/lint.ts';
import type { Source, Span } from './source.ts';

export interface Mistake {
  readonly rule: string;
  readonly message: string;
  readonly span: Span;
  /** As the rule has it where absent. */
  readonly severity?: Severity;
  /** BIND refuses the zone for it, whatever the settings. */
  readonly refused?: true;
}

/** Places mistakes in their file, each at the level that its rule has there; what is off is left out. */
export function toDiagnostics(
  source: Source,
  mistakes: readonly Mistake[],
  levels: LintLevels = new Map(),
): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const mistake of mistakes) {
    const level = levelOf(mistake, levels);
    if (level === 'off') continue;
    diagnostics.push(source.diagnostic(level, mistake.rule, mistake.span, mistake.message));
  }
  return diagnostics;
}
