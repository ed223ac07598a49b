/** Brings changes into an order in which each stands after all it waits for, and breaks circles where there are any. */
import { WAIT_REASONS, type Wait } from './graph.ts';

export interface Sorted {
  /** Indexes of the changes in their order. */
  readonly order: readonly number[];
  /** For each change, by its index, the indexes of the changes it waits for. */
  readonly needs: readonly (readonly number[])[];
  /** Waits that gave way, since they formed a circle with others. */
  readonly dropped: readonly Wait[];
}

/** How often one wait a circle gives way; what is then still a circle loses all waits of its softest reason. */
const ROUNDS = 32;

/**
 * Sorts by need, and otherwise leaves each change as near to the place of its index as its needs allow. Linear in
 * changes and waits where there are no circles, and so many times that where there are.
 */
export function sortByNeed(size: number, waits: readonly Wait[]): Sorted {
  let kept = strongestOf(waits);
  const dropped: Wait[] = [];
  for (let round = 0; ; round++) {
    const needs = needsOf(size, kept);
    const order = inOrder(needs);
    if (order !== undefined) return { order, needs, dropped };
    const giveWay = softestOf(kept, findCircles(needs), round < ROUNDS);
    kept = kept.filter((wait) => !giveWay.has(wait));
    dropped.push(...giveWay);
  }
}

/** One wait for each pair of changes: the one with the reason that gives way last. */
function strongestOf(waits: readonly Wait[]): readonly Wait[] {
  const strongest = new Map<string, Wait>();
  for (const wait of waits) {
    const pair = `${wait.change} ${wait.need}`;
    const other = strongest.get(pair);
    if (other === undefined || softness(wait) < softness(other)) strongest.set(pair, wait);
  }
  return [...strongest.values()];
}

/** Of each circle the first wait with its softest reason, or all of those. */
function softestOf(
  waits: readonly Wait[],
  circleOf: readonly (number | undefined)[],
  one: boolean,
): ReadonlySet<Wait> {
  const softest = new Map<number, Wait[]>();
  for (const wait of waits) {
    const circle = circleOf[wait.change];
    if (circle === undefined || circle !== circleOf[wait.need]) continue;
    const found = softest.get(circle);
    const [first] = found ?? [];
    if (first === undefined || softness(wait) > softness(first)) softest.set(circle, [wait]);
    else if (!one && wait.reason === first.reason) found?.push(wait);
  }
  return new Set([...softest.values()].flat());
}

function softness({ reason }: Wait): number {
  return WAIT_REASONS.length - WAIT_REASONS.indexOf(reason);
}

function needsOf(size: number, waits: readonly Wait[]): number[][] {
  const needs = Array.from({ length: size }, () => new Set<number>());
  for (const { change, need } of waits) needs[change]?.add(need);
  return needs.map((set) => [...set].sort((a, b) => a - b));
}

/** Depth first, needs before the change itself; undefined where there is a circle. */
function inOrder(needs: readonly (readonly number[])[]): number[] | undefined {
  const order: number[] = [];
  const state = new Uint8Array(needs.length);
  const [UNDER_WAY, DONE] = [1, 2];
  for (const start of needs.keys()) {
    const path: { change: number; next: number }[] =
      state[start] === DONE ? [] : [{ change: start, next: 0 }];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      state[top.change] = UNDER_WAY;
      const need = needs[top.change]?.[top.next++];
      if (need === undefined) {
        state[top.change] = DONE;
        order.push(top.change);
        path.pop();
      } else if (state[need] === UNDER_WAY) {
        return undefined;
      } else if (state[need] !== DONE) {
        path.push({ change: need, next: 0 });
      }
    }
  }
  return order;
}

/**
 * Names for each change the circle it is part of (its strongly connected component, by Tarjan 1972, without recursion);
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
