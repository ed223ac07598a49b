/** What became of a run that was cut off before its report, as far as its plan and its journal tell. */
import type { Change } from '../model/plan.ts';
import { identityOf } from '../model/record.ts';
import type { ApplyReport, Outcome } from '../model/report.ts';
import type { SavedPlan } from '../model/saved-plan.ts';
import { domainOf } from '../model/zone.ts';
import type { JournalEntry } from './journal.ts';

export function whatHappened(plan: SavedPlan, journal: readonly JournalEntry[]): ApplyReport {
  const made = new Map<string, JournalEntry[]>();
  const touched = new Map<string, JournalEntry[]>();
  for (const entry of journal) {
    if (entry.call === 'create' || entry.call === 'update')
      push(made, goalOf(entry.zone, entry.record), entry);
    if (entry.call === 'update' || entry.call === 'delete') push(touched, entry.id, entry);
  }
  const steps = plan.steps.map(({ change }) => {
    const zone = domainOf(change.zone);
    const own = change.action === 'create' ? [] : (touched.get(change.before.id) ?? []);
    if (change.action === 'delete') return { change, outcome: outcomeOf(own) };
    const reached = made.get(goalOf(zone, change.after));
    // A change of type may go by delete and create: then the old record is gone, and the new one not made.
    const outcome = reached === undefined && own.length > 0 ? halfDone(own) : outcomeOf(reached ?? []);
    return { change, outcome };
  });
  return {
    zones: plan.zones.flatMap(({ name, action }) => {
      if (action === undefined) return [];
      const zone = domainOf(name);
      const calls = journal.filter((entry) => entry.call === `${action}-zone` && entry.zone === zone);
      return [{ zone: name, action, outcome: outcomeOf(calls) }];
    }),
    steps,
    verification: { status: 'unread', message: 'the run was cut off before that' },
    stopped: 'the process ended without a report',
  };
}

function push(map: Map<string, JournalEntry[]>, key: string, entry: JournalEntry): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [entry]);
  else list.push(entry);
}

function goalOf(zone: string, record: Extract<Change, { action: 'create' }>['after']): string {
  return `${zone} ${identityOf(record)} ${record.ttl}`;
}

/** By the last call that tells: a repeat comes after what it repeats. */
function outcomeOf(calls: readonly JournalEntry[]): Outcome {
  const result = (calls.find((entry) => entry.result.state === 'done') ?? calls.at(-1))?.result;
  switch (result?.state) {
    case undefined:
      return { status: 'not-tried', reason: 'the run was cut off before it' };
    case 'done':
      return { status: 'done' };
    case 'failed':
      return { status: 'failed', code: result.code, message: result.message };
    case 'unknown':
      return { status: 'unknown', message: result.message };
    case 'intent':
      return { status: 'unknown', message: 'the run was cut off while it waited for the answer' };
  }
}

function halfDone(own: readonly JournalEntry[]): Outcome {
  const outcome = outcomeOf(own);
  if (outcome.status !== 'done') return outcome;
  const message = 'the old record was deleted, and the run was cut off before the new one was made';
  return { status: 'failed', code: 'stopped', message, wrote: true, hint: 'run dnssync apply again' };
}
