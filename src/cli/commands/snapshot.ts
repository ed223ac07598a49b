/** `dnssync snapshot`: keeps what stands in zones now, so that `dnssync undo` can go back to it. */
import { ZoneAnswers } from '../../provider/vpsorg/zone-answers.ts';
import { counted } from '../../render/counted.ts';
import { safe } from '../../render/safe.ts';
import type { CommonOptions } from '../common-options.ts';
import { type ApiOptions, openConnection } from '../connection.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Host } from '../host.ts';
import { knownAccount } from '../known-account.ts';
import { readLiveZones } from '../live-zones.ts';
import { progressTo } from '../progress.ts';
import { recordSnapshot } from '../run-record.ts';

export interface SnapshotOptions extends CommonOptions, ApiOptions {
  readonly config?: string;
}

/** @param patterns zones of the account; all of them where there is none */
export async function snapshot(
  host: Host,
  patterns: readonly string[],
  options: SnapshotOptions,
): Promise<ExitCode> {
  const answers = new ZoneAnswers();
  const onEvent = progressTo(host, options);
  const provider = await openConnection(host, options, { signal: host.stopSignal(), onEvent, answers });
  const zones = await readLiveZones(provider, patterns);
  const account = await knownAccount(provider);
  const { id, path } = await recordSnapshot(host, zones, provider, answers, {
    command: 'snapshot',
    account: account?.name,
    ...(options.config === undefined ? {} : { config: options.config }),
  });
  const records = zones.reduce((sum, zone) => sum + zone.records.length + zone.unmanaged.length, 0);
  host.stdout.write(`${id}\n`);
  if (!options.quiet) {
    host.stderr.write(
      `${counted(zones.length, 'zone')}, ${counted(records, 'record')} in ${safe(path)}\n` +
        `To go back to it: dnssync undo ${id}\n`,
    );
  }
  return EXIT.done;
}
