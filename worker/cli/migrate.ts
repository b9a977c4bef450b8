/** Applies migrations, in the table and format of `wrangler d1 migrations apply`. */

import { readdirSync, readFileSync } from 'node:fs';

const folder = 'worker/migrations';
const createTable = `CREATE TABLE IF NOT EXISTS d1_migrations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT UNIQUE,
  applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
)`;

/** Each migration is applied whole or not at all. */
export async function migrate(db: D1Database): Promise<void> {
  await db.prepare(createTable).run();
  const { results } = await db.prepare('SELECT name FROM d1_migrations').run<{ name: string }>();
  const applied = new Set(results.map(({ name }) => name));
  const pending = readdirSync(folder).filter((name) => !applied.has(name));
  if (pending.length === 0) return;
  // Wrangler takes two seconds to load: only a start that needs it pays for it.
  const { unstable_splitSqlQuery } = await import('wrangler');
  for (const name of pending.sort()) {
    const statements = unstable_splitSqlQuery(readFileSync(`${folder}/${name}`, 'utf8'));
    const mark = db.prepare('INSERT INTO d1_migrations (name) VALUES (?1)').bind(name);
    await db.batch([...statements.map((sql) => db.prepare(sql)), mark]);
  }
}
