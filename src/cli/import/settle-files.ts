/** Where the files of imported zones go, and what they say so that they validate. */
import { dirname, join, relative } from 'node:path';
import type { ImportedZone } from '../../convert/imported.ts';
import { type SettledZone, settle } from '../../convert/settle.ts';
import type { Config } from '../../load/config.ts';
import type { Fqdn } from '../../model/name.ts';
import { SCHEMA_FOLDER } from '../init/folder-files.ts';
import { zonePath } from '../init/zone-path.ts';
import { fileJudge } from './judge.ts';

export const ZONE_SCHEMA = join(SCHEMA_FOLDER, 'zone.schema.json');

export interface Surroundings {
  readonly config: Config;
  readonly zonesDir: string;
  /** The files of the zones that have one. */
  readonly known: ReadonlyMap<Fqdn, string>;
  /** Whether {@link ZONE_SCHEMA} is there, so that a file can name it. */
  readonly hasSchema: boolean;
}

export function settleFiles(
  zones: readonly ImportedZone[],
  { config, zonesDir, known, hasSchema }: Surroundings,
): SettledZone[] {
  const drafts = zones.map((imported) => {
    const fresh = zonePath(zonesDir, imported.zone);
    const file = known.get(imported.zone) ?? fresh.path;
    const schema = relative(dirname(file), ZONE_SCHEMA).replaceAll('\\', '/');
    const isNamed = file === fresh.path && fresh.isNamed;
    const options = { ...(hasSchema ? { schema } : {}), ...(isNamed ? {} : { named: true as const }) };
    return { imported, file, options };
  });
  const written = new Set(drafts.map(({ file }) => file));
  const beside = [...known.values()].filter((file) => !written.has(file));
  return settle(drafts, fileJudge(config, beside));
}
