/** The zone files and the configuration of an earlier commit, from what git gives of them; pure. */
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Fqdn } from '../model/name.ts';
import type { DesiredZone } from '../model/zone.ts';
import { type Config, readConfigText } from './config.ts';
import { MOST_OCTETS } from './limits.ts';
import { readTexts } from './load-texts.ts';
import { decodeText } from './read-text.ts';
import { Source } from './source.ts';

/** A file of a commit, by its path from the working directory. */
export interface CommittedFile {
  readonly file: string;
  readonly octets: Buffer;
}

export interface BaseZones {
  readonly zones: readonly DesiredZone[];
  /** Zones whose files could not be read. */
  readonly unread: ReadonlySet<Fqdn>;
  /** Those files. */
  readonly unreadFiles: readonly string[];
}

/** The configuration as it stood; what is wrong in it leaves the rest of it as it is. */
export function readBaseConfig({ file, octets }: CommittedFile): {
  readonly config: Config | undefined;
  readonly diagnostics: readonly Diagnostic[];
} {
  const text = decodeText(file, octets);
  return typeof text === 'string' ? readConfigText(file, text) : { config: undefined, diagnostics: [text] };
}

/** Whether a path inside the zones folder is one of a zone file, as load/files.ts finds them on the disk. */
export function isZoneFile(path: string): boolean {
  return /\.ya?ml$/i.test(path) && path.split('/').every((part) => !/^[._]/.test(part));
}

export function readBaseZones(files: readonly CommittedFile[], config: Config | undefined): BaseZones {
  const unreadFiles: string[] = [];
  const sources = files.flatMap(({ file, octets }) => {
    const text = octets.length > MOST_OCTETS ? undefined : decodeText(file, octets);
    if (typeof text === 'string') return new Source(file, text);
    unreadFiles.push(file);
    return [];
  });
  const { zones, unread } = readTexts(sources, config?.living);
  unreadFiles.push(...unread.map(({ file }) => file));
  return { zones, unread: new Set(unread.flatMap(({ zone }) => zone ?? [])), unreadFiles };
}
