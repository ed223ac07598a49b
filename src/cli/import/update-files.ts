/** `import --update`: zones that have a file already are merged into it, in place. */
import type { ImportedZone } from '../../convert/imported.ts';
import { liveFromImport } from '../../convert/live.ts';
import type { Fqdn } from '../../model/name.ts';
import { domainOf, type LiveZone } from '../../model/zone.ts';
import { safe } from '../../render/safe.ts';
import { type AdoptionOptions, readerOf, takeIntoFiles } from '../adoption.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Host } from '../host.ts';
import { openWorkspace } from '../workspace.ts';

export interface UpdateOptions extends AdoptionOptions {
  readonly from?: string;
  readonly apexNs?: boolean;
}

/** @param live the zones as they were read, where they come from the service */
export async function updateFiles(
  host: Host,
  imported: readonly ImportedZone[],
  live: readonly LiveZone[] | undefined,
  options: UpdateOptions,
): Promise<ExitCode> {
  const workspace = await openWorkspace(
    host,
    options,
    imported.map(({ zone }) => domainOf(zone)),
  );
  if (workspace === undefined) return EXIT.invalid;
  const zones = new Map<Fqdn, LiveZone>();
  // What is live is compared as it is: what an import leaves out of it would look as if it were gone.
  const read = new Map(live?.map((zone) => [zone.name, zone]));
  for (const zone of imported) zones.set(zone.zone, read.get(zone.zone) ?? liveFromImport(zone));
  const { from } = options;
  const source = {
    reader: readerOf(zones),
    withoutApexNs: from !== undefined && options.apexNs !== true,
    done: from === undefined ? 'The plan for them is empty.' : `They no longer differ from ${safe(from)}.`,
  };
  return takeIntoFiles(host, workspace, source, options);
}
