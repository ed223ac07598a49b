/** Says of each value at a name, the file's and live's, how it stands to the other side: the plan told by the name. */
import type { Fqdn } from '../model/name.ts';
import { patternFinder } from '../model/pattern.ts';
import type { subjectOf, ZonePlan } from '../model/plan.ts';
import { type DesiredRecord, identityOf, type LiveRecord } from '../model/record.ts';
import type { Standing, ValueReason } from '../model/why.ts';
import type { DesiredZone, LiveZone } from '../model/zone.ts';

/** What a plan knows of the zone; absent where live was not looked at. */
export interface Seen {
  readonly plan: ZonePlan;
  /** Absent where the service has no such zone. */
  readonly live?: LiveZone;
}

/** @param type only values of this type, or of a type that stands in its place */
export function whyValues(
  zone: DesiredZone,
  name: Fqdn,
  type: string | undefined,
  seen: Seen | undefined,
): readonly ValueReason[] {
  const isMeant = (record: { readonly name: Fqdn; readonly type: string }): boolean =>
    record.name === name && (type === undefined || record.type === type || record.type === 'CNAME');
  const declared = zone.records.filter(isMeant);
  const protector = patternFinder(zone.protect ?? [], zone.name);
  const withProtection = (record: DesiredRecord | LiveRecord): Pick<ValueReason, 'protectedBy'> => {
    const protectedBy = protector(record);
    return protectedBy === undefined ? {} : { protectedBy };
  };
  const ofFile = declared.map(
    (record): ValueReason => ({
      record,
      source: record.source,
      standing: seen === undefined ? { kind: 'unknown' } : standingOf(record, seen.plan),
      ...withProtection(record),
    }),
  );
  if (seen === undefined) return ofFile;
  const ofLive = liveOnly(seen, zone).filter(({ record }) => isMeant(record));
  const others = seen.plan.unmanaged.filter(isMeant);
  return [
    ...ofFile,
    ...ofLive.map(({ record, standing }) => ({ record, standing, ...withProtection(record) })),
    ...others.map((record): ValueReason => ({ record, standing: { kind: 'unmanaged' } })),
  ];
}

function standingOf(record: DesiredRecord, { changes }: ZonePlan): Standing {
  const isIt = (other: DesiredRecord | LiveRecord | ReturnType<typeof subjectOf>): boolean =>
    identityOf(other) === identityOf(record) && other.ttl === record.ttl;
  for (const change of changes) {
    if (change.action === 'delete' || !isIt(change.after)) continue;
    return change.action === 'create' ? { kind: 'absent' } : { kind: 'differs', change };
  }
  return { kind: 'in-sync' };
}

/** Live records that no line of the file stands for. */
function liveOnly(
  { plan, live }: Seen,
  zone: DesiredZone,
): readonly { readonly record: LiveRecord; readonly standing: Standing }[] {
  const declaresNs = zone.records.some((record) => record.type === 'NS' && record.name === zone.name);
  const vendors = (live?.records ?? []).filter(
    (record) => !declaresNs && record.type === 'NS' && record.name === zone.name,
  );
  const left = new Set(plan.leftAlone.map(({ record }) => record));
  return [
    ...plan.changes.flatMap((change) =>
      change.action === 'delete'
        ? [
            {
              record: change.before,
              standing: {
                kind: 'undeclared' as const,
                ...(change.reason === undefined ? {} : { reason: change.reason }),
              },
            },
          ]
        : [],
    ),
    ...(plan.lost ?? []).map((record) => ({ record, standing: { kind: 'undeclared' as const } })),
    ...plan.leftAlone.map((by) => ({ record: by.record, standing: { kind: 'left-alone' as const, by } })),
    ...vendors
      .filter((record) => !left.has(record))
      .map((record) => ({ record, standing: { kind: 'vendors' as const } })),
  ];
}
