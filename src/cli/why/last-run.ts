/** The last run of those that are kept that had a change at a name. */

import type { Fqdn } from '../../model/name.ts';
import { type Change, subjectOf } from '../../model/plan.ts';
import type { TouchingRun } from '../../model/why.ts';
import { listRuns, readRun, runPath } from '../../runs/disk/run-list.ts';
import { tell } from '../kept-run.ts';

/** A run that a file of it keeps from being read is passed over: `dnssync runs` tells of it. */
export async function lastRunAt(base: string, name: Fqdn): Promise<TouchingRun | undefined> {
  for (const id of (await listRuns(base)).toReversed()) {
    const { head, report, path } = tell(await readRun(runPath(base, id), id));
    if (head === undefined || report === undefined) continue;
    const steps = report.steps.filter(
      ({ change, outcome }) => isAt(change, name) && outcome.status !== 'not-tried',
    );
    if (steps.length > 0) return { id, path, command: head.command, startedAt: head.startedAt, steps };
  }
  return undefined;
}

function isAt(change: Change, name: Fqdn): boolean {
  return subjectOf(change).name === name;
}
