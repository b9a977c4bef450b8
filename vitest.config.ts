import { resolve } from 'node:path';
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { Response } from 'miniflare';
import { defineConfig } from 'vitest/config';
import { workerModules } from './tests/ingest/worker-modules.ts';
import { answerOutside } from './tests/worker/siteverify.ts';

// What is compiled once serves every process that a test starts.
process.env.NODE_COMPILE_CACHE ??= resolve('node_modules/.cache/node');

const migrations = await readD1Migrations('worker/migrations');

/** Tests that run in Node, in a folder of their own. Files share a process, which is the cheaper the more it has to load. */
const inNode = (name: string) => ({
  name,
  include: [`tests/${name}/**/*.test.ts`],
  testTimeout: 60_000,
  hookTimeout: 60_000,
  isolate: false,
});

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
      main: './worker/index.ts',
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
      { test: inNode('core') },
      { test: inNode('demo') },
      { test: inNode('dashboard') },
      { test: inNode('docs') },
      {
        plugins: [workerModules],
        test: {
          ...inNode('ingest'),
          globalSetup: ['tests/e2e/state.ts'],
        },
      },
      {
        test: {
          ...inNode('e2e'),
          globalSetup: ['tests/e2e/chromium.ts', 'tests/e2e/state.ts'],
          expect: { poll: { timeout: 20_000 } },
        },
      },
      {
        test: {
          ...inNode('package'),
          globalSetup: ['tests/e2e/chromium.ts', 'tests/e2e/state.ts', 'tests/package/pack.ts'],
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
