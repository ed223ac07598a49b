/** `dnssync adopt`: what was changed elsewhere goes back into the zone files, where it belongs and in their style. */
import { DnssyncError, isDnssyncError } from '../../errors.ts';
import { parseTarget } from '../../plan/target.ts';
import { showDomain } from '../../render/owner.ts';
import type { Planned } from '../../sync.ts';
import { type AdoptionOptions, takeIntoFiles } from '../adoption.ts';
import { type ApiOptions, openConnection } from '../connection.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Host } from '../host.ts';
import { progressTo } from '../progress.ts';
import { openWorkspace, type Workspace } from '../workspace.ts';

export interface AdoptOptions extends AdoptionOptions, ApiOptions {
  readonly target?: readonly string[];
}

export async function adopt(
  host: Host,
  patterns: readonly string[],
  options: AdoptOptions,
): Promise<ExitCode> {
  const targets = options.target?.map(parseTarget);
  const workspace = await openFiles(host, options, patterns);
  if (workspace === undefined) return EXIT.invalid;
  const { concurrency } = workspace.config;
  const reader = await openConnection(host, options, {
    ...(concurrency === undefined ? {} : { concurrency }),
    signal: host.stopSignal(),
    onEvent: progressTo(host, options),
  });
  const onPlanned = (planned: Planned): void => {
    if (patterns.length === 0 && !options.quiet) tellUnmanaged(host, planned);
  };
  const source = { reader, done: 'The plan for them is empty.', onPlanned, ...(targets && { targets }) };
  return takeIntoFiles(host, workspace, source, options);
}

async function openFiles(
  host: Host,
  options: AdoptOptions,
  patterns: readonly string[],
): Promise<Workspace | undefined> {
  try {
    return await openWorkspace(host, options, patterns);
  } catch (error) {
    if (!isDnssyncError(error) || !error.message.startsWith('no zone file')) throw error;
    const hint = `${error.hint}; adopt changes files that are there, and dnssync import makes one for a zone at the vendor`;
    throw new DnssyncError(error.message, { code: 'usage', hint });
  }
}

function tellUnmanaged(host: Host, { unmanagedZones }: Planned): void {
  const [first] = unmanagedZones;
  if (first === undefined) return;
  const more = unmanagedZones.length > 1 ? ` and ${unmanagedZones.length - 1} more` : '';
  host.stderr.write(
    `No file for ${showDomain(first)}${more}, so nothing was adopted there: dnssync import makes one.\n`,
  );
}
