/** The user's files: configuration and zones, loaded and checked, with what is wrong told on stderr. */
import { DnssyncError } from '../errors.ts';
import { type Config, loadConfig } from '../load/config.ts';
import { loadZones } from '../load/load.ts';
import { compareDiagnostics, type Diagnostic, hasErrors } from '../model/diagnostic.ts';
import type { Fqdn } from '../model/name.ts';
import { type DesiredZone, domainOf } from '../model/zone.ts';
import { isInShard, type Shard } from '../plan/shard.ts';
import { selectZones } from '../plan/zone-filter.ts';
import { counted } from '../render/counted.ts';
import { renderDiagnostics } from '../render/diagnostics.ts';
import { wantsColor } from './color.ts';
import type { CommonOptions } from './common-options.ts';
import type { Host } from './host.ts';
import { readingProgress } from './progress.ts';

export interface FileOptions {
  /** Only these zones, of those that were asked for. */
  readonly shard?: Shard;
  readonly config?: string;
  readonly zones?: string;
}

export interface Files {
  readonly config: Config;
  readonly zones: readonly DesiredZone[];
  readonly diagnostics: readonly Diagnostic[];
  readonly files: readonly string[];
}

/** Loads everything; problems are in the result, sorted. */
export async function loadFiles(
  options: FileOptions,
  paths?: readonly string[],
  onFile?: (finished: number, total: number) => void,
): Promise<Files> {
  const { config, diagnostics } = await loadConfig(options.config);
  const loaded = await loadZones({
    zonesDir: options.zones ?? config.zones,
    lint: config.lint,
    ...(config.living === undefined ? {} : { living: config.living }),
    ...(paths === undefined || paths.length === 0 ? {} : { paths }),
    ...(onFile === undefined ? {} : { onFile }),
  });
  return { ...loaded, config, diagnostics: [...diagnostics, ...loaded.diagnostics].sort(compareDiagnostics) };
}

export interface Workspace {
  readonly config: Config;
  /** The zones that were asked for. */
  readonly desired: readonly DesiredZone[];
  /** The others. */
  readonly beside: readonly DesiredZone[];
  /** The names of all zones that have a file. */
  readonly managed: ReadonlySet<Fqdn>;
  /** What is wrong with the files, short of errors. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Loads the files for a command that needs them right: undefined (and all told) where there are errors in them.
 *
 * @param tolerated rules whose errors are passed over
 */
export async function openWorkspace(
  host: Host,
  options: FileOptions & CommonOptions,
  patterns: readonly string[],
  tolerated: readonly string[] = [],
): Promise<Workspace | undefined> {
  const {
    config,
    zones,
    diagnostics: all,
  } = await loadFiles(options, undefined, readingProgress(host, options));
  const diagnostics = all.filter(({ rule }) => !tolerated.includes(rule));
  const invalid = hasErrors(diagnostics);
  const shown = options.verbose || invalid ? diagnostics : [];
  if (shown.length > 0) {
    const color = wantsColor(options.color, host.stderr, host.env);
    const { width } = host.stderr;
    host.stderr.write(renderDiagnostics(shown, { color, width, every: options.verbose === true }));
  } else if (diagnostics.length > 0 && !options.quiet) {
    host.stderr.write(
      `${counted(diagnostics.length, 'warning')} in the zone files; dnssync validate shows them.\n`,
    );
  }
  if (invalid) return undefined;
  const { selected, unknown } = selectZones(
    patterns,
    zones.map(({ name }) => name),
  );
  const [stranger] = unknown;
  if (stranger !== undefined) {
    const hint =
      stranger.suggestion === undefined
        ? `zones with a file: ${zones.slice(0, 5).map(domainOf).join(', ')}${zones.length > 5 ? ' …' : ''}`
        : `did you mean ${stranger.suggestion}?`;
    throw new DnssyncError(`no zone file matches '${stranger.pattern}'`, { code: 'usage', hint });
  }
  const { shard } = options;
  const wanted = new Set(shard === undefined ? selected : selected.filter((name) => isInShard(name, shard)));
  return {
    config,
    desired: zones.filter(({ name }) => wanted.has(name)),
    beside: zones.filter(({ name }) => !wanted.has(name)),
    managed: new Set(zones.map(({ name }) => name)),
    diagnostics,
  };
}
