/** `dnssync import`: zone files of zones that are elsewhere: live at the service, or in files of other programs. */
import { existsSync } from 'node:fs';
import type { ImportedZone } from '../../convert/imported.ts';
import { importedLive } from '../../convert/live.ts';
import type { SettledZone } from '../../convert/settle.ts';
import { DnssyncError, systemWords } from '../../errors.ts';
import { loadConfig } from '../../load/config.ts';
import { type Diagnostic, hasErrors } from '../../model/diagnostic.ts';
import { type Fqdn, readAbsoluteName } from '../../model/name.ts';
import { compareText } from '../../model/record.ts';
import { domainOf, type LiveZone } from '../../model/zone.ts';
import { selectZones } from '../../plan/zone-filter.ts';
import { renderDiagnostics } from '../../render/diagnostics.ts';
import { type ImportRow, importToJson, renderImport, renderLeftOut } from '../../render/imported.ts';
import { safe, safeJson } from '../../render/safe.ts';
import { wantsColor } from '../color.ts';
import type { CommonOptions } from '../common-options.ts';
import { type ApiOptions, openConnection } from '../connection.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Host } from '../host.ts';
import { type ForeignZones, readBindFiles } from '../import/from-bind.ts';
import { isOfOctodns, readOctodnsFiles } from '../import/from-octodns.ts';
import { settleFiles, ZONE_SCHEMA } from '../import/settle-files.ts';
import { updateFiles } from '../import/update-files.ts';
import { readLiveZones } from '../live-zones.ts';
import { writeNewFiles } from '../new-files.ts';
import { progressTo } from '../progress.ts';
import type { FileOptions } from '../workspace.ts';
import { zoneFilesIn } from '../zone-files.ts';

export interface ImportOptions extends CommonOptions, FileOptions, ApiOptions {
  readonly format: 'text' | 'json';
  /** A file or folder of another program; the service where absent. */
  readonly from?: string;
  /** What kind of files those are; told by their names where absent. */
  readonly source?: 'live' | 'bind' | 'octodns';
  readonly apexNs?: boolean;
  readonly force?: boolean;
  readonly stdout?: boolean;
  /** Whether zones that have a file are merged into it. */
  readonly update?: boolean;
  /** Whether that is done without asking. */
  readonly yes?: boolean;
}

interface Found {
  readonly zones: readonly ImportedZone[];
  /** The same as the service holds them, where they come from there. */
  readonly live?: readonly LiveZone[];
  readonly diagnostics: readonly Diagnostic[];
}

/** @param patterns zones of the source; all of them where there is none */
export async function importZones(
  host: Host,
  patterns: readonly string[],
  options: ImportOptions,
): Promise<ExitCode> {
  if (options.update && (options.force || options.stdout)) {
    throw new DnssyncError('--update changes files in place: it goes with neither --force nor --stdout', {
      code: 'usage',
      hint: 'leave one of them out',
    });
  }
  if (options.update && options.format === 'json') {
    throw new DnssyncError('--update tells what it does as text', {
      code: 'usage',
      hint: 'leave out --format json',
    });
  }
  const { config, diagnostics } = await loadConfig(options.config);
  if (hasErrors(diagnostics)) return refuse(host, diagnostics, options);
  const found = await (options.from === undefined ? fromLive : fromPath)(host, patterns, options);
  if (hasErrors(found.diagnostics)) return refuse(host, found.diagnostics, options);
  if (found.zones.length === 0) throw new DnssyncError('no zone was found', { code: 'usage' });

  const zonesDir = options.zones ?? config.zones;
  const known = zoneFilesIn(zonesDir);
  const old = options.update ? found.zones.filter(({ zone }) => known.has(zone)) : [];
  const others = found.zones.filter((zone) => !old.includes(zone));
  const updated = old.length > 0 ? await updateFiles(host, old, found.live, options) : EXIT.done;
  if (others.length === 0 || updated === EXIT.refused || host.stoppedWith() !== undefined) return updated;
  const { fresh, kept } = divide(others, known, patterns, options);
  const settled = settleFiles(fresh, {
    config,
    zonesDir,
    known,
    hasSchema: existsSync(ZONE_SCHEMA),
  });
  const problems = settled.flatMap((zone) => zone.problems);
  if (problems.length > 0) return refuse(host, problems, options);

  if (options.stdout) {
    const [only, second] = settled;
    if (only === undefined || second !== undefined) {
      throw new DnssyncError('--stdout is for one zone', { code: 'usage', hint: 'name it' });
    }
    host.stdout.write(only.text);
    tell(host, [rowOf(only)], options);
    return EXIT.done;
  }
  await writeNewFiles(
    host,
    settled.map(({ file, text }) => ({ path: file, text })),
    options.force === true,
  );
  const rows = [...settled.map(rowOf), ...kept].sort((a, b) => compareText(a.file, b.file));
  host.stdout.write(
    options.format === 'json'
      ? `${safeJson(importToJson(rows))}\n`
      : renderImport(rows, { color: wantsColor(options.color, host.stdout, host.env) }),
  );
  return updated;
}

