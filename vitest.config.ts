import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { Response } from 'miniflare';
import { defineConfig } from 'vitest/config';
import { workerModules } from './tests/ingest/worker-modules.ts';
import { answerOutside } from './tests/worker/siteverify.ts';

const migrations = await readD1Migrations('worker/migrations');

/** Tests that run in Node, in a folder of their own. */
const inNode = (name: string) => ({ test: { name, include: [`tests/${name}/**/*.test.ts`] } });

interface Run {
  tests: string;
  ingest: 'direct' | 'grouped';
  /** How many random operations the store is held to its model for. */
  operations: number;
}

/** Tests that run in workerd, with responses and views stored in one of the modes of wrangler.toml. */
const inWorkerd = (name: string, { tests, ingest, operations }: Run) => ({
  plugins: [
    cloudflareTest({
      wrangler: { configPath: './wrangler.toml' },
      miniflare: {
        bindings: { TEST_MIGRATIONS: migrations, OPERATIONS: operations, LOG: '', INGEST: ingest },
        d1Databases: { DB_1: 'opina-1' },
        outboundService: async (request) => Response.json(await answerOutside(request)),
      },
    }),
  ],
  test: {
    name,
    include: [`tests/worker/${tests}.test.ts`],
    setupFiles: ['tests/worker/setup.ts'],
    testTimeout: 60_000,
  },
});

export default defineConfig({
  test: {
    maxWorkers: 3,
    reporters: ['default', './tests/closing-line.ts'],
    projects: [
      inNode('core'),
      inNode('demo'),
      inNode('dashboard'),
      inNode('docs'),
      {
        plugins: [workerModules],
        test: { name: 'ingest', include: ['tests/ingest/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/e2e/chromium.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 20_000 } },
        },
      },
      {
        test: {
          name: 'package',
          include: ['tests/package/**/*.test.ts'],
          globalSetup: ['tests/e2e/chromium.ts', 'tests/package/pack.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      inWorkerd('worker', { tests: '**/*', ingest: 'direct', operations: 10_000 }),
      inWorkerd('grouped', {
        tests: '{responses,exact,acts,http,gatherer,move}',
        ingest: 'grouped',
        operations: 1200,
      }),
    ],
  },
});
