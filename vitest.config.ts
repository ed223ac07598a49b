import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // What the bundler puts in, for tests that run code of the command line themselves.
  define: { DNSSYNC_VERSION: JSON.stringify('0.0.0-test') },
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', './test/summary-reporter.ts'],
    // Most tests wait for processes that they have started: one at a time would leave a small machine idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // A net for what hangs, wide enough for a busy machine: no test is judged by its time.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
