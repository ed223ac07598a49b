/** Finds circles of waits, and which wait in each gives way. */
import { WAIT_REASONS, type Wait } from './graph.ts';

/** Of each circle the first wait with its softest reason or, unless only `one` is asked for, all of those. */
export function softestOfCircles(
  needs: readonly (readonly number[])[],
  waits: readonly Wait[],
  one: boolean,
): ReadonlySet<Wait> {
  const circleOf = findCircles(needs);
  const softest = new Map<number, Wait[]>();
  for (const wait of waits) {
    const circle = circleOf[wait.change];
    if (circle === undefined || circle !== circleOf[wait.need]) continue;
    const found = softest.get(circle);
    const [first] = found ?? [];
    if (first === undefined || hardness(wait) < hardness(first)) softest.set(circle, [wait]);
    else if (!one && wait.reason === first.reason) found?.push(wait);
  }
  return new Set([...softest.values()].flat());
}

/** The harder the reason, the later it gives way. */
export function hardness({ reason }: Wait): number {
  return WAIT_REASONS.indexOf(reason);
}

/**
 * Names for each node the circle it is part of (its strongly connected component, by Tarjan 1972, without recursion);
 * undefined where it is part of none.
 */
function findCircles(needs: readonly (readonly number[])[]): readonly (number | undefined)[] {
  const size = needs.length;
  const found = new Array<number | undefined>(size);
  const lowest = new Array<number>(size).fill(0);
  const circleOf = new Array<number | undefined>(size);
  const open: number[] = [];
  const isOpen = new Uint8Array(size);
  let count = 0;
  for (let start = 0; start < size; start++) {
    if (found[start] !== undefined) continue;
    const path = [{ change: start, next: 0 }];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const { change } = top;
      if (found[change] === undefined) {
        found[change] = lowest[change] = count++;
        open.push(change);
        isOpen[change] = 1;
      }
      const need = needs[change]?.[top.next++];
      if (need !== undefined) {
        if (found[need] === undefined) path.push({ change: need, next: 0 });
        else if (isOpen[need]) lowest[change] = Math.min(lowest[change] ?? 0, found[need]);
        continue;
      }
      path.pop();
      const above = path.at(-1)?.change;
      if (above !== undefined) lowest[above] = Math.min(lowest[above] ?? 0, lowest[change] ?? 0);
      if (lowest[change] !== found[change]) continue;
      const members = open.splice(open.lastIndexOf(change));
      for (const member of members) {
        isOpen[member] = 0;
        if (members.length > 1) circleOf[member] = change;
      }
    }
  }
  return circleOf;
}
