/** The plan: every change that would be made, zone by zone, as a value that can be shown, saved, judged and applied. */
import type { Fqdn } from './name.ts';
import type { RecordPattern } from './pattern.ts';
import { type DnsRecord, identityOf, type LiveRecord, type SourcePosition } from './record.ts';
import type { UnmanagedRecord } from './zone.ts';

/** Why a record is deleted or updated where that is not plain from the change itself. */
export type ChangeReason = 'duplicate' | 'type-change';

/**
 * Which side a difference comes from, seen from the files at a base: `yours` where live is still as it was there, `drift`
 * where the file is, `conflict` where both have moved, not alike.
 */
export type ChangeSide = 'yours' | 'drift' | 'conflict';

interface ChangeBase {
  readonly zone: Fqdn;
  readonly reason?: ChangeReason;
  /** Present where the plan was compared with a base that could be read. */
  readonly side?: ChangeSide;
  /** Why this delete is one to look at twice: what it takes, in words. */
  readonly destructive?: string;
  /** A moment without an answer that cannot be avoided, in words for the person who approves it. */
  readonly gap?: string;
  /** Where the record (or, for a delete, nothing) is declared. */
  readonly source?: SourcePosition;
}

/** One call to the service. Records are canonical; an update always carries the whole record. */
export type Change =
  | (ChangeBase & {
      readonly action: 'create';
      readonly after: DnsRecord;
      /** Uuids of live records that say the same already: a snapshot may hold a record twice. */
      readonly copyOf?: readonly string[];
    })
  | (ChangeBase & { readonly action: 'update'; readonly before: LiveRecord; readonly after: DnsRecord })
  | (ChangeBase & { readonly action: 'delete'; readonly before: LiveRecord });

/**
 * A change in the order it may be made. `dependsOn` holds indexes into the same list, all smaller than its own:
 * the step may start once those are done, and must not be tried where one of them failed.
 */
export interface Step {
  readonly change: Change;
  readonly dependsOn: readonly number[];
}

/** What the guard says of a zone: how many guarded changes it has and why it would stop an apply. */
export interface GuardVerdict {
  /** How many changes `--allow ZONE=N` must admit. */
  readonly guarded: number;
  readonly reasons: readonly GuardReason[];
}

export interface GuardReason {
  readonly code:
    | 'too-many-deletes'
    | 'too-many-updates'
    | 'zone-emptied'
    | 'last-record'
    | 'zone-misspelt'
    /** The zone itself would be deleted: `--allow-zone-delete ZONE` and nothing else admits it. */
    | 'zone-deleted'
    /** A record that `protect` names would go: nothing admits it. */
    | 'protect';
  /** One sentence for a person, with the figures. */
  readonly message: string;
  /** The records concerned, as `TYPE name value`, in plan order. */
  readonly records: readonly string[];
}

/** A finding about live data or the outcome: a live value that cannot be read, a record of an unmanaged type … */
export interface Finding {
  readonly severity: 'warning' | 'info';
  readonly rule: string;
  readonly message: string;
}

/** A live record that the plan leaves alone, though its type is managed. */
export interface LeftAlone {
  readonly record: LiveRecord;
  /** `ignored`: others keep it. `undeclared`: the file does not have it, and its mode is additive. */
  readonly why: 'ignored' | 'undeclared';
  /** The pattern that says so, for what is ignored. */
  readonly pattern?: RecordPattern;
}

