/** Makes the report of drift from a plan: every change of it is a difference between the files and live. */
import type { DriftReport } from '../model/drift.ts';
import { isEmpty, type Plan } from '../model/plan.ts';
import { planHash } from './operations.ts';

export function driftReport(plan: Plan, apiOrigin: string): DriftReport {
  const outcome = plan.errors.length > 0 ? 'could-not-check' : isEmpty(plan) ? 'in-sync' : 'drift';
  return { outcome, fingerprint: planHash(plan, apiOrigin), plan };
}
