/** `--base REF`: the zone files as they stood at the merge base of HEAD and REF. */
import { isZoneFile, readBaseConfig, readBaseZones } from '../load/base.ts';
import { CONFIG_FILE, type Config } from '../load/config.ts';
import { type Base, protectedByBase, withSides } from '../plan/three-way.ts';
import { counted } from '../render/counted.ts';
import { safe } from '../render/safe.ts';
import type { Planned } from '../sync.ts';
import { openMergeBase } from './git.ts';
import type { Host } from './host.ts';
import type { FileOptions, Workspace } from './workspace.ts';

export interface BaseOptions {
  /** A branch, tag or commit. */
  readonly base?: string;
}

/** A workspace with the zones held to what the base protects, and what says of a plan whose changes are whose. */
export interface AgainstBase {
  readonly workspace: Workspace;
  label(planned: Planned): Planned;
}

/** The workspace as it is where no base is named. */
export async function againstBase(
  host: Host,
  workspace: Workspace,
  options: FileOptions & BaseOptions,
): Promise<AgainstBase> {
  if (options.base === undefined) return { workspace, label: (planned) => planned };
  const base = await openBase(host, options.base, options, workspace.config);
  return {
    workspace: { ...workspace, desired: protectedByBase(workspace.desired, base) },
    label: (planned) => ({
      ...planned,
      plan: withSides(planned.plan, base, { desired: planned.input.desired, live: planned.live }),
    }),
  };
}

const MOST_NAMED = 5;

/**
 * @param now the configuration of the working directory, which holds where the base has none of its own and the file
 *   is not in the repository
 */
async function openBase(host: Host, ref: string, options: FileOptions, now: Config): Promise<Base> {
  const commit = await openMergeBase(host, ref);
  const name = commit.hash.slice(0, 7);
  const configs = await commit.files(options.config ?? CONFIG_FILE);
  const [own] = configs ?? [];
  const read = own === undefined ? undefined : readBaseConfig(own);
  const config = configs === undefined ? now : read?.config;
  const files = await commit.files(options.zones ?? config?.zones ?? 'zones', isZoneFile);
  if (files === undefined) {
    host.stderr.write(
      'warning: the zone files are outside of this git repository, so nothing is known of how they stood\n',
    );
  }
  const { zones, unread, unreadFiles } = readBaseZones(files ?? [], config);
  const troubled = [
    ...(read?.diagnostics.some(({ severity }) => severity === 'error') ? [own?.file ?? ''] : []),
    ...unreadFiles,
  ];
  if (troubled.length > 0) {
    const named = troubled.slice(0, MOST_NAMED).map(safe).join(', ');
    host.stderr.write(
      `warning: ${counted(troubled.length, 'file')} could not be read as of ${name} (${named}${troubled.length > MOST_NAMED ? ' …' : ''}): nothing is said of what has changed there since, and no protect taken from there\n`,
    );
  }
  return { name, zones, unread };
}
