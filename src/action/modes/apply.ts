/** `mode: apply`: writes what was reviewed and nothing else, through the command line's own apply. */
import { basename, resolve } from 'node:path';
import { carryOut } from '../../cli/commands/apply.ts';
import { EXIT, type ExitCode } from '../../cli/exit-code.ts';
import { renderFailure } from '../../cli/failure.ts';
import { recentCommits } from '../../cli/git.ts';
import { isEmpty, type Plan } from '../../model/plan.ts';
import type { ApplyReport } from '../../model/report.ts';
import type { Refusal } from '../../model/review.ts';
import { counted } from '../../render/counted.ts';
import { codeSpan } from '../../render/markup.ts';
import { messageText } from '../../render/message.ts';
import { renderPlanMarkdown, SUMMARY_BUDGET } from '../../render/plan-markdown.ts';
import { refusalSentence, renderRefusalMarkdown, unreviewedLines } from '../../render/refusal.ts';
import { renderReportMarkdown } from '../../render/report-markdown.ts';
import { withoutDone } from '../../review/marker.ts';
import { operationsOf } from '../../review/operations.ts';
import { judgeReviewed } from '../../review/reviewed.ts';
import { planZones } from '../../sync.ts';
import { applyOptions } from '../apply-options.ts';
import { openFiles } from '../look.ts';
import type { FailureReason, Outputs, Result } from '../outputs.ts';
import { closeComment } from '../plan-comment.ts';
import { type Reviewed, reviewsOfCommits } from '../reviews.ts';
import type { Ended, Session } from '../session.ts';
import { planOutputs } from '../shown.ts';
import { unreadyFor } from '../unready.ts';

/** How far back a merge is looked for whose apply failed. */
const MOST_COMMITS = 50;

const MOST_NAMED = 20;

/** What came of it, noted while it goes on, so that it can be told however it ends. */
interface Course {
  plan?: Plan;
  apiOrigin: string;
  isForbidden?: true;
  folder?: string;
  /** What it broke off with. */
  broken?: string;
  report?: ApplyReport;
  refusal?: Refusal;
}

export async function apply(session: Session): Promise<Ended> {
  const { host, inputs } = session;
  const unready = await unreadyFor(session);
  if (unready !== undefined) return unready;
  const options = applyOptions(session);
  const { workspace, label } = await openFiles(session);
  const reviews = inputs.review === 'off' ? [] : await reviewsFor(session);
  const course: Course = { apiOrigin: '' };
  const exit = await carryOut(
    host,
    {
      command: 'apply',
      config: workspace.config,
      plan: async (reader) => label(await planZones(workspace, reader)),
      review: (plan, apiOrigin) => isReviewed(session, { plan, apiOrigin }, reviews, course),
      watch: {
        planned: (plan, apiOrigin) => Object.assign(course, { plan, apiOrigin }),
        forbidden: () => Object.assign(course, { isForbidden: true }),
        recorded: (folder) => Object.assign(course, { folder: resolve(folder) }),
        reported: (report) => Object.assign(course, { report }),
      },
      noted: {},
    },
    options,
  ).catch((error: unknown) => {
    // Once a run is recorded something may have been written, and is to be found there.
    if (course.folder === undefined) throw error;
    host.stderr.write(renderFailure(error, host));
    course.broken = error instanceof Error ? error.message : String(error);
    return EXIT.incomplete;
  });
  const ended = endOf(exit, course);
  return {
    ...ended,
    outputs: await outputsOf(session, course),
    summary: summaryOf(session, course),
    afterwards: () => closeComments(session, reviews, course, ended.result),
  };
}

/** Newest first: the commits of this push, then those before it on the branch. */
async function reviewsFor(session: Session): Promise<readonly Reviewed[]> {
  const { event, host } = session;
  const { GITHUB_REF_NAME: branch = '', GITHUB_SHA: sha = '' } = host.env;
  const pushed = event.kind === 'push' ? [...event.commits].reverse() : [sha];
  const shas = new Set(
    [...pushed, ...(await recentCommits(host, MOST_COMMITS))].filter((each) => each !== ''),
  );
  return reviewsOfCommits(session, [...shas], branch);
}

function isReviewed(
  { host, inputs }: Session,
  fresh: { readonly plan: Plan; readonly apiOrigin: string },
  reviews: readonly Reviewed[],
  course: Course,
): boolean {
  const expected = inputs['expect-plan'];
  if (inputs.review === 'off' && expected === '') return true;
  const verdict = judgeReviewed({ ...fresh, ...(expected === '' ? {} : { expected }) }, reviews);
  if (verdict.verdict !== 'refuse') return true;
  course.refusal = verdict;
  host.stderr.write(refusalLog(verdict));
  return false;
}

