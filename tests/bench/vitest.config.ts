import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';
import { workerModules } from '../ingest/worker-modules.ts';

const migrations = await readD1Migrations('worker/migrations');
const root = new URL('../..', import.meta.url).pathname;

interface Run {
  tests: string;
  ingest: 'direct' | 'grouped';
}

const inWorkerd = (name: string, { tests, ingest }: Run) => ({
  plugins: [
    cloudflareTest({
      main: './worker/index.ts',
      wrangler: { configPath: './wrangler.toml' },
      miniflare: {
        bindings: { TEST_MIGRATIONS: migrations, OPERATIONS: 100_000, LOG: '', INGEST: ingest },
        d1Databases: { DB_1: 'opina-1' },
      },
    }),
  ],
  test: {
    name,
    root,
    include: [`tests/worker/${tests}.test.ts`],
    setupFiles: ['tests/worker/setup.ts'],
    testTimeout: 20 * 60_000,
  },
});

/** Times, and runs too long for every commit: `npm run bench`. One after the other, so that none disturbs another. */
export default defineConfig({
  test: {
    root,
    reporters: ['default', './tests/closing-line.ts'],
    fileParallelism: false,
    projects: [
      {
        plugins: [workerModules],
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
          globalSetup: ['tests/e2e/chromium.ts', 'tests/e2e/state.ts'],
          testTimeout: 20 * 60_000,
          hookTimeout: 60_000,
        },
      },
      inWorkerd('bench-worker', { tests: 'exact', ingest: 'direct' }),
    ],
  },
});
