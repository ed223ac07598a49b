/** Carries out one change of a plan and says in the report's words what became of it. */
import { type DnssyncError, isDnssyncError } from '../errors.ts';
import type { Change } from '../model/plan.ts';
import type { WrittenRecord, ZoneWriter } from '../model/provider.ts';
import { type DnsRecord, identityOf } from '../model/record.ts';
import type { Outcome } from '../model/report.ts';
import type { ZoneSummary } from '../model/zone.ts';
import { type CreateCalls, createRecord } from './create-record.ts';
import { outcomeOf } from './outcome.ts';
import type { ZoneDesk } from './zone-desk.ts';

export interface WriteContext {
  readonly zone: Pick<ZoneSummary, 'id' | 'name'>;
  readonly writer: ZoneWriter;
  /** The same writer, but not held back by a stop: for a call whose counterpart has been made already. */
  readonly finisher: ZoneWriter;
  readonly desk: ZoneDesk;
  readonly sleep: (seconds: number) => Promise<void>;
}

/** What one change came to; `error` is kept for the run to judge whether going on makes sense. */
export interface ChangeOutcome {
  readonly outcome: Outcome;
  readonly error?: DnssyncError;
}

/** Resolves with the outcome; rejects on bugs only. */
export async function writeChange(change: Change, context: WriteContext): Promise<ChangeOutcome> {
  try {
    return { outcome: await write(change, context) };
  } catch (error) {
    if (!isDnssyncError(error)) throw error;
    return { outcome: outcomeOf(error), error };
  }
}

async function write(change: Change, context: WriteContext): Promise<Outcome> {
  const { zone, writer, desk } = context;
  switch (change.action) {
    case 'create':
      return create(change.after, context, change.copyOf);
    case 'delete':
      return remove(change.before.id, context);
    case 'update':
      try {
        const written = await desk.write(() => writer.updateRecord(zone, change.before.id, change.after));
        return stored(change.after, written);
      } catch (error) {
        if (change.reason !== 'type-change' || !mayMeanType(error)) throw error;
        return swap(change, context);
      }
  }
}

/** A read may lag behind the deletion that somebody else has just made (seconds). */
const GONE_WAITS = [0, 2];

/**
 * A record that the service does not find is gone only if the zone says so too: what stands on it being gone, such as
 * a CNAME at the same name, may follow (reliability fault 12).
 */
async function remove(id: string, { zone, writer, desk, sleep }: WriteContext): Promise<Outcome> {
  try {
    await desk.write(() => writer.deleteRecord(zone, id));
    return { status: 'done' };
  } catch (error) {
    if (!isDnssyncError(error) || error.code !== 'not-found') throw error;
    for (const wait of GONE_WAITS) {
      await sleep(wait);
      const { records } = await desk.look().catch(() => {
        throw error;
      });
      if (!records.some((record) => record.id === id)) return { status: 'done', note: 'was gone already' };
    }
    throw error;
  }
}

/**
 * Whether a refused update may be one of the new type. The value says nothing: it may have been judged by the old type.
 * What is said of the ttl or the name would be said of a create too, and the name must not go without an answer for it.
 */
function mayMeanType(error: unknown): boolean {
  if (!isDnssyncError(error) || error.code !== 'rejected') return false;
  return error.field !== 'ttl' && error.field !== 'name';
}

async function create(
  record: DnsRecord,
  context: WriteContext,
  copyOf?: readonly string[],
): Promise<Outcome> {
  const created = await createRecord(record, createCalls(context), copyOf);
  return created.how === 'found'
    ? { status: 'done', note: 'found in the zone after its answer was lost' }
    : stored(record, created.record);
}

/**
 * The way round a service that does not change the type of a record: delete and create back to back, and the old
 * record put back where the new one cannot be made (dns-rules section 7, rule 2).
 */
async function swap(change: Extract<Change, { action: 'update' }>, given: WriteContext): Promise<Outcome> {
  await remove(change.before.id, given);
  // From here on a stop must not leave the name empty.
  const context = { ...given, writer: given.finisher };
  try {
    const outcome = await create(change.after, context);
    return outcome.status === 'done'
      ? { ...outcome, note: 'by delete and create: the service changes no types' }
      : outcome;
  } catch (error) {
    if (!isDnssyncError(error) || error.outcome === 'unknown') throw error;
    try {
      await createRecord(change.before, createCalls(context));
    } catch (second) {
      if (!isDnssyncError(second)) throw second;
      const { type, value } = change.before;
      const message = `${error.message}; and the old ${type} ${value} could not be put back: ${second.message}`;
      return {
        status: 'failed',
        code: second.code,
        wrote: true,
        message,
        hint: 'run dnssync apply again: the name has no answer now',
      };
    }
    return {
      status: 'failed',
      code: error.code,
      message: `${error.message}; the old record was put back`,
      wrote: true,
    };
  }
}

/** The calls of {@link createRecord}, by the writer of a context. */
export function createCalls({ zone, writer, desk, sleep }: WriteContext): CreateCalls {
  return {
    create: (record) => desk.write(() => writer.createRecord(zone, record)),
    look: () => desk.look(),
    sleep,
  };
}

/**
 * Holds the service's answer against what was sent (dns-rules section 2, read-back rule): where it stored something
 * else, every later plan would show a difference, so it is said now. An unreadable answer is judged by the re-read.
 */
function stored(sent: DnsRecord, written: WrittenRecord): Outcome {
  if (written === undefined) return { status: 'done' };
  if (identityOf(written) !== identityOf(sent)) {
    return storedOtherwise(`the service stored '${identityOf(written)}' for '${identityOf(sent)}'`);
  }
  if (written.ttl !== sent.ttl) {
    return storedOtherwise(`the service stored ttl ${written.ttl} for ttl ${sent.ttl}`);
  }
  return { status: 'done' };
}

function storedOtherwise(message: string): Outcome {
  const hint = 'write in the file what the service stores, or ask the vendor';
  return { status: 'failed', code: 'stored-otherwise', wrote: true, message, hint };
}
