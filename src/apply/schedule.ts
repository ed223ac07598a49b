/** Runs tasks that depend on one another: each as soon as what it needs is done, never where that failed. */

export interface Schedule<T> {
  /** For each task, the indexes of those that must be done before it may start. */
  readonly dependsOn: readonly (readonly number[])[];
  /** Most tasks under way at once. */
  readonly concurrency: number;
  /** Runs one task; never rejects. `done` tells whether tasks that depend on it may run. */
  run(index: number): Promise<{ readonly result: T; readonly done: boolean }>;
  /** The result of a task that is not run; `blockedBy` is the failed task it needs, undefined where the run was stopped. */
  skip(index: number, blockedBy: number | undefined): T;
  /** True from the moment on from which no further task may start. */
  stopped(): boolean;
}

/**
 * Resolves to one result for each task, in their order. Linear in tasks and dependencies. What a task has just set free
 * starts before what was free all along, since a name may have no answer between the two (dns-rules section 7, rule 2:
 * adjacent calls); otherwise the task that stands first in the order starts first.
 */
export async function runSchedule<T>(schedule: Schedule<T>): Promise<T[]> {
  const { dependsOn } = schedule;
  const results = new Array<T | undefined>(dependsOn.length);
  const waitingFor = dependsOn.map((needs) => needs.length);
  const dependants: number[][] = dependsOn.map(() => []);
  for (const [index, needs] of dependsOn.entries()) for (const need of needs) dependants[need]?.push(index);

  const free = [...waitingFor.keys()].filter((index) => waitingFor[index] === 0).values();
  const freed: number[] = [];
  let next = 0;
  const take = (): number | undefined => (next < freed.length ? freed[next++] : free.next().value);

  const settle = (index: number, result: T, done: boolean): void => {
    results[index] = result;
    if (!done) {
      blockDependants(index);
      return;
    }
    for (const dependant of dependants[index] ?? []) {
      const left = (waitingFor[dependant] ?? 0) - 1;
      waitingFor[dependant] = left;
      if (left === 0) freed.push(dependant);
    }
  };
  const blockDependants = (failed: number): void => {
    const queue = [...(dependants[failed] ?? [])];
    for (let index = queue.pop(); index !== undefined; index = queue.pop()) {
      if (results[index] !== undefined) continue;
      results[index] = schedule.skip(index, failed);
      for (const next of dependants[index] ?? []) queue.push(next);
    }
  };

  const active = new Set<Promise<void>>();
  for (;;) {
    while (active.size < schedule.concurrency && !schedule.stopped()) {
      const index = take();
      if (index === undefined) break;
      const task = schedule.run(index).then(({ result, done }) => {
        active.delete(task);
        settle(index, result, done);
      });
      active.add(task);
    }
    if (active.size === 0) break;
    await Promise.race(active);
  }
  // Array.from, since map passes over what was never set.
  return Array.from(results, (result, index) => result ?? schedule.skip(index, undefined));
}
