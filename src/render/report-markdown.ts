/** What an apply did, as Markdown: what went wrong first, then what was done, as much of it as fits. */
import type { ApplyReport, Outcome, Verification } from '../model/report.ts';
import { changeText } from './change-text.ts';
import { fitting } from './fitting.ts';
import { footLines, type MarkdownFoot } from './markdown-foot.ts';
import { codeSpan } from './markup.ts';
import { messageText } from './message.ts';
import { showDomain } from './owner.ts';
import { styles } from './style.ts';

export interface ReportMarkdownOptions extends MarkdownFoot {
  /** The most octets that the text may have. */
  readonly budget: number;
  /** How to take it back, as a command line. */
  readonly undo?: string;
  /** What live was to equal: `the files` where absent. */
  readonly goal?: string;
}

const WORDS = { failed: 'failed', unknown: 'unknown', 'not-tried': 'not tried', done: 'done' } as const;
/** In the order in which they are read. */
const STATUSES = ['failed', 'unknown', 'not-tried', 'done'] as const;

interface Result {
  readonly outcome: Outcome;
  readonly what: string;
}

/** Ends in a line feed. */
export function renderReportMarkdown(report: ApplyReport, options: ReportMarkdownOptions): string {
  const results = resultsOf(report);
  const text = (shown: number): string => pageText(report, results, options, shown);
  return fitting(options.budget, [() => text(results.length)], { most: results.length, text });
}

/** `5 done, 1 failed, 2 not tried`. */
function reportTotals(results: readonly Result[]): string {
  const parts = STATUSES.toReversed()
    .map((status) => ({ status, count: results.filter(({ outcome }) => outcome.status === status).length }))
    .filter(({ status, count }) => count > 0 || status === 'done')
    .map(({ status, count }) => `${count} ${WORDS[status]}`);
  return parts.join(', ');
}

function resultsOf({ zones, steps }: ApplyReport): Result[] {
  const all = [
    ...zones.map(({ zone, action, outcome }) => ({
      outcome,
      what: `${action === 'create' ? '+' : '-'} zone ${showDomain(zone)}`,
    })),
    ...steps.map(({ change, outcome }) => ({ outcome, what: changeText(change, styles(false)) })),
  ];
  return STATUSES.flatMap((status) => all.filter(({ outcome }) => outcome.status === status));
}

function pageText(
  { verification, stopped }: ApplyReport,
  results: readonly Result[],
  options: ReportMarkdownOptions,
  shown: number,
): string {
  const { undo, goal = 'the files' } = options;
  const rows = results
    .slice(0, shown)
    .map(({ outcome, what }) => `| ${WORDS[outcome.status]} | ${codeSpan(what)} | ${noteOf(outcome)} |`);
  return [
    `### DNS apply: ${reportTotals(results)}`,
    '',
    ...(stopped === undefined ? [] : [`**Stopped:** ${codeSpan(messageText(stopped))}`, '']),
    verificationLine(verification, goal),
    '',
    ...(rows.length === 0 ? [] : ['| outcome | change | note |', '| --- | --- | --- |', ...rows, '']),
    ...(rows.length < results.length ? [`Showing ${rows.length} of ${results.length} changes.`, ''] : []),
    ...(undo === undefined ? [] : [`To take it back: ${codeSpan(undo)}`, '']),
    ...footLines(options),
    '',
  ].join('\n');
}

function noteOf(outcome: Outcome): string {
  switch (outcome.status) {
    case 'done':
      return outcome.note === undefined ? '' : codeSpan(messageText(outcome.note));
    case 'not-tried':
      return codeSpan(messageText(outcome.reason));
    default:
      return codeSpan(messageText(outcome.message));
  }
}

function verificationLine(verification: Verification, goal: string): string {
  switch (verification.status) {
    case 'equal':
      return `Verified: live equals ${goal}.`;
    case 'unread':
      return `**Not verified:** live could not be read again: ${codeSpan(messageText(verification.message))}`;
    case 'different':
      return `**Not verified:** live still differs from ${goal}: ${codeSpan(messageText(verification.message))}`;
  }
}
