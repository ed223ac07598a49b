/** `dnssync validate`: every problem of every zone file, offline. */
import { basename, extname } from 'node:path';
import { type Diagnostic, hasErrors } from '../../model/diagnostic.ts';
import { type Fqdn, readAbsoluteName } from '../../model/name.ts';
import type { DesiredZone } from '../../model/zone.ts';
import { isInShard, type Shard } from '../../plan/shard.ts';
import { counted } from '../../render/counted.ts';
import { renderDiagnostics } from '../../render/diagnostics.ts';
import { renderDiagnosticsGithub } from '../../render/diagnostics-github.ts';
import { diagnosticsToJson } from '../../render/diagnostics-json.ts';
import { diagnosticsToSarif, type RuleDescription } from '../../render/diagnostics-sarif.ts';
import { safeJson } from '../../render/safe.ts';
import { ruleNamed } from '../../rules/catalogue.ts';
import { wantsColor } from '../color.ts';
import type { CommonOptions } from '../common-options.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Host } from '../host.ts';
import type { Stream } from '../outlet.ts';
import { readingProgress } from '../progress.ts';
import { fromRepositoryRoot } from '../repository-path.ts';
import { VERSION } from '../version.ts';
import { type FileOptions, type Files, loadFiles } from '../workspace.ts';

export interface ValidateOptions extends CommonOptions, FileOptions {
  readonly format: 'text' | 'json' | 'github' | 'sarif';
  readonly strict?: boolean;
}

export async function validate(
  host: Host,
  paths: readonly string[],
  options: ValidateOptions,
): Promise<ExitCode> {
  const files = await loadFiles(options, paths, readingProgress(host, options));
  const { zones, diagnostics } = partOf(files, options.shard);
  const invalid = hasErrors(diagnostics) || (options.strict === true && diagnostics.length > 0);
  const report = (stream: Stream): void => {
    stream.write(reportText(diagnostics, stream, host.env, options));
    if (!invalid && !options.quiet) stream.write(validLine(zones));
  };
  switch (options.format) {
    case 'text':
      report(host.stdout);
      break;
    case 'json':
      host.stdout.write(`${safeJson(diagnosticsToJson(diagnostics))}\n`);
      break;
    // These two are made for GitHub's pages; who looks at the log of the run finds the report there.
    case 'github':
      if (!options.quiet) report(host.stderr);
      host.stdout.writeCommands(renderDiagnosticsGithub(fromRepositoryRoot(diagnostics, host.env)));
      break;
    case 'sarif': {
      if (!options.quiet) report(host.stderr);
      const located = fromRepositoryRoot(diagnostics, host.env);
      const log = diagnosticsToSarif(located, { version: VERSION, describe: describeRule });
      host.stdout.write(`${safeJson(log)}\n`);
    }
  }
  return invalid ? EXIT.invalid : EXIT.done;
}

/**
 * What is told of the zones of one shard. Files whose zone cannot be told are their names' own; what is wrong with
 * anything else, the configuration, is told by all.
 */
function partOf(
  { zones, diagnostics, files }: Files,
  shard: Shard | undefined,
): Pick<Files, 'zones' | 'diagnostics'> {
  if (shard === undefined) return { zones, diagnostics };
  const byFile = new Map(zones.map(({ file, name }) => [file, name]));
  const others = new Set(
    files.filter((file) => {
      const name = byFile.get(file) ?? readAbsoluteName(basename(file, extname(file))).name ?? (file as Fqdn);
      return !isInShard(name, shard);
    }),
  );
  return {
    zones: zones.filter(({ name }) => isInShard(name, shard)),
    diagnostics: diagnostics.filter(({ at }) => at === undefined || !others.has(at.file)),
  };
}

/** Words and a page for whoever sees a finding beside their code. */
function describeRule(name: string): RuleDescription | undefined {
  const rule = ruleNamed(name);
  return rule && { summary: rule.summary, help: `${rule.summary} Source: ${rule.source}.` };
}

function reportText(
  diagnostics: readonly Diagnostic[],
  stream: Stream,
  env: Host['env'],
  { color, verbose = false, strict = false }: ValidateOptions,
): string {
  return renderDiagnostics(diagnostics, {
    color: wantsColor(color, stream, env),
    width: stream.width,
    every: verbose,
    strict,
  });
}

function validLine(zones: readonly DesiredZone[]): string {
  const records = zones.reduce((sum, zone) => sum + zone.records.length, 0);
  return `${counted(zones.length, 'zone')}, ${counted(records, 'record')}: valid.\n`;
}
