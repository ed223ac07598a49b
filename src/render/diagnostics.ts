/** Diagnostics for people (place, severity, rule, message, source line with a caret) and for programs. */
import type { Diagnostic, DiagnosticPlace } from '../model/diagnostic.ts';
import { codeFrame } from './code-frame.ts';
import { counted } from './counted.ts';
import { messageText } from './message.ts';
import { safe } from './safe.ts';
import { type Styles, styles } from './style.ts';

/** In the order given; empty where there are none, else ending in a line with the totals. */
export function renderDiagnostics(
  diagnostics: readonly Diagnostic[],
  { color }: { readonly color: boolean },
): string {
  if (diagnostics.length === 0) return '';
  const style = styles(color);
  const blocks = diagnostics.map((diagnostic) => `${diagnosticLines(diagnostic, style).join('\n')}\n`);
  return `${blocks.join('\n')}\n${style.bold(totalsLine(diagnostics))}\n`;
}

export interface DiagnosticsJson {
  readonly formatVersion: '1.0';
  readonly summary: { readonly errors: number; readonly warnings: number; readonly files: number };
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

function diagnosticLines({ severity, rule, message, at }: Diagnostic, style: Styles): string[] {
  const word = severity === 'error' ? style.red('error') : style.yellow('warning');
  const place = at === undefined ? '' : `${style.bold(placeText(at))} `;
  return [
    `${place}${word} ${style.cyan(safe(rule))} ${messageText(message)}`,
    ...(at === undefined ? [] : codeFrame(at, style)),
  ];
}

/** `file:line:column`, as editors and terminals open it. */
function placeText({ file, line, column }: DiagnosticPlace): string {
  return [safe(file), line, column].filter((part) => part !== undefined).join(':');
}

function totalsLine(diagnostics: readonly Diagnostic[]): string {
  const { errors, warnings, files } = countDiagnostics(diagnostics);
  const found = [
    ...(errors > 0 ? [counted(errors, 'error')] : []),
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
  ].join(', ');
  return files === 0 ? found : `${found} in ${counted(files, 'file')}`;
}

function countDiagnostics(diagnostics: readonly Diagnostic[]): DiagnosticsJson['summary'] {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const files = new Set(diagnostics.flatMap(({ at }) => (at === undefined ? [] : [at.file])));
  return { errors, warnings: diagnostics.length - errors, files: files.size };
}
