/** Reads zone files of octoDNS (its YamlProvider): one file, or the files of a split folder. */
import type { Fqdn } from '../../model/name.ts';
import type { ImportedZone } from '../imported.ts';
import { type OctodnsFile, parseOctodnsYaml, type YamlProblem } from './yaml.ts';
import { ZoneReader } from './zone-reader.ts';

export type OctodnsReading =
  | (ImportedZone & { readonly problems?: undefined })
  /** Files that cannot be read: nobody knows then what is missing of the zone. */
  | { readonly problems: readonly YamlProblem[] };

/** @param files in the order of their names, which is octoDNS' own */
export function readOctodns(zone: Fqdn, files: readonly OctodnsFile[]): OctodnsReading {
  const reader = new ZoneReader(zone);
  const problems = files.flatMap((file) => {
    const parsed = parseOctodnsYaml(file);
    const problem = 'problem' in parsed ? parsed.problem : reader.read({ ...file, ...parsed });
    return problem === undefined ? [] : [problem];
  });
  return problems.length > 0 ? { problems } : reader.imported();
}
