/** What an apply did, for programs: every write with its outcome, in the order of the plan. */
import type { ApplyReport, Outcome, Verification } from '../model/report.ts';
import { domainOf } from '../model/zone.ts';
import { type ChangeJson, changeToJson } from './change-json.ts';

export interface ReportJson {
  readonly formatVersion: '1.0';
  readonly summary: {
    readonly done: number;
    readonly failed: number;
    readonly unknown: number;
    readonly notTried: number;
  };
  readonly stopped?: string;
  readonly zones: readonly ({ readonly zone: string; readonly action: 'create' | 'delete' } & Outcome)[];
  readonly changes: readonly ({ readonly zone: string; readonly change: ChangeJson } & Outcome)[];
  readonly verification: {
    readonly status: Verification['status'];
    readonly message?: string;
    /** What a plan would show now. */
    readonly remaining?: readonly { readonly zone: string; readonly change: ChangeJson }[];
  };
}

/** As a value for JSON.stringify: keys in a fixed order, no clock. */
export function reportToJson({ zones, steps, verification, stopped }: ApplyReport): ReportJson {
  const outcomes = [...zones, ...steps].map(({ outcome }) => outcome.status);
  const count = (status: Outcome['status']) => outcomes.filter((each) => each === status).length;
  return {
    formatVersion: '1.0',
    summary: {
      done: count('done'),
      failed: count('failed'),
      unknown: count('unknown'),
      notTried: count('not-tried'),
    },
    ...(stopped === undefined ? {} : { stopped }),
    zones: zones.map(({ zone, action, outcome }) => ({ zone: domainOf(zone), action, ...outcome })),
    changes: steps.map(({ change, outcome }) => ({
      zone: domainOf(change.zone),
      ...outcome,
      change: changeToJson(change),
    })),
    verification: verificationToJson(verification),
  };
}

function verificationToJson(verification: Verification): ReportJson['verification'] {
  if (verification.status === 'equal') return { status: 'equal' };
  const { status, message } = verification;
  if (verification.status === 'unread') return { status, message };
  const changes = verification.remaining.zones.flatMap((zone) => zone.changes);
  return {
    status,
    message,
    remaining: changes.map((change) => ({ zone: domainOf(change.zone), change: changeToJson(change) })),
  };
}
