import { defineConfig } from 'vitest/config';

/** Times, and runs too long for every commit: `npm run bench`. One after the other, so that none disturbs another. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: [
      'tests/bench/**/*.bench.ts',
      'tests/core/experiments.properties.test.ts',
      'tests/e2e/{accent,accessibility,csp,hosts,kill,product,reflow}.test.ts',
    ],
    env: { KILLS: '200', WHOLE: 'true' },
    globalSetup: ['tests/e2e/chromium.ts'],
    reporters: ['default', './tests/closing-line.ts'],
    fileParallelism: false,
    testTimeout: 20 * 60_000,
    hookTimeout: 60_000,
  },
});
