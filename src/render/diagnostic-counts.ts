/** How many errors and warnings there are, and in how many files. */
import type { Diagnostic } from '../model/diagnostic.ts';
import { counted } from './counted.ts';

export interface DiagnosticCounts {
  readonly errors: number;
  readonly warnings: number;
  readonly files: number;
}

export function countDiagnostics(diagnostics: readonly Diagnostic[]): DiagnosticCounts {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const files = new Set(diagnostics.flatMap(({ at }) => (at === undefined ? [] : [at.file])));
  return { errors, warnings: diagnostics.length - errors, files: files.size };
}

/** `3 errors, 1 warning`, kinds without any left out. */
export function severitiesText(
  { errors, warnings }: Pick<DiagnosticCounts, 'errors' | 'warnings'>,
  more = '',
): string {
  return [
    ...(errors > 0 ? [counted(errors, `${more}error`)] : []),
    ...(warnings > 0 ? [counted(warnings, `${more}warning`)] : []),
  ].join(', ');
}
