/** The operations of a plan as a set of digests: what was reviewed, whatever the order, the words or the version it was shown in. */
import { createHash } from 'node:crypto';
import { operationId, type Plan, zoneOperationId } from '../model/plan.ts';
import { compareText } from '../model/record.ts';
import type { Operation } from '../model/review.ts';

/** Zones first, then changes in the order of the plan. The same operation at another API is another one. */
export function operationsOf({ zones, steps }: Plan, apiOrigin: string): Operation[] {
  const digest = (kind: string, id: string): string => digestOf([apiOrigin, kind, id]);
  return [
    ...zones.flatMap((zone) =>
      zone.action === undefined
        ? []
        : [{ digest: digest('zone', zoneOperationId(zone)), zone: zone.name, action: zone.action }],
    ),
    ...steps.map(({ change }) => ({ digest: digest('record', operationId(change)), change })),
  ];
}

/** sha256, in hex, over all operations: equal exactly where the same would be written to the same API. */
export function planHash({ zones, steps }: Plan, apiOrigin: string): string {
  return hashLines(apiOrigin, [
    ...zones.filter(({ action }) => action !== undefined).map((zone) => `zone ${zoneOperationId(zone)}`),
    ...steps.map(({ change }) => `record ${operationId(change)}`),
  ]);
}

/** The same over each side of the planned zones. */
export function sideHashes(
  { zones }: Plan,
  apiOrigin: string,
): { readonly desired: string; readonly live: string } {
  const of = (side: 'desiredHash' | 'liveHash'): string =>
    hashLines(
      apiOrigin,
      zones.map((zone) => `${zone.name} ${zone[side]}`),
    );
  return { desired: of('desiredHash'), live: of('liveHash') };
}

function hashLines(salt: string, lines: readonly string[]): string {
  const hash = createHash('sha256').update(`${JSON.stringify(salt)}\n`);
  for (const line of [...lines].sort(compareText)) hash.update(`${line}\n`);
  return hash.digest('hex');
}

/** Eight octets: two operations of one review share one by chance in 2^43 reviews of 1,500. */
function digestOf(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 8).toString('base64url');
}
