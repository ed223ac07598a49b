/** What a sandbox holds, as its control port tells it: the judge of what came back, and what did not. */
import type { RunningSandbox } from './sandbox.ts';

export interface StoredRecord {
  readonly record_type: string;
  readonly name: string;
  readonly value: string;
  readonly ttl: number;
  readonly priority?: number | null;
}

/** Everything of each zone but what the service gives itself, uuids and times: as texts, sorted, copies and all. */
export async function storedRecords(sandbox: RunningSandbox): Promise<Record<string, string[]>> {
  const { zones } = await sandbox.ask<{ zones: { domain: string; records: StoredRecord[] }[] }>('/state');
  return Object.fromEntries(
    zones.map(({ domain, records }) => [
      domain,
      records
        .map(({ record_type, name, value, ttl, priority }) =>
          JSON.stringify([record_type, name, value, ttl, priority ?? null]),
        )
        .sort(),
    ]),
  );
}
