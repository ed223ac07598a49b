/** `dnssync runs`: the runs that are kept, or what became of one of them. */
import { DnssyncError } from '../../errors.ts';
import { renderReport, reportToJson } from '../../render/report.ts';
import { type RunEnd, type RunRow, renderDone, renderRuns, runsToJson } from '../../render/runs.ts';
import { safe, safeJson } from '../../render/safe.ts';
import { listRuns, readRun, runPath } from '../../runs/disk/run-list.ts';
import { wantsColor } from '../color.ts';
import type { CommonOptions } from '../common-options.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Host } from '../host.ts';
import { findRun, openRunCopy, type ToldRun, tell } from '../kept-run.ts';
import { baseFolder } from '../run-record.ts';

export interface RunsOptions extends CommonOptions {
  readonly format: 'text' | 'json';
  readonly config?: string;
  readonly from?: string;
}

export async function runs(host: Host, options: RunsOptions): Promise<ExitCode> {
  const base = baseFolder(options);
  const rows: RunRow[] = [];
  for (const id of (await listRuns(base)).toReversed()) {
    rows.push(rowOf(tell(await readRun(runPath(base, id), id))));
  }
  const color = wantsColor(options.color, host.stdout, host.env);
  host.stdout.write(
    options.format === 'json' ? `${safeJson(runsToJson(rows))}\n` : renderRuns(rows, { color }),
  );
  return EXIT.done;
}

/** @param name the run; the last one that wrote where absent */
export async function showRun(host: Host, name: string | undefined, options: RunsOptions): Promise<ExitCode> {
  const run =
    options.from === undefined ? await findRun(baseFolder(options), name) : await openRunCopy(options.from);
  if (run === undefined) throw new DnssyncError(`${safe(options.from ?? '')} is no run`, { code: 'usage' });
  const row = rowOf(run);
  const { report } = run;
  if (options.format === 'json') {
    const json = {
      ...runsToJson([row]).runs[0],
      ...(report === undefined ? {} : { report: reportToJson(report) }),
    };
    host.stdout.write(`${safeJson(json)}\n`);
    return EXIT.done;
  }
  const color = wantsColor(options.color, host.stdout, host.env);
  const { head } = run;
  const what = head === undefined ? '' : `, ${safe(head.command)} at ${safe(head.apiOrigin)}`;
  const back = head?.backTo === undefined ? '' : `, back to ${safe(head.backTo)}`;
  host.stdout.write(`${safe(run.id)}${what}${back}: ${row.end}\n${safe(run.path)}\n`);
  const goal = head?.command === 'undo' ? 'what was to be put back' : 'the files';
  if (report === undefined) return EXIT.done;
  const done = renderDone(report, { color, every: options.verbose === true });
  host.stdout.write(`${done === '' ? '' : `\n${done}`}\n${renderReport(report, { color, goal })}`);
  return EXIT.done;
}

function rowOf(run: ToldRun): RunRow {
  const { id, head } = run;
  return {
    id,
    ...(head === undefined
      ? {}
      : { command: head.command, startedAt: head.startedAt, zones: head.zones, changes: head.changes }),
    end: endOf(run),
  };
}

function endOf({ head, wasCutOff, report }: ToldRun): RunEnd {
  if (head === undefined) return 'unreadable';
  if (head.command === 'snapshot') return 'taken';
  if (wasCutOff) return 'cut off';
  return report?.verification.status === 'equal' ? 'done' : 'incomplete';
}
