/** Zones from octoDNS' files: a zone file, the folder of a zone that is split over files, or a folder of both. */
import { readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ImportedZone } from '../../convert/imported.ts';
import { readOctodns } from '../../convert/octodns/read.ts';
import type { OctodnsFile } from '../../convert/octodns/yaml.ts';
import { DnssyncError } from '../../errors.ts';
import { isBelow } from '../../load/is-below.ts';
import { readText } from '../../load/read-text.ts';
import { readZoneName } from '../../load/zone-name.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Fqdn } from '../../model/name.ts';
import { compareText } from '../../model/record.ts';
import { safe } from '../../render/safe.ts';
import type { ForeignZones } from './from-bind.ts';

interface Named {
  readonly origin?: Fqdn | undefined;
  readonly apexNs: boolean;
}

/**
 * Throws what the file system throws where the path cannot be looked at.
 *
 * @param origin the zone of the file or of the split folder, where its name does not say it
 * @param apexNs keeps the NS records of the zones themselves
 */
export function readOctodnsFiles(path: string, { origin, apexNs }: Named): ForeignZones {
  const isFolder = statSync(path).isDirectory();
  const root = realpathSync(isFolder ? path : dirname(path));
  const { sources, passedOver } = isFolder ? sourcesIn(path, origin) : sourceOf(path, origin);
  const diagnostics: Diagnostic[] = [];
  const zones: ImportedZone[] = [];
  for (const [zone, names] of [...sources].sort(([a], [b]) => compareText(a, b))) {
    const files: OctodnsFile[] = [];
    for (const file of names.sort(compareText)) {
      const text = isBelow(realpathSync(file), root) ? readText(file) : outside(file);
      if (typeof text === 'string') files.push({ file, text });
      else diagnostics.push(text);
    }
    const reading = readOctodns({ zone, files, apexNs });
    zones.push(reading.zone);
    diagnostics.push(...reading.diagnostics);
  }
  return { zones, diagnostics, passedOver };
}

/** Whether a path is more likely octoDNS' than a name server's: a YAML file, or a folder with such zones and no zone file. */
export function isOfOctodns(path: string): boolean {
  if (!statSync(path).isDirectory()) return /\.ya?ml$/i.test(path);
  const names = readdirSync(path);
  const hasZone = names.some((name) => fileZone(name) !== undefined || splitZone(name) !== undefined);
  return (hasZone || splitZone(basename(realpathSync(path))) !== undefined) && !names.some(isZoneFile);
}

function isZoneFile(name: string): boolean {
  return /\.zone$|^db\./i.test(name);
}

interface Sources {
  readonly sources: ReadonlyMap<Fqdn, string[]>;
  readonly passedOver: readonly string[];
}

function sourceOf(file: string, origin: Fqdn | undefined): Sources {
  const zone = origin ?? readZoneName(basename(file).replace(/\.ya?ml$/i, ''));
  if (typeof zone === 'string') return { sources: new Map([[zone, [file]]]), passedOver: [] };
  throw new DnssyncError(`the name of ${safe(file)} does not say which zone it is`, {
    code: 'usage',
    hint: `name it: dnssync import --from ${safe(file)} example.com`,
  });
}

/** What octoDNS' `list_zones` finds: `example.com.yaml`, and `example.com./` with its default `split_extension`. */
function sourcesIn(folder: string, origin: Fqdn | undefined): Sources {
  const own = splitZone(basename(realpathSync(folder)));
  if (own !== undefined) return { sources: new Map([[origin ?? own, yamlIn(folder)]]), passedOver: [] };
  const sources = new Map<Fqdn, string[]>();
  const passedOver: string[] = [];
  for (const name of readdirSync(folder).sort(compareText)) {
    const path = join(folder, name);
    const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
    const zone = isFolder ? splitZone(name) : fileZone(name);
    if (zone === undefined) {
      if (/\.ya?ml$/i.test(name)) passedOver.push(`${path}: its name is no zone's`);
      continue;
    }
    const [twin] = isFolder ? [] : (sources.get(zone) ?? []).filter((other) => dirname(other) === folder);
    if (twin !== undefined) {
      const message = `${safe(path)} and ${safe(twin)} are of one zone, and octoDNS reads neither`;
      throw new DnssyncError(message, { code: 'usage', hint: 'keep one of them' });
    }
    sources.set(zone, [...(sources.get(zone) ?? []), ...(isFolder ? yamlIn(path) : [path])]);
  }
  // Any `split_extension` will do where the zone is named.
  if (sources.size === 0 && origin !== undefined) {
    return { sources: new Map([[origin, yamlIn(folder)]]), passedOver: [] };
  }
  return { sources, passedOver };
}

function splitZone(name: string): Fqdn | undefined {
  const zone = name.endsWith('.') ? readZoneName(name) : undefined;
  return typeof zone === 'string' ? zone : undefined;
}

function fileZone(name: string): Fqdn | undefined {
  const zone = name.endsWith('.yaml') ? readZoneName(name.slice(0, -'.yaml'.length)) : undefined;
  return typeof zone === 'string' ? zone : undefined;
}

function yamlIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => join(folder, name));
}

function outside(file: string): Diagnostic {
  const message = 'this links to a file outside of the folder of the import; copy it there';
  return { severity: 'error', rule: 'file-link', message, at: { file } };
}
