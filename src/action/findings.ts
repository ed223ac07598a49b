/** The findings of the zone files: in the log for people, at their lines for reviewers, and in the summary. */
import { fromRepositoryRoot } from '../cli/repository-path.ts';
import { type Files, loadFiles } from '../cli/workspace.ts';
import { hasErrors } from '../model/diagnostic.ts';
import { counted } from '../render/counted.ts';
import { countDiagnostics, severitiesText } from '../render/diagnostic-counts.ts';
import { renderDiagnostics } from '../render/diagnostics.ts';
import { renderDiagnosticsGithub } from '../render/diagnostics-github.ts';
import { fenced } from '../render/markup.ts';
import type { Session } from './session.ts';

export interface Checked extends Files {
  readonly isValid: boolean;
  /** Markdown. */
  readonly summary: string;
}

/** A summary of findings stops here; the log has them all. */
const MOST_LINES = 500;

export async function checkFiles({ host, inputs, files }: Session): Promise<Checked> {
  const loaded = await loadFiles(files);
  const { diagnostics, zones } = loaded;
  const strict = inputs.strict === 'true';
  const text = renderDiagnostics(diagnostics, { color: false, width: undefined, every: false, strict });
  host.stdout.write(text);
  if (inputs.annotations === 'true')
    host.stdout.writeCommands(renderDiagnosticsGithub(fromRepositoryRoot(diagnostics, host.env)));
  const isValid = !hasErrors(diagnostics) && !(strict && diagnostics.length > 0);
  const records = zones.reduce((sum, zone) => sum + zone.records.length, 0);
  const size = `${counted(zones.length, 'zone')}, ${counted(records, 'record')}`;
  if (isValid) host.stdout.write(`${size}: valid.\n`);
  const verdict =
    diagnostics.length === 0
      ? 'valid'
      : `${isValid ? 'valid, with ' : ''}${severitiesText(countDiagnostics(diagnostics))}`;
  const lines = text.trimEnd().split('\n');
  const shown = lines.slice(0, MOST_LINES);
  if (shown.length < lines.length) shown.push(`… and ${lines.length - shown.length} more lines in the log`);
  return {
    ...loaded,
    isValid,
    summary: [
      `### DNS zone files: ${verdict}`,
      '',
      ...(isValid ? [`${size}.`, ''] : []),
      ...(diagnostics.length === 0 ? [] : [...fenced('', shown), '']),
    ].join('\n'),
  };
}
