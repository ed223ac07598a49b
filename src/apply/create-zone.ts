/** Creates one zone exactly once, also where the answer to its create is lost. */
import { type DnssyncError, isDnssyncError } from '../errors.ts';
import type { Fqdn } from '../model/name.ts';
import type { ZoneReader, ZoneWriter } from '../model/provider.ts';
import type { Outcome } from '../model/report.ts';
import { outcomeOf } from './outcome.ts';

export interface ZoneCreated {
  readonly outcome: Outcome;
  readonly id?: string;
  readonly error?: DnssyncError;
}

const MOST_SENDS = 4;

/**
 * Resolves with the outcome and, where the zone stands, its id. A create without an answer is looked up in the list
 * before it is sent again; a zone found there is ours only while it holds no records, since the plan was made for none.
 */
export async function createZone(
  name: Fqdn,
  deps: { readonly writer: ZoneWriter; readonly reader: ZoneReader },
): Promise<ZoneCreated> {
  try {
    for (let send = 1; ; send++) {
      try {
        const { id } = await deps.writer.createZone(name);
        return { outcome: { status: 'done' }, id };
      } catch (error) {
        if (!isDnssyncError(error) || error.outcome !== 'unknown') throw error;
        const found = (await deps.reader.listZones()).find((zone) => zone.name === name);
        if (found !== undefined && found.recordCount === 0) {
          return {
            outcome: { status: 'done', note: 'found in the list after its answer was lost' },
            id: found.id,
          };
        }
        if (found !== undefined || send === MOST_SENDS) throw error;
      }
    }
  } catch (error) {
    if (!isDnssyncError(error)) throw error;
    return { outcome: outcomeOf(error), error };
  }
}
