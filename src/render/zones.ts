/** The zones of the account and of the files, as a table and as JSON. */
import type { Fqdn } from '../model/name.ts';
import { counted } from './counted.ts';
import { showDomain } from './owner.ts';
import { safe } from './safe.ts';
import { styles } from './style.ts';
import { tableLines } from './table.ts';

export interface ZoneRow {
  /** Without the final dot. */
  readonly zone: string;
  /** How many records the service holds; absent where it has no such zone. */
  readonly records?: number;
  /** The zone's file; absent where it is not managed. */
  readonly file?: string;
  /** Present where the file says that the zone is not to be there. */
  readonly state?: 'absent';
}

export function renderZones(rows: readonly ZoneRow[], { color }: { readonly color: boolean }): string {
  const style = styles(color);
  const lines = tableLines([['ZONE', 'RECORDS', 'FILE'], ...rows.map(cellsOf)], (line, index) => {
    if (index === 0) return style.bold(line);
    return rows[index - 1]?.file === undefined ? style.dim(line) : line;
  });
  const managed = rows.filter(({ file }) => file !== undefined).length;
  return `${lines.join('\n')}\n\n${counted(rows.length, 'zone')}, ${managed} managed.\n`;
}

function cellsOf({ zone, records, file, state }: ZoneRow): string[] {
  return [
    showDomain(`${zone}.` as Fqdn),
    records === undefined ? (state === 'absent' ? 'absent' : 'not yet') : String(records),
    file === undefined ? 'not managed' : safe(file),
  ];
}

export interface ZonesJson {
  readonly formatVersion: '1.0';
  readonly zones: readonly (ZoneRow & { readonly managed: boolean })[];
}

export function zonesToJson(rows: readonly ZoneRow[]): ZonesJson {
  return {
    formatVersion: '1.0',
    zones: rows.map(({ zone, records, file, state }) => ({
      zone,
      ...(records === undefined ? {} : { records }),
      managed: file !== undefined,
      ...(file === undefined ? {} : { file }),
      ...(state === undefined ? {} : { state }),
    })),
  };
}
