/** Reads the JSON of a plan back as a plan to be shown. Nothing is ever applied from it: whoever wrote the file is not known. */
import { type Fqdn, readAbsoluteName, readLiveOwner } from '../model/name.ts';
import type { Plan, ZonePlan } from '../model/plan.ts';
import type { LiveRecord, RecordData, SourcePosition } from '../model/record.ts';
import { validatePlan } from './generated/plan-validator.js';
import { type ChangeFile, changeOf } from './plan-file.ts';

export type PlanJsonReading =
  | { readonly plan: Plan; readonly apiOrigin: string; readonly problem?: undefined }
  | { readonly problem: string };

/** What the schema lets through, as far as it is used here. */
interface PlanText {
  readonly apiOrigin: string;
  readonly zones: readonly ZoneText[];
  readonly unmanagedZones: readonly string[];
  readonly cost: { readonly reads: number; readonly writes: number; readonly seconds?: number };
  readonly errors: Plan['errors'];
}

interface RecordText extends RecordData {
  readonly id: string;
  readonly name: string;
}

interface ZoneText
  extends Pick<
    ZonePlan,
    'id' | 'action' | 'side' | 'state' | 'liveHash' | 'desiredHash' | 'guard' | 'findings'
  > {
  readonly zone: string;
  readonly file?: string;
  readonly unchanged?: number;
  readonly changes: readonly ChangeFile[];
  readonly unmanaged: readonly {
    readonly id: string;
    readonly type: string;
    readonly name: string;
    readonly value: string;
  }[];
  readonly leftAlone: readonly (RecordText & {
    readonly why: 'ignored' | 'undeclared';
    readonly pattern?: string;
    readonly source?: SourcePosition;
  })[];
  readonly lost?: readonly RecordText[];
}

export function readPlanJson(text: string): PlanJsonReading {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { problem: 'it is not JSON' };
  }
  if (!validatePlan(json)) {
    const [error] = validatePlan.errors ?? [];
    const where = error?.instancePath ? `at ${error.instancePath.slice(0, 80)}: ` : '';
    return { problem: `it is no plan of dnssync (${where}${error?.message ?? 'invalid'})` };
  }
  const { apiOrigin, zones, unmanagedZones, cost, errors } = json as unknown as PlanText;
  const plans: ZonePlan[] = [];
  for (const zone of zones) {
    const { name } = readAbsoluteName(zone.zone);
    if (name === undefined) return { problem: `${JSON.stringify(zone.zone.slice(0, 80))} is no zone` };
    plans.push(zoneOf(zone, name));
  }
  const { reads, writes, seconds } = cost;
  return {
    apiOrigin,
    plan: {
      zones: plans,
      steps: plans.flatMap(({ changes }) => changes.map((change) => ({ change, dependsOn: [] }))),
      unmanagedZones: unmanagedZones.flatMap((domain) => readAbsoluteName(domain).name ?? []),
      errors,
      cost: { reads, writes, ...(seconds === undefined ? {} : { forecast: { seconds } }) },
    },
  };
}

function zoneOf(zone: ZoneText, name: Fqdn): ZonePlan {
  const { id, action, side, state, liveHash, desiredHash, guard, findings, unchanged = 0, lost } = zone;
  const changes = zone.changes.map((change) => changeOf(change, name));
  return {
    name,
    ...(id === undefined ? {} : { id }),
    ...(action === undefined ? {} : { action }),
    ...(side === undefined ? {} : { side }),
    ...(state === undefined ? {} : { state }),
    file: zone.file ?? '',
    liveHash,
    desiredHash,
    changes,
    unchanged,
    liveCount: unchanged + changes.filter((change) => change.action !== 'create').length,
    unmanaged: zone.unmanaged.map((record) => ({ ...record, name: readLiveOwner(record.name, name) })),
    leftAlone: zone.leftAlone.map(({ why, pattern, source, ...record }) => ({
      record: recordOf(record, name),
      why,
      ...(pattern !== undefined && source !== undefined ? { pattern: { text: pattern, source } } : {}),
    })),
    ...(lost === undefined ? {} : { lost: lost.map((record) => recordOf(record, name)) }),
    ...(guard === undefined ? {} : { guard }),
    findings,
  };
}

function recordOf(record: RecordText, zone: Fqdn): LiveRecord {
  return { ...record, name: readLiveOwner(record.name, zone), createdAt: '' };
}
