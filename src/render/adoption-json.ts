/** What an edit of zone files came to, for programs. */
import type { Fqdn } from '../model/name.ts';
import { domainOf } from '../model/zone.ts';
import { renderFileDiff } from './file-diff.ts';
import type { LeftOutLine } from './left-out.ts';
import { showOwner } from './owner.ts';

export interface AdoptionRow {
  readonly zone: Fqdn;
  readonly file: string;
  readonly before: string;
  readonly after: string;
  readonly written: boolean;
  readonly leftOut: readonly LeftOutLine[];
}

export function adoptionToJson(
  rows: readonly AdoptionRow[],
  counts: { adopted: number; left: number },
): object {
  return {
    formatVersion: '1.0',
    ...counts,
    zones: rows.map(({ zone, file, before, after, written, leftOut }) => ({
      zone: domainOf(zone),
      file,
      written,
      ...(before !== after && { diff: renderFileDiff(file, before, after, { color: false }) }),
      leftOut: leftOut.map(({ name, ...rest }) => ({ name: showOwner(name, zone), ...rest })),
    })),
  };
}
