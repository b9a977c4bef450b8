import type { Database } from '../env.ts';

/** A migration that was applied. */
export interface Applied {
  name: string;
  /** Epoch milliseconds. */
  appliedAt: number;
}

/** What Wrangler has applied, oldest first; throws where it never applied anything. */
export async function readApplied(db: Database): Promise<Applied[]> {
  const sql = `SELECT name, unixepoch(applied_at) * 1000 AS appliedAt FROM d1_migrations ORDER BY id LIMIT 1000`;
  return (await db.prepare(sql).run<Applied>()).results;
}

/** Throws where the database does not answer. */
export async function ping(db: Database): Promise<void> {
  await db.prepare('SELECT 1').run();
}
