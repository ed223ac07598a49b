/** Creates one record exactly once, also where the answer to a create is lost. */
import { type DnssyncError, isDnssyncError } from '../errors.ts';
import type { WrittenRecord } from '../model/provider.ts';
import { type DnsRecord, identityOf, type LiveRecord } from '../model/record.ts';
import type { LiveZone } from '../model/zone.ts';

export interface CreateCalls {
  create(record: DnsRecord): Promise<WrittenRecord>;
  /** The zone as it stands after every write that was begun before. */
  look(): Promise<LiveZone>;
  /** Seconds. */
  sleep(seconds: number): Promise<void>;
}

export type Created =
  | { readonly how: 'answered'; readonly record: WrittenRecord }
  /** The answer was lost, or the service called it a duplicate, and the record is there. */
  | { readonly how: 'found'; readonly record: LiveRecord };

/** Sends of one record that end without any answer before it is left to the next pass. */
const MOST_SENDS = 4;
/** A request that timed out, here or at a gateway, may still be worked on; this is how long it is given to land (seconds). */
export const SETTLE_SECONDS = 5;

/**
 * The API has no idempotency key, and a reset before the work looks like a reset after it; so a create without an
 * answer is looked up before it is sent again (reliability section 3.2). Whatever is found under the record's identity
 * is this record: the planner creates only what live did not hold, but for the copies that it names.
 *
 * Rejects with the service's own refusal, or with `outcome: 'unknown'` where the zone could not be read either.
 */
export async function createRecord(
  record: DnsRecord,
  calls: CreateCalls,
  copyOf: readonly string[] = [],
): Promise<Created> {
  for (let send = 1; ; send++) {
    try {
      return { how: 'answered', record: await calls.create(record) };
    } catch (error) {
      if (!isDnssyncError(error) || !mayStand(error)) throw error;
      // Where the zone cannot be read either, the first error is the one that tells what is known of the record.
      const found = await lookFor(record, error, calls, copyOf).catch(() => {
        throw error;
      });
      if (found !== undefined) return { how: 'found', record: found };
      if (error.outcome !== 'unknown' || send === MOST_SENDS) throw error;
    }
  }
}

/** Whether the record may be there although the create failed: the answer was lost, or it says that the record exists. */
function mayStand(error: DnssyncError): boolean {
  return error.outcome === 'unknown' || error.code === 'rejected';
}

/** 504: the gateway gave up waiting, the service behind it need not have (RFC 9110 §15.6.5). */
export function mayBeLate(error: DnssyncError): boolean {
  return error.code === 'timeout' || error.status === 504;
}

async function lookFor(
  record: DnsRecord,
  error: DnssyncError,
  calls: CreateCalls,
  copyOf: readonly string[],
): Promise<LiveRecord | undefined> {
  // Two CNAMEs at one name make BIND refuse the whole zone, so a late one is waited for twice as long.
  const looks = mayBeLate(error) && record.type === 'CNAME' ? 2 : 1;
  for (let look = 1; look <= looks; look++) {
    if (mayBeLate(error)) await calls.sleep(SETTLE_SECONDS);
    const zone = await calls.look();
    const found = zone.records.find(
      (live) => identityOf(live) === identityOf(record) && !copyOf.includes(live.id),
    );
    if (found !== undefined) return found;
  }
  return undefined;
}
