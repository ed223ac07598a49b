/** Finds the run that a person means: by its name, by the beginning of it, the last one, or a copy somewhere else. */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DnssyncError } from '../errors.ts';
import { readPlanFile } from '../load/plan-file.ts';
import { readReportFile } from '../load/report-file.ts';
import type { ApplyReport } from '../model/report.ts';
import type { SavedPlan } from '../model/saved-plan.ts';
import { safe } from '../render/safe.ts';
import { type KeptRun, listRuns, readRun, runPath } from '../runs/disk/run-list.ts';
import { whatHappened } from '../runs/happened.ts';
import { RUN_FILES } from '../runs/run.ts';

/** A run with its plan, and what it came to as far as that can be told. */
export interface ToldRun extends KeptRun {
  readonly plan: SavedPlan | undefined;
  readonly report: ApplyReport | undefined;
  readonly wasCutOff: boolean;
}

/** @param name the run's name or the beginning of it; the last run that wrote where absent */
export async function findRun(base: string, name: string | undefined): Promise<ToldRun> {
  const ids = await listRuns(base);
  if (name !== undefined) {
    const found = ids.filter((id) => id.startsWith(name));
    const [id] = found;
    if (id !== undefined && found.length === 1) return tell(await readRun(runPath(base, id), id));
    const what = found.length > 1 ? `${found.length} runs begin with` : 'there is no run';
    throw new DnssyncError(`${what} ${safe(name)}`, {
      code: 'usage',
      hint:
        ids.length === 0 ? 'no run is kept here' : `the last one is ${ids.at(-1)}; dnssync runs lists all`,
    });
  }
  for (const id of ids.toReversed()) {
    const run = await readRun(runPath(base, id), id);
    if (run.head?.command !== 'snapshot') return tell(run);
  }
  const hint = 'runs are kept in .dnssync beside dnssync.yaml; one from elsewhere is named with --from';
  throw new DnssyncError('no run is kept here', { code: 'usage', hint });
}

/** A copy of a run's folder; undefined where the path is none. */
export async function openRunCopy(path: string): Promise<ToldRun | undefined> {
  return existsSync(join(path, RUN_FILES.head)) ? tell(await readRun(path, basename(path))) : undefined;
}

export function tell(run: KeptRun): ToldRun {
  const plan = run.planText === undefined ? undefined : readPlanFile(run.planText).plan;
  const report = run.reportText === undefined ? undefined : readReportFile(run.reportText);
  const happened = report ?? (plan === undefined ? undefined : whatHappened(plan, run.journal));
  return {
    ...run,
    plan,
    report: happened,
    wasCutOff: report === undefined && run.head?.command !== 'snapshot',
  };
}
