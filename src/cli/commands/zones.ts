/** `dnssync zones`: the zones of the account and of the files, and whether they are the same. */

import { compareText } from '../../model/record.ts';
import { domainOf } from '../../model/zone.ts';
import { safeJson } from '../../render/safe.ts';
import { renderZones, type ZoneRow, zonesToJson } from '../../render/zones.ts';
import { wantsColor } from '../color.ts';
import type { CommonOptions } from '../common-options.ts';
import { type ApiOptions, openConnection } from '../connection.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Host } from '../host.ts';
import { progressTo } from '../progress.ts';
import { type FileOptions, openWorkspace } from '../workspace.ts';

export interface ZonesOptions extends CommonOptions, FileOptions, ApiOptions {
  readonly format: 'text' | 'json';
}

export async function zones(host: Host, options: ZonesOptions): Promise<ExitCode> {
  // Who has no files yet wants to see what there is; a folder that is asked for must be there.
  const mayLack = options.zones === undefined ? ['zones-missing', 'zones-empty'] : [];
  const workspace = await openWorkspace(host, options, [], mayLack);
  if (workspace === undefined) return EXIT.invalid;
  if (workspace.managed.size === 0 && !options.quiet) host.stderr.write('There is no zone file yet.\n');
  const onEvent = progressTo(host, options);
  const provider = await openConnection(host, options, { signal: host.stopSignal(), onEvent });
  const live = new Map((await provider.listZones()).map((zone) => [zone.name, zone]));
  const files = new Map(workspace.desired.map((zone) => [zone.name, zone]));
  const names = [...new Set([...live.keys(), ...files.keys()])].sort(compareText);
  const rows = names.map((name): ZoneRow => {
    const count = live.get(name)?.recordCount;
    const { file, state } = files.get(name) ?? {};
    return {
      zone: domainOf(name),
      ...(count === undefined ? {} : { records: count }),
      ...(file === undefined ? {} : { file }),
      ...(state === undefined ? {} : { state }),
    };
  });
  host.stdout.write(
    options.format === 'json'
      ? `${safeJson(zonesToJson(rows))}\n`
      : renderZones(rows, { color: wantsColor(options.color, host.stdout, host.env) }),
  );
  return EXIT.done;
}
