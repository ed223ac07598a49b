import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', './test/summary-reporter.ts'],
    // A net for what hangs, wide enough for a busy machine: no test is judged by its time.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