export interface ZonePlan {
  readonly name: Fqdn;
  /** The service's uuid; absent for a zone that is not there (yet). */
  readonly id?: string;
  /** Present where the zone itself is to be created or deleted. */
  readonly action?: 'create' | 'delete';
  /** Of that action. */
  readonly side?: ChangeSide;
  /** Present where the file says that the zone is not to be there. */
  readonly state?: 'absent';
  readonly file: string;
  /** sha256 over the canonical records of each side, no clock in it. */
  readonly liveHash: string;
  readonly desiredHash: string;
  /** This zone's changes in the order of the plan. */
  readonly changes: readonly Change[];
  readonly unchanged: number;
  /** Live managed records before: what the guard's percentages are of. */
  readonly liveCount: number;
  readonly unmanaged: readonly UnmanagedRecord[];
  /** In record order. They count for order and conflicts, and no change is ever about one of them. */
  readonly leftAlone: readonly LeftAlone[];
  /** For a zone to be deleted: all managed records that go with it, in record order. */
  readonly lost?: readonly LiveRecord[];
  readonly guard?: GuardVerdict;
  readonly findings: readonly Finding[];
}

/** A zone that could not be read or planned; it is never taken as empty. */
export interface ZoneError {
  readonly zone: string;
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

export interface Plan {
  /** Zones in the order of their names. */
  readonly zones: readonly ZonePlan[];
  /** All record changes of all zones, in a legal order. */
  readonly steps: readonly Step[];
  /** Zones at the service that no file names: listed, never touched. */
  readonly unmanagedZones: readonly Fqdn[];
  readonly errors: readonly ZoneError[];
  readonly cost: PlanCost;
}

/** API calls: the reads this plan took and the writes an apply would make. */
export interface PlanCost {
  readonly reads: number;
  readonly writes: number;
  /** How long an apply takes; absent where there is nothing to do, or nothing is known of the service's pace. */
  readonly forecast?: Forecast;
}

/** How long the calls of {@link callsToApply} take, as far as the reads of this run have shown. */
export interface Forecast {
  readonly seconds: number;
  /** Calls a second that the service takes; absent where it has shown no limit: then answers alone take the time. */
  readonly rate?: number;
}

/**
 * The calls of an apply that begins now: it plans afresh, asks for the account, writes, and reads every zone it wrote
 * to once more, or the list for zones that are to be gone.
 */
export function callsToApply({ zones, cost }: Plan): { readonly reads: number; readonly writes: number } {
  const isWritten = ({ changes, action }: ZonePlan): boolean => changes.length > 0 || action === 'create';
  const proofs = zones.filter((zone) => zone.action !== 'delete' && isWritten(zone)).length;
  const lists = zones.some(({ action }) => action === 'delete') ? 1 : 0;
  return { reads: cost.reads + 1 + proofs + lists, writes: cost.writes };
}

/** The record a change is about: what will stand, or for a delete what stood. */
export function subjectOf(change: Change): DnsRecord {
  return change.action === 'delete' ? change.before : change.after;
}

export interface ChangeCounts {
  readonly creates: number;
  readonly updates: number;
  readonly deletes: number;
}

export function countChanges(changes: readonly Change[]): ChangeCounts {
  const counts = { creates: 0, updates: 0, deletes: 0 };
  for (const { action } of changes) {
    if (action === 'create') counts.creates++;
    else if (action === 'update') counts.updates++;
    else counts.deletes++;
  }
  return counts;
}

/** Whether applying the plan would write anything. */
export function isEmpty(plan: Plan): boolean {
  return plan.zones.every((zone) => zone.changes.length === 0 && zone.action === undefined);
}

/**
 * The identity of an operation: what a person approved when they saw it. It carries the state before, so that live
 * that moved makes another operation (design section 5). Uuids are left out: they are not what was shown.
 */
export function operationId(change: Change): string {
  const before = change.action === 'create' ? '' : `${identityOf(change.before)} ${change.before.ttl}`;
  const after = change.action === 'delete' ? '' : `${identityOf(change.after)} ${change.after.ttl}`;
  return JSON.stringify([change.action, change.zone, before, after]);
}

/** The same for a zone that is created or deleted: one that goes is shown with what it holds. */
export function zoneOperationId({
  name,
  action,
  liveHash,
}: Pick<ZonePlan, 'name' | 'action' | 'liveHash'>): string {
  return JSON.stringify([name, action ?? null, action === 'delete' ? liveHash : null]);
}
