/** Finds what a fresh plan would do, or break on the way, that was not shown in the plan a person has approved. */
import { type Change, operationId, type Plan, type ZonePlan, zoneOperationId } from '../model/plan.ts';

export interface Unshown {
  readonly changes: readonly Change[];
  /** Zones that would be created or deleted. */
  readonly zones: readonly Pick<ZonePlan, 'name' | 'action'>[];
  /** Changes that were shown, but without the moment without an answer that they would leave now (promise 2). */
  readonly gaps: readonly Change[];
}

/** A plan as it was shown, or saved. */
export interface Shown {
  readonly steps: readonly { readonly change: Change }[];
  readonly zones: readonly Pick<ZonePlan, 'name' | 'action' | 'liveHash'>[];
}

/**
 * An operation carries the state before it, so live that moved makes another one (design section 5); and it may be
 * made as often as it was shown. Less than was shown is fine: somebody else has done a part of it.
 */
export function unshown(fresh: Plan, shown: Shown): Unshown {
  const times = new Map<string, number>();
  const announced = new Set<string>();
  for (const { change } of shown.steps) {
    const id = operationId(change);
    times.set(id, (times.get(id) ?? 0) + 1);
    if (change.gap !== undefined) announced.add(id);
  }
  const gaps: Change[] = [];
  const changes = fresh.steps.flatMap(({ change }) => {
    const id = operationId(change);
    const left = times.get(id) ?? 0;
    times.set(id, left - 1);
    if (left <= 0) return [change];
    if (change.gap !== undefined && !announced.has(id)) gaps.push(change);
    return [];
  });
  const known = new Set(shown.zones.map(zoneOperationId));
  return {
    changes,
    gaps,
    zones: fresh.zones.filter((zone) => zone.action !== undefined && !known.has(zoneOperationId(zone))),
  };
}
