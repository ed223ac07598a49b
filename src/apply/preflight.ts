/** Holds what a plan needs against what the token may do, before the first write. */
import { countChanges, type Plan } from '../model/plan.ts';
import type { Account } from '../model/provider.ts';

export interface Preflight {
  /** One sentence for each permission that the vendor documents, that the plan needs and that the token lacks. */
  readonly missing: readonly string[];
  /** What cannot be told beforehand. */
  readonly doubts: readonly string[];
}

/**
 * The vendor documents dns:list, dns:create and dns:delete, and names none for an update: whether a token may
 * update can only be doubted (wire facts). Without an account or a list of permissions there is nothing to say.
 */
export function preflight(plan: Plan, account: Account | undefined): Preflight {
  const permissions = account?.permissions;
  if (permissions === undefined) return { missing: [], doubts: [] };
  const has = (name: string): boolean => permissions.includes(name) || permissions.includes('dns:*');
  const { creates, updates, deletes } = countChanges(plan.steps.map(({ change }) => change));
  const zones = plan.zones.filter(({ action }) => action === 'create').length;

  const missing: string[] = [];
  const made = [counted(zones, 'new zone'), counted(creates, 'create')]
    .filter((text) => text !== '')
    .join(' and ');
  if (made !== '' && !has('dns:create')) missing.push(`token lacks dns:create, needed for ${made}`);
  const gone = plan.zones.filter(({ action }) => action === 'delete').length;
  const removed = [counted(deletes, 'delete'), gone === 0 ? '' : `the deletion of ${counted(gone, 'zone')}`]
    .filter((text) => text !== '')
    .join(' and ');
  if (removed !== '' && !has('dns:delete')) missing.push(`token lacks dns:delete, needed for ${removed}`);

  const mayWrite = permissions.some((name) => name.startsWith('dns:') && name !== 'dns:list');
  const doubts =
    updates > 0 && !mayWrite
      ? [
          `token has ${permissions.join(', ') || 'no permission'}; it may not be enough for ${counted(updates, 'update')}`,
        ]
      : [];
  return { missing, doubts };
}

function counted(count: number, noun: string): string {
  return count === 0 ? '' : `${count} ${noun}${count === 1 ? '' : 's'}`;
}
