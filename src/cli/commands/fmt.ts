/** `dnssync fmt`: zone files in the canonical style; what they mean, their comments and their order stay. */
import { readZoneText } from '../../edit/edit-zone.ts';
import { formatZone } from '../../edit/format-zone.ts';
import { loadConfig } from '../../load/config.ts';
import { findZoneFiles } from '../../load/files.ts';
import { readText } from '../../load/read-text.ts';
import { type Diagnostic, hasErrors } from '../../model/diagnostic.ts';
import { counted } from '../../render/counted.ts';
import { renderDiagnostics } from '../../render/diagnostics.ts';
import { wantsColor } from '../color.ts';
import type { CommonOptions } from '../common-options.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Host } from '../host.ts';
import { type Proposal, showProposals, writeProposals } from '../proposals.ts';
import type { FileOptions } from '../workspace.ts';

export interface FmtOptions extends CommonOptions, FileOptions {
  readonly check?: boolean;
  readonly sort?: boolean;
}

export async function fmt(host: Host, paths: readonly string[], options: FmtOptions): Promise<ExitCode> {
  const { config, diagnostics: misconfigured } = await loadConfig(options.config);
  const found = findZoneFiles(options.zones ?? config.zones, paths.length === 0 ? undefined : paths);
  const problems: Diagnostic[] = [...misconfigured, ...found.diagnostics];
  const { lint, living } = config;
  const settings = { lint, ...(living !== undefined && { living }) };
  const proposals: Proposal[] = [];
  for (const file of found.files) {
    const text = readText(file);
    if (typeof text !== 'string') {
      problems.push(text);
      continue;
    }
    const after = formatZone({ file, text }, settings, { sort: options.sort === true });
    if (after === undefined) problems.push(...readZoneText({ file, text }, settings).errors);
    else if (after !== text) proposals.push({ file, before: text, after });
  }
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    const color = wantsColor(options.color, host.stderr, host.env);
    host.stderr.write(renderDiagnostics(errors, { color, width: host.stderr.width, every: true }));
    host.stderr.write('Files with errors are left as they are.\n');
  }
  if (!options.quiet || options.check) showProposals(host, host.stdout, proposals, options);
  if (!options.check) await writeProposals(host, proposals, options);
  else if (proposals.length > 0 && !options.quiet) {
    const [verb, them] = proposals.length === 1 ? ['is', 'it'] : ['are', 'them'];
    host.stderr.write(
      `${counted(proposals.length, 'file')} ${verb} not in the canonical style; dnssync fmt writes ${them}.\n`,
    );
  }
  if (proposals.length === 0 && errors.length === 0 && !options.quiet) {
    host.stderr.write(`${counted(found.files.length, 'file')}: nothing to change.\n`);
  }
  const isUnformatted = options.check === true && proposals.length > 0;
  return isUnformatted || hasErrors(errors) ? EXIT.invalid : EXIT.done;
}