async function fromLive(host: Host, patterns: readonly string[], options: ImportOptions): Promise<Found> {
  if (options.source !== undefined && options.source !== 'live') {
    throw new DnssyncError(`--source ${options.source} needs files`, {
      code: 'usage',
      hint: 'name them with --from <path>',
    });
  }
  const onEvent = progressTo(host, options);
  const provider = await openConnection(host, options, { signal: host.stopSignal(), onEvent });
  const zones = await readLiveZones(provider, patterns);
  return {
    zones: zones.map((zone) => importedLive(zone, { apexNs: options.apexNs === true })),
    live: zones,
    diagnostics: [],
  };
}

async function fromPath(host: Host, patterns: readonly string[], options: ImportOptions): Promise<Found> {
  const { from = '', apexNs = false } = options;
  const origin = patterns.length === 1 ? readAbsoluteName(patterns[0] ?? '').name : undefined;
  const read = (): ForeignZones => {
    switch (options.source ?? (isOfOctodns(from) ? 'octodns' : 'bind')) {
      case 'bind':
        return readBindFiles(from, { origin, apexNs });
      case 'octodns':
        return readOctodnsFiles(from, { origin, apexNs });
      case 'live':
        throw new DnssyncError('--source live takes no --from', {
          code: 'usage',
          hint: 'leave one of them out',
        });
    }
  };
  const { zones, diagnostics, passedOver } = readable(from, read);
  for (const why of options.quiet ? [] : passedOver) host.stderr.write(`Passed over ${safe(why)}\n`);
  const { selected, unknown } = selectZones(
    patterns,
    zones.map(({ zone }) => zone),
  );
  const [stranger] = unknown;
  if (stranger !== undefined && diagnostics.length === 0) {
    throw new DnssyncError(`no zone in ${safe(from)} matches '${safe(stranger.pattern)}'`, {
      code: 'usage',
      hint: `it holds ${
        zones
          .slice(0, 5)
          .map(({ zone }) => safe(domainOf(zone)))
          .join(', ') || 'none'
      }`,
    });
  }
  const wanted = new Set(selected);
  return { zones: zones.filter(({ zone }) => wanted.has(zone)), diagnostics };
}

function readable<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof DnssyncError) throw cause;
    throw new DnssyncError(`cannot read ${safe(path)}: ${systemWords(cause)}`, { code: 'usage', cause });
  }
}

/** Zones that have a file already are passed over where all are meant, and refused where they are named. */
function divide(
  zones: readonly ImportedZone[],
  known: ReadonlyMap<Fqdn, string>,
  patterns: readonly string[],
  { force = false, stdout = false }: ImportOptions,
): { readonly fresh: readonly ImportedZone[]; readonly kept: readonly ImportRow[] } {
  if (force || stdout) return { fresh: zones, kept: [] };
  const [taken] = zones.filter(({ zone }) => known.has(zone));
  if (taken !== undefined && (patterns.length > 0 || zones.length === 1)) {
    throw new DnssyncError(
      `${safe(domainOf(taken.zone))} has a file already, ${safe(known.get(taken.zone) ?? '')}; nothing was written`,
      {
        code: 'refused',
        hint: 'merge into it with --update, write over it with --force, or look at the new one with --stdout',
      },
    );
  }
  return {
    fresh: zones.filter(({ zone }) => !known.has(zone)),
    kept: zones.flatMap(({ zone, records }) => {
      const file = known.get(zone);
      return file === undefined ? [] : [{ zone, file, written: false, records: records.length, leftOut: [] }];
    }),
  };
}

function rowOf({ zone, file, records, leftOut }: SettledZone): ImportRow {
  return { zone, file, written: true, records: records.length, leftOut };
}

/** What is left out, beside a file that goes to standard output. */
function tell(host: Host, rows: readonly ImportRow[], { quiet, color }: ImportOptions): void {
  if (!quiet) host.stderr.write(renderLeftOut(rows, { color: wantsColor(color, host.stderr, host.env) }));
}

function refuse(
  host: Host,
  diagnostics: readonly Diagnostic[],
  { color, verbose = false }: ImportOptions,
): ExitCode {
  const { width } = host.stderr;
  const style = { color: wantsColor(color, host.stderr, host.env), width, every: verbose };
  host.stderr.write(`${renderDiagnostics(diagnostics, style)}Nothing was written.\n`);
  return EXIT.invalid;
}
