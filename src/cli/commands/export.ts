/** `dnssync export`: writes zones, as the files or the service have them, in a format of others. It holds no writer. */
import { isIP } from 'node:net';
import { join } from 'node:path';
import { writeBind } from '../../convert/bind/write.ts';
import { type ExportedText, type ExportedZone, exportedFiles, exportedLive } from '../../convert/exported.ts';
import { exportToJson } from '../../convert/json/write.ts';
import { writeOctodns } from '../../convert/octodns/write.ts';
import { DnssyncError } from '../../errors.ts';
import { type Config, loadConfig } from '../../load/config.ts';
import { hasErrors } from '../../model/diagnostic.ts';
import { readAbsoluteName } from '../../model/name.ts';
import { compareText } from '../../model/record.ts';
import { domainOf } from '../../model/zone.ts';
import { counted } from '../../render/counted.ts';
import { renderDiagnostics } from '../../render/diagnostics.ts';
import { safe, safeJson } from '../../render/safe.ts';
import { zoneFileName } from '../../runs/zone-file-name.ts';
import { wantsColor } from '../color.ts';
import type { CommonOptions } from '../common-options.ts';
import { type ApiOptions, openConnection } from '../connection.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Host } from '../host.ts';
import { readLiveZones } from '../live-zones.ts';
import { writeNewFiles } from '../new-files.ts';
import { progressTo } from '../progress.ts';
import { type FileOptions, openWorkspace } from '../workspace.ts';

export interface ExportOptions extends CommonOptions, FileOptions, ApiOptions {
  readonly to: 'bind' | 'octodns' | 'json';
  readonly source: 'files' | 'live';
  /** A folder. */
  readonly out?: string;
  readonly force?: boolean;
}

interface Found {
  readonly config: Config;
  readonly zones: readonly ExportedZone[];
}

const ENDINGS = { bind: 'zone', octodns: 'yaml', json: 'json' } as const;
const MOST_TOLD = 20;

/** @param patterns zones of the source; all of them where there is none */
export async function exportZones(
  host: Host,
  patterns: readonly string[],
  options: ExportOptions,
): Promise<ExitCode> {
  const { out, force = false, source, to } = options;
  if (force && out === undefined) {
    throw new DnssyncError('--force is for files, and nothing says where', {
      code: 'usage',
      hint: 'name a folder with --out',
    });
  }
  const found = await (source === 'live' ? fromLive : fromFiles)(host, patterns, options);
  if (found === undefined) return EXIT.invalid;
  const zones = [...found.zones].sort((a, b) => compareText(a.zone, b.zone));
  const [only, second] = zones;
  if (only === undefined) throw new DnssyncError('there is no zone to export', { code: 'usage' });
  if (out === undefined && second !== undefined) {
    throw new DnssyncError(`${counted(zones.length, 'zone')} do not fit on standard output`, {
      code: 'usage',
      hint: 'name one of them, or a folder for one file each: --out <folder>',
    });
  }
  const taken = new Set<string>();
  const files = zones.map((zone) => {
    const { text, leftOut, notes } = write(zone, to, found.config);
    for (const note of options.quiet ? [] : notes) tell(host, zone, note);
    for (const { what, why } of leftOut.slice(0, options.verbose ? undefined : MOST_TOLD)) {
      tell(host, zone, `left out: ${what} (${why})`);
    }
    if (!options.verbose && leftOut.length > MOST_TOLD) {
      tell(host, zone, `left out: ${leftOut.length - MOST_TOLD} more; --verbose and the export list them`);
    }
    const name = zoneFileName(passed(host, domainOf(zone.zone)), taken);
    return { path: join(out ?? '', `${name}.${ENDINGS[to]}`), text };
  });
  if (out === undefined) for (const { text } of files) host.stdout.write(text);
  else {
    await writeNewFiles(host, files, force);
    for (const { path } of files) host.stdout.write(`${safe(path)}\n`);
  }
  return EXIT.done;
}

async function fromFiles(
  host: Host,
  patterns: readonly string[],
  options: ExportOptions,
): Promise<Found | undefined> {
  const workspace = await openWorkspace(host, options, patterns);
  if (workspace === undefined) return undefined;
  // A zone that is not to be there has nothing to be written.
  const zones = workspace.desired.filter(({ state }) => state !== 'absent').map(exportedFiles);
  return { config: workspace.config, zones };
}

async function fromLive(
  host: Host,
  patterns: readonly string[],
  options: ExportOptions,
): Promise<Found | undefined> {
  const { config, diagnostics } = await loadConfig(options.config);
  if (hasErrors(diagnostics)) {
    const color = wantsColor(options.color, host.stderr, host.env);
    host.stderr.write(renderDiagnostics(diagnostics, { color, width: host.stderr.width }));
    return undefined;
  }
  const onEvent = progressTo(host, options);
  const provider = await openConnection(host, options, { signal: host.stopSignal(), onEvent });
  const zones = await readLiveZones(provider, patterns);
  const nameless = zones.find(({ name }) => readAbsoluteName(name).name !== name);
  if (nameless !== undefined) {
    throw new DnssyncError(`the service lists a zone whose name is none: ${safe(domainOf(nameless))}`, {
      code: 'api',
      hint: 'name the zones to export',
    });
  }
  return { config, zones: zones.map(exportedLive) };
}

function write(
  zone: ExportedZone,
  to: ExportOptions['to'],
  { nameservers = [] }: Config,
): ExportedText & { readonly notes: readonly string[] } {
  switch (to) {
    case 'bind': {
      const hosts = nameservers.map(({ host }) => host).filter((host) => isIP(host) === 0);
      const { servers, ...written } = writeBind(zone, hosts);
      return { ...written, notes: [`${servers}; the SOA is made up`] };
    }
    case 'octodns':
      return { ...writeOctodns(zone), notes: [] };
    case 'json':
      return { text: `${safeJson(exportToJson(zone))}\n`, leftOut: zone.leftOut, notes: [] };
  }
}

/** As it leaves the process: a service may name a zone after the token that it was given. */
function passed(host: Host, text: string): string {
  let harmless = '';
  const outlet = host.streamTo((part) => {
    harmless += part;
  });
  outlet.write(text);
  return harmless;
}

function tell(host: Host, { zone }: ExportedZone, text: string): void {
  host.stderr.write(`${safe(domainOf(zone))}: ${safe(text)}\n`);
}
