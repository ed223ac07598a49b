/** The runs that are kept, as a table and as JSON. */
import { counted } from './counted.ts';
import { safe } from './safe.ts';
import { styles } from './style.ts';
import { tableLines } from './table.ts';

export type RunEnd = 'done' | 'incomplete' | 'cut off' | 'taken' | 'unreadable';

export interface RunRow {
  readonly id: string;
  /** Absent where the folder does not say. */
  readonly command?: string;
  readonly startedAt?: string;
  readonly zones?: number;
  readonly changes?: number;
  /** `taken` is a snapshot. */
  readonly end: RunEnd;
}

export function renderRuns(rows: readonly RunRow[], { color }: { readonly color: boolean }): string {
  if (rows.length === 0) return 'No run is kept here.\n';
  const style = styles(color);
  const lines = tableLines(
    [['RUN', 'COMMAND', 'ZONES', 'CHANGES', 'ENDED'], ...rows.map(cellsOf)],
    (line, index) => {
      if (index === 0) return style.bold(line);
      const end = rows[index - 1]?.end;
      return end === 'done' || end === 'taken' ? line : style.yellow(line);
    },
  );
  return `${lines.join('\n')}\n\n${counted(rows.length, 'run')}.\n`;
}

function cellsOf({ id, command, zones, changes, end }: RunRow): string[] {
  return [
    safe(id),
    safe(command ?? '?'),
    zones === undefined ? '?' : String(zones),
    end === 'taken' ? '' : changes === undefined ? '?' : String(changes),
    end,
  ];
}

export function runsToJson(rows: readonly RunRow[]): {
  readonly formatVersion: '1.0';
  readonly runs: readonly RunRow[];
} {
  return {
    formatVersion: '1.0',
    runs: rows.map(({ id, command, startedAt, zones, changes, end }) => ({
      id,
      ...(command === undefined ? {} : { command }),
      ...(startedAt === undefined ? {} : { startedAt }),
      ...(zones === undefined ? {} : { zones }),
      ...(changes === undefined ? {} : { changes }),
      end,
    })),
  };
}
