/** Diagnostics for programs: format version 1.0, described by schema/diagnostics.schema.json. */
import type { Diagnostic, DiagnosticPlace } from '../model/diagnostic.ts';
import { countDiagnostics, type DiagnosticCounts } from './diagnostic-counts.ts';

export interface DiagnosticsJson {
  readonly formatVersion: '1.0';
  readonly summary: DiagnosticCounts;
  readonly diagnostics: readonly (Omit<Diagnostic, 'at'> &
    Omit<DiagnosticPlace, 'file' | 'sourceLine'> & { readonly file?: string })[];
}

/** As a value for JSON.stringify; the source lines stay out, for who reads it has the files. */
export function diagnosticsToJson(diagnostics: readonly Diagnostic[]): DiagnosticsJson {
  return {
    formatVersion: '1.0',
    summary: countDiagnostics(diagnostics),
    diagnostics: diagnostics.map(({ severity, rule, message, at }) => {
      const { sourceLine: _, ...place } = at ?? {};
      return { severity, rule, message, ...place };
    }),
  };
}
