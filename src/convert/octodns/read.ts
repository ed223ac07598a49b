/** Reads zone files of octoDNS (its YamlProvider): one file, or the files of a split folder. */
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Fqdn } from '../../model/name.ts';
import type { ImportedZone } from '../imported.ts';
import { type OctodnsFile, parseOctodnsYaml } from './yaml.ts';
import { ZoneReader } from './zone-reader.ts';

export interface OctodnsInput {
  readonly zone: Fqdn;
  /** In the order of their names, which is octoDNS' own. */
  readonly files: readonly OctodnsFile[];
  /** Keeps the NS records of the zone itself, which are the service's to set. */
  readonly apexNs?: boolean;
}

export interface OctodnsReading {
  readonly zone: ImportedZone;
  /** Errors only: with one, a file cannot be read, and nobody knows what is missing of the zone. */
  readonly diagnostics: readonly Diagnostic[];
}

export function readOctodns({ zone, files, apexNs = false }: OctodnsInput): OctodnsReading {
  const reader = new ZoneReader(zone, apexNs);
  const diagnostics = files.flatMap((file): Diagnostic[] => {
    const parsed = parseOctodnsYaml(file);
    const problem = 'problem' in parsed ? parsed.problem : reader.read({ ...file, ...parsed });
    if (problem === undefined) return [];
    const { message, place } = problem;
    return [{ severity: 'error', rule: 'octodns-syntax', message, at: { ...place, length: 1 } }];
  });
  return { zone: reader.imported(), diagnostics };
}
