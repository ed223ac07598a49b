/** Puts back what was deleted to make room for an alias that the service then refused (dns-rules section 7, rule 2). */
import { isDnssyncError } from '../errors.ts';
import type { Change } from '../model/plan.ts';
import type { LiveRecord } from '../model/record.ts';
import type { Outcome } from '../model/report.ts';
import { createRecord } from './create-record.ts';
import { createCalls, type WriteContext } from './write-change.ts';

/** Whether a change has failed for good that others at its name made room for. */
export function leavesRoom(change: Change, outcome: Outcome): boolean {
  const isAlias =
    change.action === 'update' && change.reason === 'type-change' && change.after.type === 'CNAME';
  return isAlias && outcome.status === 'failed' && outcome.code === 'rejected';
}

/** Resolves with what the report is to say of the delete; it is not sent again. */
export async function putBack(record: LiveRecord, context: WriteContext): Promise<Outcome> {
  try {
    // A stop must not leave the name without it.
    await createRecord(record, createCalls({ ...context, writer: context.finisher }));
  } catch (error) {
    if (!isDnssyncError(error)) throw error;
    return {
      status: 'failed',
      code: 'rejected',
      wrote: true,
      message: `deleted for an alias that was refused, and could not be put back: ${error.message}`,
      hint: 'make it again at the vendor, or take the alias out of the file and run dnssync apply',
    };
  }
  return {
    status: 'failed',
    code: 'rejected',
    wrote: true,
    message: 'deleted, and put back: the alias that was to take its place was refused',
  };
}
