/** Changes parted by whose they are, in the order in which they are read: what the reader has done comes first. */
import type { ChangeSide, Plan } from '../model/plan.ts';
import { counted } from './counted.ts';

const ORDER: readonly (ChangeSide | undefined)[] = ['yours', 'conflict', 'drift', undefined];

/** What each side means, to people who see it for the first time. */
export const SIDE_WORDS: Readonly<Record<ChangeSide, string>> = {
  yours: 'yours: what this branch changes',
  conflict: 'conflict: changed at VPS.org too, and not alike; apply makes it what the file says',
  drift: 'drift: changed at VPS.org, not in the files; apply takes it back',
};

export interface SideGroup<T> {
  /** Undefined for changes of which nothing is known. */
  readonly side: ChangeSide | undefined;
  readonly items: readonly T[];
}

/** The groups that hold something, each in the order it came in. */
export function bySide<T extends { readonly side?: ChangeSide }>(items: readonly T[]): SideGroup<T>[] {
  return ORDER.map((side) => ({ side, items: items.filter((item) => item.side === side) })).filter(
    (group) => group.items.length > 0,
  );
}

/** `2 yours, 1 conflict, 3 drift`; undefined where the plan was compared with no base. */
export function sidesText({ zones }: Plan): string | undefined {
  const items = zones.flatMap(({ changes, action, side }) => [
    ...changes,
    ...(action === undefined ? [] : [{ ...(side !== undefined && { side }) }]),
  ]);
  const groups = bySide(items);
  if (groups.every(({ side }) => side === undefined)) return undefined;
  return groups
    .map(({ side, items }) =>
      side === undefined ? `${counted(items.length, 'change')} not known` : `${items.length} ${side}`,
    )
    .join(', ');
}
