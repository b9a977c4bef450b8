import { applyD1Migrations, type D1Migration, reset } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeEach } from 'vitest';

declare global {
  namespace Cloudflare {
    interface Env {
      TEST_MIGRATIONS: D1Migration[];
      /** How many random operations the store is held to its model for. */
      OPERATIONS: number;
      DB_1: D1Database;
    }
  }
}

beforeEach(async () => {
  await reset();
  for (const db of [env.DB, env.DB_1]) await applyD1Migrations(db, env.TEST_MIGRATIONS);
});
