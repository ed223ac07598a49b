/** The plan for programs: format version 1.0, described by schema/plan.schema.json. */
import { type Fqdn, presentOwner } from '../model/name.ts';
import {
  type ChangeCounts,
  type ChangeSide,
  countChanges,
  type Finding,
  type GuardVerdict,
  type LeftAlone,
  type Plan,
  type PlanCost,
  type ZoneError,
  type ZonePlan,
} from '../model/plan.ts';
import type { LiveRecord, RecordData, SourcePosition } from '../model/record.ts';
import { domainOf, type UnmanagedRecord } from '../model/zone.ts';
import { type ChangeJson, changeToJson, dataToJson, sourceToJson } from './change-json.ts';

export interface PlanJson {
  readonly formatVersion: '1.0';
  readonly generator: string;
  readonly apiOrigin: string;
  readonly account?: string;
  readonly summary: {
    readonly zones: number;
    readonly unchanged: number;
    readonly leftAlone: number;
  } & ChangeCounts;
  readonly zones: readonly ZonePlanJson[];
  /** Zones at the service that no file names; never touched. */
  readonly unmanagedZones: readonly string[];
  readonly cost: CostJson;
  readonly errors: readonly ZoneError[];
}

interface CostJson {
  readonly reads: number;
  readonly writes: number;
  /** Whole seconds: an estimate, which the same plan should tell alike. */
  readonly seconds?: number;
}

interface RecordJson extends RecordData {
  readonly id: string;
  readonly name: string;
}

/** A live record of a managed type that is never touched, and the pattern that says so. */
interface LeftAloneJson extends RecordJson {
  readonly why: LeftAlone['why'];
  readonly pattern?: string;
  readonly source?: SourcePosition;
}

interface ZonePlanJson {
  readonly zone: string;
  readonly id?: string;
  readonly action?: 'create' | 'delete';
  readonly side?: ChangeSide;
  readonly state?: 'absent';
  /** The zone's file; where a plan leads back to a snapshot, the snapshot's. */
  readonly file: string;
  readonly unchanged: number;
  readonly liveHash: string;
  readonly desiredHash: string;
  readonly changes: readonly ChangeJson[];
  readonly guard?: GuardVerdict;
  readonly findings: readonly Finding[];
  /** Live records of types that are not managed; never touched. */
  readonly unmanaged: readonly (Omit<UnmanagedRecord, 'name'> & { readonly name: string })[];
  readonly leftAlone: readonly LeftAloneJson[];
  /** Of a zone that is to be deleted: the records that go with it. */
  readonly lost?: readonly RecordJson[];
}

export interface PlanJsonOptions {
  /** The program and its version, as `dnssync 1.2.3`. */
  readonly generator: string;
  /** Scheme, host and port of the API. */
  readonly apiOrigin: string;
  readonly account?: string;
}

/**
 * The plan as a value for JSON.stringify. The same plan gives the same text: keys stand in a fixed order, and there is
 * no clock and no secret in it.
 */
export function planToJson(plan: Plan, { generator, apiOrigin, account }: PlanJsonOptions): PlanJson {
  const { creates, updates, deletes } = countChanges(plan.zones.flatMap(({ changes }) => changes));
  const unchanged = plan.zones.reduce((sum, zone) => sum + zone.unchanged, 0);
  const leftAlone = plan.zones.reduce((sum, zone) => sum + zone.leftAlone.length, 0);
  return {
    formatVersion: '1.0',
    generator,
    apiOrigin,
    ...(account === undefined ? {} : { account }),
    summary: { zones: plan.zones.length, creates, updates, deletes, unchanged, leftAlone },
    zones: plan.zones.map(zoneToJson),
    unmanagedZones: plan.unmanagedZones.map(domainOf),
    cost: costToJson(plan.cost),
    errors: plan.errors.map(({ zone, code, message, hint }) => ({
      zone,
      code,
      message,
      ...(hint === undefined ? {} : { hint }),
    })),
  };
}

function costToJson({ reads, writes, forecast }: PlanCost): CostJson {
  return { reads, writes, ...(forecast === undefined ? {} : { seconds: Math.ceil(forecast.seconds) }) };
}

function zoneToJson(zone: ZonePlan): ZonePlanJson {
  const {
    id,
    action,
    side,
    state,
    liveHash,
    desiredHash,
    changes,
    guard,
    findings,
    unmanaged,
    leftAlone,
    lost,
  } = zone;
  return {
    zone: domainOf(zone),
    ...(id === undefined ? {} : { id }),
    ...(action === undefined ? {} : { action }),
    ...(side === undefined ? {} : { side }),
    ...(state === undefined ? {} : { state }),
    file: zone.file,
    unchanged: zone.unchanged,
    liveHash,
    desiredHash,
    changes: changes.map(changeToJson),
    ...(guard === undefined ? {} : { guard: guardToJson(guard) }),
    findings: findings.map(({ severity, rule, message }) => ({ severity, rule, message })),
    unmanaged: unmanaged.map(({ id, type, name, value }) => ({
      id,
      type,
      name: presentOwner(name, zone.name),
      value,
    })),
    leftAlone: leftAlone.map(({ record, why, pattern }) => ({
      ...recordToJson(record, zone.name),
      why,
      ...(pattern === undefined ? {} : { pattern: pattern.text, source: sourceToJson(pattern.source) }),
    })),
    ...(lost === undefined ? {} : { lost: lost.map((record) => recordToJson(record, zone.name)) }),
  };
}

function recordToJson(record: LiveRecord, zone: Fqdn): RecordJson {
  const { id, name } = record;
  const { type, ...data } = dataToJson(record);
  return { id, type, name: presentOwner(name, zone), ...data };
}

function guardToJson({ guarded, reasons }: GuardVerdict): GuardVerdict {
  return { guarded, reasons: reasons.map(({ code, message, records }) => ({ code, message, records })) };
}
