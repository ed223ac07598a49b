/** Joins the plans of several jobs into the one that they are parts of. Pure. */

import type { Plan } from '../model/plan.ts';
import { compareText } from '../model/record.ts';
import { domainOf } from '../model/zone.ts';

/** @returns the plan, or why these are no parts of one */
export function joinPlans(plans: readonly Plan[]): Plan | { readonly problem: string } {
  const zones = plans.flatMap((plan) => plan.zones).sort((a, b) => compareText(a.name, b.name));
  const twice = zones.find(({ name }, index) => zones[index - 1]?.name === name);
  if (twice !== undefined) return { problem: `two of these plans are of ${domainOf(twice)}` };
  const planned = new Set(zones.map(({ name }) => name));
  const forecasts = plans.map(({ cost }) => cost.forecast?.seconds);
  const seconds = forecasts.reduce<number>((sum, each) => sum + (each ?? 0), 0);
  return {
    zones,
    steps: plans.flatMap((plan) => plan.steps.map(({ change }) => ({ change, dependsOn: [] }))),
    unmanagedZones: [...new Set(plans.flatMap((plan) => plan.unmanagedZones))]
      .filter((name) => !planned.has(name))
      .sort(compareText),
    errors: plans
      .flatMap((plan) => plan.errors)
      .sort((a, b) => compareText(a.zone, b.zone) || compareText(a.code, b.code)),
    cost: {
      reads: plans.reduce((sum, { cost }) => sum + cost.reads, 0),
      writes: plans.reduce((sum, { cost }) => sum + cost.writes, 0),
      ...(seconds > 0 && { forecast: { seconds } }),
    },
  };
}
