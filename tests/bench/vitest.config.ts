import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';
import { textModules } from '../ingest/text-modules.ts';

const migrations = await readD1Migrations('worker/migrations');
const root = new URL('../..', import.meta.url).pathname;

/** Times, and runs too long for every commit: `npm run bench`. One after the other, so that none disturbs another. */
export default defineConfig({
  test: {
    root,
    reporters: ['default', './tests/closing-line.ts'],
    fileParallelism: false,
    projects: [
      {
        plugins: [textModules],
        test: {
          name: 'bench',
          root,
          include: [
            'tests/bench/**/*.bench.ts',
            'tests/core/experiments.properties.test.ts',
            'tests/ingest/{fuzz,kill}.test.ts',
            'tests/e2e/{accent,accessibility,csp,hosts,product,reflow}.test.ts',
          ],
          env: { WHOLE: 'true' },
          globalSetup: ['tests/e2e/chromium.ts'],
          testTimeout: 20 * 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        plugins: [
          cloudflareTest({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              bindings: { TEST_MIGRATIONS: migrations, OPERATIONS: 100_000, LOG: '' },
              d1Databases: { DB_1: 'opina-1' },
            },
          }),
        ],
        test: {
          name: 'bench-worker',
          root,
          include: ['tests/worker/exact.test.ts'],
          setupFiles: ['tests/worker/setup.ts'],
          testTimeout: 20 * 60_000,
        },
      },
    ],
  },
});
