/** A mistake found by code that sees no more than a part of a file: a diagnostic that has not got its file yet. */
import type { Diagnostic, Severity } from '../model/diagnostic.ts';
import type { Source, Span } from './source.ts';

export interface Mistake {
  readonly rule: string;
  readonly message: string;
  readonly span: Span;
  /** An error where absent. */
  readonly severity?: Severity;
}

/** Places mistakes in their file. */
export function toDiagnostics(source: Source, mistakes: readonly Mistake[]): Diagnostic[] {
  return mistakes.map(({ severity = 'error', rule, span, message }) =>
    source.diagnostic(severity, rule, span, message),
  );
}
