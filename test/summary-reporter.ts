/**
 * Prints the closing line `N passed, N failed` with the true totals, which no reporter of vitest's own does, and before it
 * how many applies ended with a verification by DNS: fewer than there are known to be is a failure.
 */
import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import type { Reporter, SerializedError, TestModule, Vitest } from 'vitest/node';

/** Of the whole of test/e2e; there are some more. */
const LEAST_APPLIES = 110;

export default class SummaryReporter implements Reporter {
  #isFiltered = false;

  onInit({ config }: Vitest): void {
    this.#isFiltered = config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const count = { passed: 0, failed: unhandled.length, skipped: 0, pending: 0 };
    const applies = { verified: 0, skipped: 0 };
    for (const module of modules) {
      // A file that threw while it was collected, or a hook that threw, has no failed test to count.
      count.failed += module.errors().length;
      for (const suite of module.children.allSuites()) count.failed += suite.errors().length;
      for (const test of module.children.allTests()) {
        count[test.result().state]++;
        applies.verified += test.meta().applies?.verified ?? 0;
        applies.skipped += test.meta().applies?.skipped ?? 0;
      }
    }
    const total = applies.verified + applies.skipped;
    if (total > 0) {
      const unseen = applies.skipped > 0 ? `, ${applies.skipped} NOT, for want of BIND` : '';
      process.stdout.write(`\n${applies.verified} applies verified by DNS${unseen}\n`);
    }
    if (total < LEAST_APPLIES && !this.#isFiltered && isWhole(modules)) {
      process.stdout.write(`\nthere ought to be ${LEAST_APPLIES} at least: see test/support/applied.ts\n`);
      count.failed++;
      process.exitCode = 1;
    }
    const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
    process.stdout.write(`\n${count.passed} passed, ${count.failed + count.pending} failed${skipped}\n`);
  }
}

/** Whether all files of test/e2e ran. */
function isWhole(modules: readonly TestModule[]): boolean {
  const ran = new Set(modules.map(({ moduleId }) => basename(moduleId)));
  return readdirSync('test/e2e').every((file) => ran.has(file));
}
