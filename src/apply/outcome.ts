/** Says in the report's words how a call ended that failed. */
import type { DnssyncError } from '../errors.ts';
import type { Outcome } from '../model/report.ts';

export function outcomeOf(error: DnssyncError): Exclude<Outcome, { status: 'done' }> {
  if (error.outcome === 'unknown') return { status: 'unknown', message: error.message };
  if (error.code === 'stopped') return { status: 'not-tried', reason: error.message };
  return {
    status: 'failed',
    code: error.code,
    message: error.message,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  };
}
