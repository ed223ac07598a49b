/** Creates one zone exactly once, also where the answer to its create is lost. */
import { type DnssyncError, isDnssyncError } from '../errors.ts';
import type { Fqdn } from '../model/name.ts';
import type { ZoneReader, ZoneWriter } from '../model/provider.ts';
import type { Outcome } from '../model/report.ts';
import type { ZoneSummary } from '../model/zone.ts';
import { mayBeLate, SETTLE_SECONDS } from './create-record.ts';
import { outcomeOf } from './outcome.ts';

export interface ZoneCreated {
  readonly outcome: Outcome;
  readonly id?: string;
  readonly error?: DnssyncError;
}

interface ZoneCalls {
  readonly writer: Pick<ZoneWriter, 'createZone'>;
  readonly reader: ZoneReader;
  /** Seconds. */
  readonly sleep: (seconds: number) => Promise<void>;
}

const MOST_SENDS = 4;

/**
 * Resolves with the outcome and, where the zone stands, its id. A create without an answer is looked up in the list
 * before it is sent again; a zone found there is ours only while it is bare, since the plan was made for none.
 */
export async function createZone(name: Fqdn, calls: ZoneCalls): Promise<ZoneCreated> {
  try {
    let lost: DnssyncError | undefined;
    for (let send = 1; ; send++) {
      try {
        const { id } = await calls.writer.createZone(name);
        return { outcome: { status: 'done' }, id };
      } catch (error) {
        if (!isDnssyncError(error)) throw error;
        // A name that is taken once an answer was lost may have been taken by the create that lost it.
        const isTaken = lost !== undefined && error.code === 'rejected';
        if (error.outcome !== 'unknown' && !isTaken) throw error;
        lost ??= error;
        if (mayBeLate(error)) await calls.sleep(SETTLE_SECONDS);
        const found = await lookFor(name, lost, calls);
        if (found?.isBare) {
          return {
            outcome: { status: 'done', note: 'found in the list after its answer was lost' },
            id: found.zone.id,
          };
        }
        if (found !== undefined || isTaken || send === MOST_SENDS) throw lost;
      }
    }
  } catch (error) {
    if (!isDnssyncError(error)) throw error;
    return { outcome: outcomeOf(error), error };
  }
}

/** Rejects with `lost` where the service cannot be asked either: that tells what is known of the zone. */
async function lookFor(
  name: Fqdn,
  lost: DnssyncError,
  { reader }: ZoneCalls,
): Promise<{ readonly zone: ZoneSummary; readonly isBare: boolean } | undefined> {
  try {
    const zone = (await reader.listZones()).find((listed) => listed.name === name);
    return zone && { zone, isBare: zone.recordCount === 0 || (await holdsServiceRecordsOnly(zone, reader)) };
  } catch (error) {
    throw isDnssyncError(error) ? lost : error;
  }
}

/** A service may put the name servers and the SOA of its own into every new zone. */
async function holdsServiceRecordsOnly(zone: ZoneSummary, reader: ZoneReader): Promise<boolean> {
  const { records, unmanaged } = await reader.readZone(zone);
  return [...records, ...unmanaged].every(
    ({ type, name }) => name === zone.name && (type === 'NS' || type === 'SOA'),
  );
}