/** The plan above has shown all; here the log ends with what to do. */
function refusalLog(refusal: Refusal): string {
  const lines = unreviewedLines(refusal).slice(0, MOST_NAMED);
  const rest = refusal.unreviewed.length - lines.length;
  return [
    refusalSentence(refusal),
    ...lines.map((line) => `  ${line}`),
    ...(rest > 0 ? [`  … and ${rest} more`] : []),
    `To approve just this plan, run the workflow by hand with its hash: ${refusal.hash}`,
    '',
  ].join('\n');
}

function endOf(
  exit: ExitCode,
  { plan, report, refusal, isForbidden }: Course,
): { result: Result; reason?: FailureReason } {
  if (refusal !== undefined) return { result: 'refused', reason: refusal.reason };
  const isStopped = exit === EXIT.interrupted || exit === EXIT.terminated;
  switch (exit) {
    case EXIT.done:
      return { result: plan === undefined || isEmpty(plan) ? 'in-sync' : 'applied' };
    case EXIT.refused:
      return { result: 'refused', reason: isForbidden || hasForbidden(report) ? 'permission' : 'guard' };
    case EXIT.incomplete:
      return { result: 'partial', reason: 'partial-apply' };
    default:
      if (report !== undefined && hasBegun(report))
        return { result: 'partial', reason: isStopped ? 'stopped' : 'partial-apply' };
      return { result: 'error', reason: isStopped ? 'stopped' : 'api' };
  }
}

function hasForbidden(report: ApplyReport | undefined): boolean {
  return (
    report?.steps.some(({ outcome }) => outcome.status === 'failed' && outcome.code === 'permission') ?? false
  );
}

function hasBegun({ zones, steps }: ApplyReport): boolean {
  return [...zones, ...steps].some(({ outcome }) => outcome.status !== 'not-tried');
}

async function closeComments(
  session: Session,
  reviews: readonly Reviewed[],
  { plan, apiOrigin, report }: Course,
  result: Result,
): Promise<void> {
  // Refused before any write: what was reviewed still waits.
  if (plan === undefined || result === 'refused' || result === 'error') return;
  const open = reviews.filter(({ marker }) => marker.state !== 'applied');
  const run = session.runUrl === undefined ? '' : ` ([run](${session.runUrl}))`;
  const done = report?.steps.filter(({ outcome }) => outcome.status === 'done').length ?? 0;
  const total = report?.steps.length ?? 0;
  const isWhole = result === 'applied' || result === 'in-sync';
  if (!isWhole) {
    const outcome = `**Applied in part**${run}: ${done} of ${counted(total, 'change')} done. Run the workflow again: it does the rest.`;
    for (const { comment, marker } of open)
      await closeComment(session, comment, marker, { ...marker, state: 'failed' }, outcome);
    return;
  }
  const ops = operationsOf(plan, apiOrigin).map(({ digest }) => digest);
  for (const { comment, marker } of open) {
    // Jobs that share the zones have one review: each takes out of it what it has done.
    const left = isOfSomeZones(session) ? withoutDone(marker, ops) : { ...marker, ops: [] };
    const isLast = left.ops?.length === 0;
    if (!isLast && ops.length === 0) continue;
    const outcome = isLast
      ? `**Applied**${run}: live equals the files.`
      : `**Applied in part**${run}: other zones wait for the runs that have them.`;
    const state = isLast ? 'applied' : 'failed';
    await closeComment(session, comment, marker, { ...left, state }, outcome);
  }
}

function isOfSomeZones({ zones, inputs }: Session): boolean {
  return zones.length > 0 || inputs.shard !== '';
}

async function outputsOf(session: Session, { plan, apiOrigin, folder }: Course): Promise<Outputs> {
  if (plan === undefined) return {};
  const outputs = await planOutputs(
    session,
    { plan, apiOrigin },
    renderPlanMarkdown(plan, { budget: Infinity }),
  );
  return {
    ...outputs,
    ...(folder === undefined ? {} : { 'run-folder': folder }),
  };
}

/** The report, or the plan where nothing was written. */
function summaryOf({ runUrl }: Session, { plan, report, refusal, folder, broken }: Course): string {
  if (plan === undefined) return '';
  const own = { budget: SUMMARY_BUDGET, ...(runUrl === undefined ? {} : { runUrl }) };
  if (refusal !== undefined) return renderRefusalMarkdown(refusal, own);
  if (report === undefined) {
    const status =
      broken === undefined
        ? {}
        : {
            status: `**Broke off:** ${codeSpan(messageText(broken))} What was done stands in the run's record.`,
          };
    return renderPlanMarkdown(plan, { ...own, ...status });
  }
  // The folder as the artifact unpacks to.
  const undo = folder === undefined ? {} : { undo: `dnssync undo --from ${basename(folder)}` };
  return renderReportMarkdown(report, { ...own, ...undo });
}
