/** The runs that are kept, as a table and as JSON. */
import type { ApplyReport, Outcome } from '../model/report.ts';
import { changeText } from './change-text.ts';
import { counted } from './counted.ts';
import { showDomain } from './owner.ts';
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

/** How many changes are named where not all are asked for. */
const MOST_NAMED = 20;

/** What a run has done, change by change; '' where nothing. */
export function renderDone(
  { zones, steps }: ApplyReport,
  { color, every }: { readonly color: boolean; readonly every: boolean },
): string {
  const style = styles(color);
  const isDone = ({ outcome }: { readonly outcome: Outcome }): boolean => outcome.status === 'done';
  const lines = [
    ...zones.filter(isDone).map(({ zone }) => `${style.green('+')} zone ${showDomain(zone)}`),
    ...steps.filter(isDone).map(({ change }) => changeText(change, style)),
  ];
  if (lines.length === 0) return '';
  const shown = every ? lines : lines.slice(0, MOST_NAMED);
  const rest = lines.length - shown.length;
  return [
    style.bold(`What it did (${lines.length})`),
    ...shown.map((line) => `  ${line}`),
    ...(rest > 0 ? [`  … and ${rest} more; -v shows all`] : []),
    '',
  ].join('\n');
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
