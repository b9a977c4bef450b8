import { defineConfig } from 'vitest/config';
import { textModules } from '../ingest/text-modules.ts';

/** Times, and runs too long for every commit: `npm run bench`. One after the other, so that none disturbs another. */
export default defineConfig({
  plugins: [textModules],
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: [
      'tests/bench/**/*.bench.ts',
      'tests/core/experiments.properties.test.ts',
      'tests/ingest/{fuzz,kill}.test.ts',
      'tests/e2e/{accent,accessibility,csp,hosts,product,reflow}.test.ts',
    ],
    env: { WHOLE: 'true' },
    globalSetup: ['tests/e2e/chromium.ts'],
    reporters: ['default', './tests/closing-line.ts'],
    fileParallelism: false,
    testTimeout: 20 * 60_000,
    hookTimeout: 60_000,
  },
});
