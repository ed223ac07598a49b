/** `dnssync validate`: every problem of every zone file, offline. */
import { hasErrors } from '../../model/diagnostic.ts';
import { counted } from '../../render/counted.ts';
import { diagnosticsToJson, renderDiagnostics } from '../../render/diagnostics.ts';
import { safeJson } from '../../render/safe.ts';
import { wantsColor } from '../color.ts';
import type { CommonOptions } from '../common-options.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Host } from '../host.ts';
import { type FileOptions, loadFiles } from '../workspace.ts';

export interface ValidateOptions extends CommonOptions, FileOptions {
  readonly format: 'text' | 'json';
  readonly strict?: boolean;
}

export async function validate(
  host: Host,
  paths: readonly string[],
  options: ValidateOptions,
): Promise<ExitCode> {
  const { zones, diagnostics } = await loadFiles(options, paths);
  const invalid = hasErrors(diagnostics) || (options.strict === true && diagnostics.length > 0);
  if (options.format === 'json') {
    host.stdout.write(`${safeJson(diagnosticsToJson(diagnostics))}\n`);
  } else if (diagnostics.length > 0) {
    host.stdout.write(
      renderDiagnostics(diagnostics, { color: wantsColor(options.color, host.stdout, host.env) }),
    );
  }
  if (options.format === 'text' && !invalid && !options.quiet) {
    const records = zones.reduce((sum, zone) => sum + zone.records.length, 0);
    host.stdout.write(`${counted(zones.length, 'zone')}, ${counted(records, 'record')}: valid.\n`);
  }
  return invalid ? EXIT.invalid : EXIT.done;
}
