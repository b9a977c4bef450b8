import { type D1Migration, reset } from 'cloudflare:test';
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
  await Promise.all([env.DB, env.DB_1].map(applyMigrations));
});

/** As Wrangler does, in one call: one for each of them takes three times as long, which every test would. */
async function applyMigrations(db: D1Database) {
  const table = `CREATE TABLE d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE,
    applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)`;
  const all = env.TEST_MIGRATIONS.flatMap(({ name, queries }) => [
    ...queries.map((query) => db.prepare(query)),
    db.prepare('INSERT INTO d1_migrations (name) VALUES (?1)').bind(name),
  ]);
  await db.batch([db.prepare(table), ...all]);
}
