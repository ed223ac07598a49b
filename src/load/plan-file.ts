/** Reads a saved plan. It is nobody's word until it has been checked: any file can be given for one. */
import type { Fqdn } from '../model/name.ts';
import { readAbsoluteName, readLiveOwner } from '../model/name.ts';
import type { Change, ZonePlan } from '../model/plan.ts';
import type { DnsRecord, LiveRecord, RecordData, SourcePosition } from '../model/record.ts';
import { digestOf, type SavedMark, type SavedPlan } from '../model/saved-plan.ts';
import { validatePlan } from './generated/plan-validator.js';

export type PlanFileReading =
  | { readonly plan: SavedPlan; readonly problem?: undefined }
  | { readonly problem: PlanFileProblem; readonly plan?: undefined };

export interface PlanFileProblem {
  /** `unreadable`: it is no saved plan at all. `changed`: it is one, but not as it was written. */
  readonly kind: 'unreadable' | 'changed';
  readonly message: string;
  readonly hint: string;
}

/** Octets: twice what a plan with 100,000 changes takes. */
export const LONGEST_PLAN = 128 * 1024 * 1024;

const FORMAT = '1.0';
const AGAIN = 'make it again: dnssync plan --out FILE';

/** What the schema lets through, as far as it is used here. */
interface PlanFile {
  readonly apiOrigin: string;
  readonly account?: string;
  readonly zones: readonly ZoneFile[];
  readonly errors: readonly { readonly zone: string }[];
  readonly saved?: SavedMark;
}

interface ZoneFile {
  readonly zone: string;
  readonly id?: string;
  readonly action?: NonNullable<ZonePlan['action']>;
  readonly liveHash: string;
  readonly desiredHash: string;
  readonly changes: readonly ChangeFile[];
}

export interface ChangeFile {
  readonly action: Change['action'];
  readonly id?: string;
  readonly name: string;
  readonly before?: RecordData;
  readonly after?: RecordData;
  readonly reason?: Change['reason'];
  readonly side?: Change['side'];
  readonly destructive?: string;
  readonly gap?: string;
  readonly source?: SourcePosition;
}

export function readPlanFile(text: string): PlanFileReading {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return unreadable('it is not JSON', AGAIN);
  }
  const format = (json as { formatVersion?: unknown } | null)?.formatVersion;
  if (typeof format === 'string' && /^\d+\.\d+$/.test(format) && format !== FORMAT) {
    return unreadable(
      `its format is ${format}, and this dnssync reads ${FORMAT}`,
      'apply it with the version of dnssync that made it, or make it again with this one',
    );
  }
  if (!validatePlan(json)) {
    const [error] = validatePlan.errors ?? [];
    const where = error?.instancePath ? `at ${error.instancePath.slice(0, 80)}: ` : '';
    return unreadable(`it is no plan of dnssync (${where}${error?.message ?? 'invalid'})`, AGAIN);
  }
  const file = json as PlanFile;
  if (file.saved === undefined) return unreadable('it was printed, not saved', AGAIN);
  if (digestOf({ ...file, saved: file.saved }) !== file.saved.digest) {
    const message = 'it is not as dnssync wrote it: its digest does not fit';
    return { problem: { kind: 'changed', message, hint: AGAIN } };
  }
  return planOf(file, file.saved);
}

function unreadable(message: string, hint: string): PlanFileReading {
  return { problem: { kind: 'unreadable', message, hint } };
}

function planOf(
  { apiOrigin, account, zones, errors }: PlanFile,
  { createdAt, targets }: SavedMark,
): PlanFileReading {
  const savedZones: SavedPlan['zones'][number][] = [];
  const steps: { change: Change }[] = [];
  for (const { zone, id, action, liveHash, desiredHash, changes } of zones) {
    const { name } = readAbsoluteName(zone);
    if (name === undefined) return unreadable(`${JSON.stringify(zone.slice(0, 80))} is no zone`, AGAIN);
    savedZones.push({
      name,
      ...(id === undefined ? {} : { id }),
      ...(action === undefined ? {} : { action }),
      liveHash,
      desiredHash,
    });
    for (const change of changes) steps.push({ change: changeOf(change, name) });
  }
  return {
    plan: {
      apiOrigin,
      ...(account === undefined ? {} : { account }),
      createdAt,
      ...(targets === undefined ? {} : { targets }),
      zones: savedZones,
      steps,
      unplanned: errors.map(({ zone }) => zone),
    },
  };
}

export function changeOf(file: ChangeFile, zone: Fqdn): Change {
  const { action, reason, side, destructive, gap, source } = file;
  // Of live data that cannot be read the name is text of the service's.
  const name = readLiveOwner(file.name, zone);
  const common = {
    zone,
    ...(reason === undefined ? {} : { reason }),
    ...(side === undefined ? {} : { side }),
    ...(destructive === undefined ? {} : { destructive }),
    ...(gap === undefined ? {} : { gap }),
    ...(source === undefined ? {} : { source }),
  };
  // The schema has seen to it that each action has its sides.
  const before = { ...file.before, name, id: file.id ?? '', createdAt: '' } as LiveRecord;
  const after = { ...file.after, name } as DnsRecord;
  switch (action) {
    case 'create':
      return { ...common, action, after };
    case 'update':
      return { ...common, action, before, after };
    case 'delete':
      return { ...common, action, before };
  }
}
