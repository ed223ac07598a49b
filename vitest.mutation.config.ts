/** The quick unit tests of what `npm run test:mutation` mutates: each mutant runs those that reach it. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    isolate: false,
    include: ['test/{plan,apply,provider,render}/**/*.test.ts', 'test/golden.test.ts'],
    // Thousands of runs, a real named, real sockets: too slow to be repeated for every mutant.
    exclude: [
      'test/plan/*-named.test.ts',
      'test/plan/transitions.property.test.ts',
      'test/provider/vpsorg/**',
    ],
    env: { DNSSYNC_RUNS: '30', PROPERTY_RUNS: '30' },
    setupFiles: ['test/support/one-seed.ts'],
  },
});
