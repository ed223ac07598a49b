/** Zones of the account, named by patterns and read whole. */
import { DnssyncError } from '../errors.ts';
import type { LiveZone, ZoneSummary } from '../model/zone.ts';
import { selectZones } from '../plan/zone-filter.ts';
import type { Connection } from '../provider/connect.ts';
import { safe } from '../render/safe.ts';

/**
 * Reads them; rejects where a pattern matches none, or where one of them cannot be read.
 *
 * @param patterns all zones of the account where there is none
 */
export async function readLiveZones(
  provider: Connection,
  patterns: readonly string[],
): Promise<readonly LiveZone[]> {
  const listed = await provider.listZones();
  const { selected, unknown } = selectZones(
    patterns,
    listed.map(({ name }) => name),
  );
  const [stranger] = unknown;
  if (stranger !== undefined) {
    const { pattern, suggestion } = stranger;
    throw new DnssyncError(`no zone at the service matches '${safe(pattern)}'`, {
      code: 'usage',
      hint: suggestion === undefined ? 'dnssync zones lists them' : `did you mean ${suggestion}?`,
    });
  }
  const wanted = new Set(selected);
  return Promise.all(listed.filter(({ name }) => wanted.has(name)).map((zone) => read(provider, zone)));
}

async function read(provider: Connection, { id, name, recordCount }: ZoneSummary): Promise<LiveZone> {
  return recordCount === 0 ? { id, name, records: [], unmanaged: [] } : provider.readZone({ id, name });
}
