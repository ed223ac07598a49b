/** Says on which side a zone has moved since a plan was saved, and what a fresh plan would do beyond it. */
import type { Fqdn } from '../model/name.ts';
import type { Plan } from '../model/plan.ts';
import type { SavedPlan } from '../model/saved-plan.ts';
import { type Unshown, unshown } from './unshown.ts';

export interface Moved extends Unshown {
  /** The zones that these are in. */
  readonly sides: readonly { readonly zone: Fqdn; readonly side: Side }[];
}

/**
 * `none`: both sides are as they were, and yet the plan is another; it was made by another version, or forged.
 * `zone`: it was not in the plan, or is another zone of the same name.
 */
export type Side = 'files' | 'live' | 'both' | 'none' | 'zone';

/** What the fresh plan would do that was not saved; undefined where the permission covers all of it. */
export function movedSince(saved: SavedPlan, fresh: Plan): Moved | undefined {
  const beyond = unshown(fresh, saved);
  const before = new Map(saved.zones.map((zone) => [zone.name, zone]));
  const others = new Set(
    fresh.zones
      .filter(({ name, id, changes }) => {
        const known = before.get(name)?.id;
        return known !== undefined && id !== undefined && known !== id && changes.length > 0;
      })
      .map(({ name }) => name),
  );
  const changed = [...beyond.changes, ...beyond.gaps];
  const concerned = new Set<Fqdn>([
    ...changed.map(({ zone }) => zone),
    ...beyond.zones.map(({ name }) => name),
    ...others,
  ]);
  if (concerned.size === 0) return undefined;
  const sides = fresh.zones
    .filter(({ name }) => concerned.has(name))
    .map(({ name, id, action, liveHash, desiredHash }) => {
      const then = before.get(name);
      if (then === undefined || others.has(name)) return { zone: name, side: 'zone' as const };
      // Of an empty zone no hash tells that it has gone, or is to go.
      const wasThere = then.id !== undefined;
      const isToGo = wasThere && action === 'delete' && then.action !== 'delete';
      const files = then.desiredHash !== desiredHash || isToGo;
      const live = then.liveHash !== liveHash || wasThere !== (id !== undefined);
      const side: Side = files && live ? 'both' : files ? 'files' : live ? 'live' : 'none';
      return { zone: name, side };
    });
  return { ...beyond, sides };
}
