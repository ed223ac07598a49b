/** The quick unit tests of what `npm run test:mutation` mutates: each mutant runs those that reach it. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Nothing in these tests outlives its file, and a start for each would take longer than the tests.
    isolate: false,
    include: ['test/{plan,apply,provider,render}/**/*.test.ts', 'test/golden.test.ts'],
    // A real named, real sockets, very large plans: too slow to be repeated for every mutant.
    exclude: ['test/plan/scale.test.ts', 'test/plan/*-named.test.ts', 'test/provider/vpsorg/**'],
    // Above the limit that Stryker sets: a busy machine kills no mutant.
    testTimeout: 60_000,
    env: { DNSSYNC_RUNS: '50', PROPERTY_RUNS: '50' },
    setupFiles: ['test/support/one-seed.ts'],
  },
});
