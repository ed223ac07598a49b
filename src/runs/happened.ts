/** What became of a run that was cut off before its report, as far as its plan and its journal tell. */
import type { Change } from '../model/plan.ts';
import { identityOf } from '../model/record.ts';
import type { ApplyReport, Outcome } from '../model/report.ts';
import type { SavedPlan } from '../model/saved-plan.ts';
import { domainOf } from '../model/zone.ts';
import type { JournalEntry, JournalReading } from './journal.ts';

export function whatHappened(plan: SavedPlan, { entries, gap }: JournalReading): ApplyReport {
  const created = new Map<string, JournalEntry[]>();
  const touched = new Map<string, JournalEntry[]>();
  for (const entry of entries) {
    if (entry.call === 'create') push(created, goalOf(entry.zone, entry.record), entry);
    if (entry.call === 'update' || entry.call === 'delete') push(touched, entry.id, entry);
  }
  // A record may be made twice: what is done counts for one of them only.
  for (const calls of created.values()) calls.sort((a, b) => Number(isDone(a)) - Number(isDone(b)));
  const steps = plan.steps.map(({ change }) => {
    const zone = domainOf(change.zone);
    if (change.action === 'create') {
      return { change, outcome: outcomeOf(created.get(goalOf(zone, change.after))?.pop(), gap) };
    }
    const own = touched.get(change.before.id) ?? [];
    const removal = own.findLast(({ call }) => call === 'delete');
    if (change.action === 'delete') return { change, outcome: outcomeOf(removal, gap) };
    if (removal === undefined) return { change, outcome: outcomeOf(own.find(isDone) ?? own.at(-1), gap) };
    // A change of type may go by delete and create: then the old record is gone, and the new one perhaps not made.
    const second = created.get(goalOf(zone, change.after))?.pop();
    return { change, outcome: second === undefined ? halfDone(removal, gap) : outcomeOf(second, gap) };
  });
  return {
    zones: plan.zones.flatMap(({ name, action }) => {
      if (action === undefined) return [];
      const zone = domainOf(name);
      const calls = entries.filter((entry) => entry.call === `${action}-zone` && entry.zone === zone);
      return [{ zone: name, action, outcome: outcomeOf(calls.find(isDone) ?? calls.at(-1), gap) }];
    }),
    steps,
    verification: { status: 'unread', message: 'the run was cut off before that' },
    stopped: `the process ended without a report${gap === undefined ? '' : `, and its journal is ${gap}`}`,
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

function isDone({ result }: JournalEntry): boolean {
  return result.state === 'done';
}

function outcomeOf(call: JournalEntry | undefined, gap: JournalReading['gap']): Outcome {
  const result = call?.result;
  switch (result?.state) {
    case undefined:
      return gap === undefined
        ? { status: 'not-tried', reason: 'the journal tells of no call for it' }
        : { status: 'unknown', message: `the journal is ${gap}, and tells nothing of it` };
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

function halfDone(removal: JournalEntry, gap: JournalReading['gap']): Outcome {
  const outcome = outcomeOf(removal, gap);
  if (outcome.status !== 'done') return outcome;
  if (gap !== undefined) {
    return { status: 'unknown', message: `the old record was deleted, and the journal is ${gap} after that` };
  }
  const message = 'the old record was deleted, and the run was cut off before the new one was made';
  return { status: 'failed', code: 'stopped', message, wrote: true, hint: 'run dnssync apply again' };
}
