/** `mode: drift`: whether live still is what the files say, kept in one issue that opens and closes by itself. */

import type { DriftReport } from '../../model/drift.ts';
import { isEmpty } from '../../model/plan.ts';
import { driftSentence, renderDrift, renderDriftMarkdown } from '../../render/drift.ts';
import { SUMMARY_BUDGET } from '../../render/plan-markdown.ts';
import { driftReport } from '../../review/drift.ts';
import { trackDrift } from '../drift-track.ts';
import { look } from '../look.ts';
import type { Result } from '../outputs.ts';
import type { Ended, Session } from '../session.ts';
import { planOutputs } from '../shown.ts';
import { unreadyFor } from '../unready.ts';
import { reasonToFail } from './plan.ts';

const RESULTS: Readonly<Record<DriftReport['outcome'], Result>> = {
  drift: 'changes',
  'in-sync': 'in-sync',
  // 'Could not look' is never 'no changes': the run fails, and the issue stays as it is.
  'could-not-check': 'error',
};

export async function drift(session: Session): Promise<Ended> {
  const { host, inputs, runUrl } = session;
  const unready = await unreadyFor(session);
  if (unready !== undefined) return unready;
  const looked = await look(session);
  const report = driftReport(looked.plan, looked.apiOrigin);
  host.stdout.write(renderDrift(report, { color: false, width: undefined, verbose: false }));
  const own = { ...(runUrl === undefined ? {} : { runUrl }), hash: report.fingerprint ?? '' };
  const outputs = await planOutputs(
    session,
    looked,
    renderDriftMarkdown(report, { ...own, budget: Infinity }),
  );
  const issue = inputs.issue === 'true' ? await trackDrift(session, report) : undefined;
  const reason = reasonToFail(looked.plan, inputs['fail-on']);
  if (reason === 'changes' && !isEmpty(looked.plan)) host.stderr.write(`${driftSentence(report)}\n`);
  return {
    result: RESULTS[report.outcome],
    ...(reason === undefined ? {} : { reason }),
    outputs: { ...outputs, ...(issue === undefined ? {} : { 'issue-number': String(issue) }) },
    summary: renderDriftMarkdown(report, { ...own, budget: SUMMARY_BUDGET }),
  };
}
