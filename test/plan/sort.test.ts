import { describe, expect, test } from 'vitest';
import { WaitGraph, type WaitReason } from '../../src/plan/order/graph.ts';
import { sortByNeed } from '../../src/plan/order/sort.ts';

function sort(size: number, ...waits: [change: number, need: number, reason?: WaitReason][]) {
  const graph = new WaitGraph(size);
  for (const [change, need, reason = 'rrset'] of waits) graph.add([change], [need], reason);
  return sortByNeed(graph);
}

describe('sortByNeed', () => {
  test('leaves in place what waits for nothing', () => {
    expect(sort(3).order).toEqual([0, 1, 2]);
  });

  test('brings a need to just before what waits for it', () => {
    expect(sort(4, [0, 2]).order).toEqual([2, 0, 1, 3]);
  });

  test('follows needs of needs', () => {
    expect(sort(4, [0, 3], [3, 1]).order).toEqual([1, 3, 0, 2]);
  });

  test('a circle gives way where its reason is softest, and tells which wait that was', () => {
    const { order, dropped } = sort(3, [0, 1, 'alias'], [1, 2, 'target'], [2, 0, 'rrset']);
    expect(dropped).toEqual([{ change: 1, need: 2, reason: 'target' }]);
    expect(order).toEqual([1, 0, 2]);
  });

  test('of two reasons between the same changes the harder counts', () => {
    const { dropped } = sort(2, [0, 1, 'tidy'], [0, 1, 'alias'], [1, 0, 'target']);
    expect(dropped).toEqual([{ change: 1, need: 0, reason: 'target' }]);
  });

  test('waits outside the circle stay, however soft', () => {
    const { dropped, order } = sort(4, [3, 2, 'tidy'], [0, 1, 'alias'], [1, 0, 'rrset'], [0, 3, 'tidy']);
    expect(dropped).toEqual([{ change: 1, need: 0, reason: 'rrset' }]);
    expect(order).toEqual([1, 2, 3, 0]);
  });

  test('a knot of more circles than are undone one by one gives way in its softest reason alone', () => {
    const nodes = Array.from({ length: 12 }, (_, i) => i);
    const tidy = nodes.flatMap((a) => nodes.map((b): [number, number, WaitReason] => [a, b, 'tidy']));
    const chain = nodes.slice(1).map((a): [number, number, WaitReason] => [a, a - 1, 'alias']);
    const { order, dropped } = sort(12, ...tidy, ...chain);
    expect(order).toEqual(nodes);
    expect(new Set(dropped.map(({ reason }) => reason))).toEqual(new Set(['tidy']));
  });

  test('a circle of 100,000 changes gives way, too', () => {
    const size = 100_000;
    const waits = Array.from({ length: size }, (_, i): [number, number] => [i, (i + 1) % size]);
    const { order, dropped } = sort(size, ...waits);
    expect([order.length, dropped.length]).toEqual([size, 1]);
  });
});

describe('WaitGraph', () => {
  test('makes each change wait for each need, and none for itself', () => {
    const graph = new WaitGraph(4);
    graph.add([1, 2], [2, 3], 'rrset');
    expect(graph.waits.map(({ change, need }) => [change, need])).toEqual([
      [1, 2],
      [1, 3],
      [2, 3],
    ]);
  });

  test('ties large sets without a wait for each pair: the last need stands for all', () => {
    const graph = new WaitGraph(2000);
    const needs = Array.from({ length: 1000 }, (_, i) => i);
    const changes = Array.from({ length: 1000 }, (_, i) => 1000 + i);
    // The last by index comes first by need: no fixed one can stand for all.
    graph.add([0], [999], 'rrset');
    graph.add(changes, needs, 'rrset');
    const sorted = sortByNeed(graph);
    expect(sorted.dropped).toEqual([]);
    expect(sorted.needs.flat()).toHaveLength(1 + 999 + 1000);
    for (const change of changes)
      expect(reachable(sorted.needs, change)).toEqual(new Set([change, ...needs]));
  });

  test('a change in both of two large sets waits for all others', () => {
    const graph = new WaitGraph(40);
    const all = Array.from({ length: 40 }, (_, i) => i);
    graph.add(all.slice(19), all.slice(0, 20), 'rrset');
    const { needs, dropped } = sortByNeed(graph);
    expect(dropped).toEqual([]);
    expect(needs[19]).toEqual(all.slice(0, 19));
  });
});

/** A change and all it waits for, at whatever remove. */
function reachable(needs: readonly (readonly number[])[], change: number): Set<number> {
  const seen = new Set([change]);
  for (const index of seen) for (const need of needs[index] ?? []) seen.add(need);
  return seen;
}
