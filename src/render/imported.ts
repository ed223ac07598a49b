/** What an import wrote and what it left out, for people and for programs. */

import type { Fqdn } from '../model/name.ts';
import type { SourcePosition } from '../model/record.ts';
import { counted } from './counted.ts';
import { showDomain } from './owner.ts';
import { safe } from './safe.ts';
import { type Styles, styles } from './style.ts';

export interface ImportRow {
  readonly zone: Fqdn;
  readonly file: string;
  /** False where a file of the zone was there already. */
  readonly written: boolean;
  readonly records: number;
  /** Structurally what convert/imported.ts says. */
  readonly leftOut: readonly {
    readonly what: string;
    readonly why: string;
    readonly place?: SourcePosition;
  }[];
}

export interface ImportJson {
  readonly formatVersion: '1.0';
  readonly zones: readonly (Omit<ImportRow, 'zone'> & { readonly zone: string })[];
}

export function renderImport(rows: readonly ImportRow[], { color }: { readonly color: boolean }): string {
  const style = styles(color);
  const lines = rows.map(({ file, written, records }) =>
    written
      ? `${style.green('+')} ${safe(file)}  ${style.dim(counted(records, 'record'))}`
      : `${style.dim('=')} ${safe(file)}  ${style.dim('there already, kept as it is')}`,
  );
  const left = leftOutLines(rows, style);
  return [...lines, ...(left.length > 0 ? ['', ...left] : [])].map((line) => `${line}\n`).join('');
}

/** What is not in the files alone; nothing where all is. */
export function renderLeftOut(rows: readonly ImportRow[], { color }: { readonly color: boolean }): string {
  return leftOutLines(rows, styles(color))
    .map((line) => `${line}\n`)
    .join('');
}

function leftOutLines(rows: readonly ImportRow[], style: Styles): string[] {
  const left = rows.flatMap(({ zone, leftOut }) => leftOut.map((one) => ({ zone, ...one })));
  const lines: string[] = [];
  if (left.length > 0) lines.push(style.yellow('Not in the files, or not as it stood:'));
  for (const { zone, what, why, place } of left) {
    const at = place === undefined ? '' : `${safe(place.file)}:${place.line}:${place.column} `;
    lines.push(`  ${showDomain(zone)}: ${safe(what)}`, `    ${style.dim(at)}${safe(why)}`);
  }
  return lines;
}

export function importToJson(rows: readonly ImportRow[]): ImportJson {
  return {
    formatVersion: '1.0',
    zones: rows.map(({ zone, file, written, records, leftOut }) => ({
      zone: zone.slice(0, -1),
      file,
      written,
      records,
      leftOut: leftOut.map(({ what, why, place }) => ({
        what,
        why,
        ...(place === undefined ? {} : { place }),
      })),
    })),
  };
}
