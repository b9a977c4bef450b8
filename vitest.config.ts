import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';
import { textModules } from './tests/ingest/text-modules.ts';

const migrations = await readD1Migrations('worker/migrations');

/** Tests that run in Node, in a folder of their own. */
const inNode = (name: string) => ({ test: { name, include: [`tests/${name}/**/*.test.ts`] } });

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
        plugins: [textModules],
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
      {
        plugins: [
          cloudflareTest({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: { bindings: { TEST_MIGRATIONS: migrations } },
          }),
        ],
        test: {
          name: 'worker',
          include: ['tests/worker/**/*.test.ts'],
          setupFiles: ['tests/worker/setup.ts'],
          testTimeout: 60_000,
        },
      },
    ],
  },
});
