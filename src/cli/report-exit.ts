/** The exit code that a report has earned. */
import type { ApplyReport, Outcome } from '../model/report.ts';
import { EXIT, type ExitCode } from './exit-code.ts';

/**
 * Done is what has been seen to be so: live read again and equal. Short of that it matters whether anything was, or
 * may have been, written; and a permission that was missing before the first write is a refusal.
 */
export function reportExit(report: ApplyReport): ExitCode {
  if (report.verification.status === 'equal') return EXIT.done;
  const outcomes = [...report.zones, ...report.steps].map(({ outcome }) => outcome);
  if (outcomes.some(hasWritten)) return EXIT.incomplete;
  const failed = outcomes.filter((outcome) => outcome.status === 'failed');
  return failed.length > 0 && failed.every(({ code }) => code === 'permission')
    ? EXIT.refused
    : EXIT.couldNot;
}

function hasWritten(outcome: Outcome): boolean {
  return (
    outcome.status === 'done' ||
    outcome.status === 'unknown' ||
    (outcome.status === 'failed' && outcome.wrote === true)
  );
}
