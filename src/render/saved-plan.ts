/** The plan's JSON with what makes it a permission for a later apply: when it was made, of what, and a digest. */
import type { Plan } from '../model/plan.ts';
import { digestOf, type SavedMark } from '../model/saved-plan.ts';
import { type PlanJson, type PlanJsonOptions, planToJson } from './plan-json.ts';

export interface SavedPlanOptions extends PlanJsonOptions, Omit<SavedMark, 'digest'> {}

/** As a value for JSON.stringify; schema/plan.schema.json describes it. */
export function savedPlanToJson(
  plan: Plan,
  { createdAt, targets, ...options }: SavedPlanOptions,
): PlanJson & { readonly saved: SavedMark } {
  const saved = { createdAt, ...(targets === undefined ? {} : { targets }) };
  const json = { ...planToJson(plan, options), saved };
  return { ...json, saved: { ...saved, digest: digestOf(json) } };
}
