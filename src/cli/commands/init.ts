/** `dnssync init`: a folder for zones that are live already: their files, settings, schemas, and the proof of an empty plan. */
import { join } from 'node:path';
import type { LeftOut } from '../../convert/imported.ts';
import { importedLive } from '../../convert/live.ts';
import { loadConfig } from '../../load/config.ts';
import type { Fqdn } from '../../model/name.ts';
import type { LiveZone, ZoneSummary } from '../../model/zone.ts';
import type { Connection } from '../../provider/connect.ts';
import { counted } from '../../render/counted.ts';
import { showDomain } from '../../render/owner.ts';
import { safe } from '../../render/safe.ts';
import { type Styles, styles } from '../../render/style.ts';
import { wantsColor } from '../color.ts';
import type { CommonOptions } from '../common-options.ts';
import { type ApiOptions, openConnection } from '../connection.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Host } from '../host.ts';
import { settleFiles } from '../import/settle-files.ts';
import { chooseZones } from '../init/choose-zones.ts';
import { type FileNote, putFolderFiles } from '../init/folder-files.ts';
import { putFile } from '../init/put-file.ts';
import { progressTo } from '../progress.ts';
import { zoneFilesIn } from '../zone-files.ts';
import { plan } from './plan.ts';

export interface InitOptions extends CommonOptions, ApiOptions {
  readonly zones?: string;
  readonly all?: boolean;
}

export async function init(host: Host, patterns: readonly string[], options: InitOptions): Promise<ExitCode> {
  const provider = await openConnection(host, options, {
    signal: host.stopSignal(),
    onEvent: progressTo(host, options),
  });
  const { config } = await loadConfig(undefined);
  const zonesDir = options.zones ?? config.zones;
  const known = zoneFilesIn(zonesDir);
  const listed = await provider.listZones();
  const free = listed.filter(({ name }) => !known.has(name));
  if (!options.quiet) host.stderr.write(`${accountLine(listed, free, provider.origin)}\n`);
  const chosen = await chooseZones(host, listed, free, { patterns, all: options.all === true });
  if (chosen === undefined) return EXIT.refused;
  // All is read before anything is written: what cannot be read leaves no half of a folder.
  const live = await Promise.all(chosen.map((zone) => read(provider, zone)));

  const style = styles(wantsColor(options.color, host.stdout, host.env));
  const leftOut: { readonly zone: Fqdn; readonly what: LeftOut }[] = [];
  const zoneNotes: FileNote[] = [];
  const surroundings = { config, zonesDir, known, hasSchema: true };
  for (const zone of settleFiles(
    live.map((one) => importedLive(one)),
    surroundings,
  )) {
    const [problem] = zone.problems;
    if (problem !== undefined) {
      leftOut.push({ zone: zone.zone, what: { what: 'all of it', why: problem.message } });
      continue;
    }
    const { done } = await putFile(zone.file, zone.text);
    zoneNotes.push({ path: zone.file, done, note: counted(zone.records.length, 'record') });
    if (done === 'written') leftOut.push(...zone.leftOut.map((what) => ({ zone: zone.zone, what })));
  }
  const before = known.size === 0 ? [] : [keptNote(zonesDir, known.size)];
  const notes = [...before, ...zoneNotes, ...(await putFolderFiles(host.program, zonesDir))];
  host.stdout.write(notes.map((note) => `${noteLine(note, style)}\n`).join(''));
  if (leftOut.length > 0) host.stdout.write(`\n${leftOutLines(leftOut, style).join('\n')}\n`);
  if (known.size + zoneNotes.length === 0) {
    host.stdout.write(`\nNo zone has a file yet: write one, ${safe(join(zonesDir, 'example.com.yaml'))}.\n`);
    return EXIT.done;
  }
  host.stdout.write('\n');
  const { zones: _, ...rest } = options;
  const planned = await plan(host, [], {
    ...rest,
    ...(options.zones === undefined ? {} : { zones: options.zones }),
    format: 'text',
  });
  if (planned === EXIT.done && !options.quiet) {
    host.stderr.write(`\nNext: edit a file in ${safe(zonesDir)}, then dnssync plan, then dnssync apply.\n`);
  }
  return planned;
}

function accountLine(listed: readonly ZoneSummary[], free: readonly ZoneSummary[], origin: string): string {
  const have = listed.length - free.length;
  const rest = have === 0 ? '' : `, ${have} with a file already`;
  return `${counted(listed.length, 'zone')} at ${safe(origin)}${rest}.`;
}

function keptNote(zonesDir: string, count: number): FileNote {
  return { path: join(zonesDir, '/'), done: 'same', note: counted(count, 'zone file') };
}

async function read(provider: Connection, { id, name, recordCount }: ZoneSummary): Promise<LiveZone> {
  return recordCount === 0 ? { id, name, records: [], unmanaged: [] } : provider.readZone({ id, name });
}

function noteLine({ path, done, note }: FileNote, style: Styles): string {
  const mark = done === 'written' ? style.green('+') : style.dim('=');
  const what = done === 'written' ? '' : done === 'same' ? ' as it is' : ' kept';
  return `${mark} ${safe(path)}${style.dim(what)}${note === undefined ? '' : `  ${style.dim(safe(note))}`}`;
}

function leftOutLines(
  leftOut: readonly { readonly zone: Fqdn; readonly what: LeftOut }[],
  style: Styles,
): string[] {
  return [
    style.yellow('Not as it is live, for a zone file cannot say it:'),
    ...leftOut.map(
      ({ zone, what: { what, why } }) => `  ${showDomain(zone)}: ${safe(what)}\n    ${safe(why)}`,
    ),
  ];
}
