import { describe, expect, it } from 'vitest';
import { runSchedule } from '../../src/apply/schedule.ts';

/** Runs tasks by hand: each stays open until the test ends it. */
function byHand(dependsOn: number[][], concurrency: number) {
  const started: number[] = [];
  const skipped: number[] = [];
  const ends = new Map<number, (done: boolean) => void>();
  let stopped = false;
  const results = runSchedule<string>({
    dependsOn,
    concurrency,
    stopped: () => stopped,
    run: (index) => {
      started.push(index);
      return new Promise((resolve) => {
        ends.set(index, (done) => resolve({ result: done ? 'done' : 'failed', done }));
      });
    },
    skip: (index, blockedBy) => {
      skipped.push(index);
      return blockedBy === undefined ? 'stopped' : `blocked by ${blockedBy}`;
    },
  });
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    started,
    skipped,
    results,
    stop: () => {
      stopped = true;
    },
    end: async (index: number, done = true) => {
      ends.get(index)?.(done);
      await turn();
    },
  };
}

describe('runSchedule', () => {
  it('starts independent tasks at once, as many as it may', async () => {
    const { started, results, end } = byHand([[], [], []], 2);
    expect(started).toEqual([0, 1]);
    await end(1);
    expect(started).toEqual([0, 1, 2]);
    await end(0);
    await end(2);
    expect(await results).toEqual(['done', 'done', 'done']);
  });

  it('starts a task only when everything it depends on is done', async () => {
    const { started, end, results } = byHand([[], [], [0, 1]], 8);
    await end(0);
    expect(started).toEqual([0, 1]);
    await end(1);
    expect(started).toEqual([0, 1, 2]);
    await end(2);
    expect(await results).toEqual(['done', 'done', 'done']);
  });

  it('starts what has just become free before what was free all along: a gap between the two is short', async () => {
    const { started, end } = byHand([[], [], [0], [], []], 2);
    await end(0);
    expect(started).toEqual([0, 1, 2]);
    await end(2);
    expect(started).toEqual([0, 1, 2, 3]);
  });

  it('does not try what depends on a failed task, however far down, and goes on with the rest', async () => {
    const { started, end, results } = byHand([[], [0], [1], [], [2, 3]], 1);
    await end(0, false);
    await end(3);
    expect(started).toEqual([0, 3]);
    expect(await results).toEqual(['failed', 'blocked by 0', 'blocked by 0', 'done', 'blocked by 0']);
  });

  it('tells of each task that is not tried once, however many ways lead to it', async () => {
    const { end, results, skipped } = byHand([[], [0], [0], [1, 2], []], 2);
    await end(0, false);
    await end(4);
    expect(await results).toEqual(['failed', 'blocked by 0', 'blocked by 0', 'blocked by 0', 'done']);
    expect(skipped.toSorted()).toEqual([1, 2, 3]);
  });

  it('starts nothing after a stop and lets what is under way end', async () => {
    const { started, end, results, stop } = byHand([[], [], [0]], 1);
    stop();
    await end(0);
    expect(started).toEqual([0]);
    expect(await results).toEqual(['done', 'stopped', 'stopped']);
  });

  it('tells 300,000 tasks that what they need has failed', async () => {
    const count = 300_000;
    const { results, end } = byHand([[], [0], ...Array.from({ length: count }, () => [1])], 1);
    await end(0, false);
    expect(await results).toHaveLength(count + 2);
  });
});
