/** Brings changes into an order in which each stands after all it waits for, and breaks circles where there are any. */
import { hardness, softestOfCircles } from './circle.ts';
import type { Wait, WaitGraph } from './graph.ts';

export interface Sorted {
  /** Indexes of the changes in their order. */
  readonly order: readonly number[];
  /** For each change, by its index, the indexes of the changes it waits for. */
  readonly needs: readonly (readonly number[])[];
  /** Waits that gave way, since they formed a circle with others. */
  readonly dropped: readonly Wait[];
}

/** How often one wait of a circle gives way; from then on all of its softest reason do. */
const ROUNDS = 32;

/**
 * Sorts by need, and otherwise leaves each change as near to the place of its index as its needs allow. Linear in
 * changes and waits where there are no circles, and so many times that where there are.
 */
export function sortByNeed(graph: Pick<WaitGraph, 'size' | 'nodes' | 'waits'>): Sorted {
  let kept = strongestOf(graph.waits);
  const dropped: Wait[] = [];
  for (let round = 0; ; round++) {
    const needs = needsOf(graph.nodes, kept);
    const order = inOrder(needs);
    if (order !== undefined) return { ...withoutJoints(graph.size, order, needs), dropped };
    const giveWay = softestOfCircles(needs, kept, round < ROUNDS);
    kept = kept.filter((wait) => !giveWay.has(wait));
    dropped.push(...giveWay);
  }
}

/** One wait for each pair of nodes: the one with the reason that gives way last. */
function strongestOf(waits: readonly Wait[]): readonly Wait[] {
  const strongest = new Map<string, Wait>();
  for (const wait of waits) {
    const pair = `${wait.change} ${wait.need}`;
    const other = strongest.get(pair);
    if (other === undefined || hardness(wait) > hardness(other)) strongest.set(pair, wait);
  }
  return [...strongest.values()];
}

function needsOf(nodes: number, waits: readonly Wait[]): number[][] {
  const needs = Array.from({ length: nodes }, (): number[] => []);
  for (const { change, need } of waits) needs[change]?.push(need);
  for (const list of needs) list.sort((a, b) => a - b);
  return needs;
}

/**
 * Lets the last of a joint's needs stand for the joint: it waits for the others, as it does in this order anyway, and
 * what waited for the joint waits for it.
 */
function withoutJoints(
  size: number,
  order: readonly number[],
  needs: readonly (readonly number[])[],
): Pick<Sorted, 'order' | 'needs'> {
  const isChange = (node: number): boolean => node < size;
  if (needs.length === size) return { order, needs };
  const place = new Map(order.map((node, at) => [node, at]));
  const lastOf = new Map<number, number>();
  const result = needs.slice(0, size).map((list) => new Set(list.filter(isChange)));
  for (const [joint, list] of needs.entries()) {
    if (isChange(joint)) continue;
    const last = list.reduce((a, b) => ((place.get(a) ?? 0) > (place.get(b) ?? 0) ? a : b), list[0] ?? joint);
    if (list.length > 0) lastOf.set(joint, last);
    for (const need of list) if (need !== last) result[last]?.add(need);
  }
  for (const [change, list] of needs.slice(0, size).entries()) {
    for (const joint of list) {
      const last = lastOf.get(joint);
      if (last !== undefined) result[change]?.add(last);
    }
  }
  return { order: order.filter(isChange), needs: result.map((set) => [...set]) };
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
