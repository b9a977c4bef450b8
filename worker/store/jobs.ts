/** When each job of the cron last ran. */

import type { Database } from '../env.ts';

const upsert = (column: 'ran_at' | 'failed_at') =>
  `INSERT INTO job (name, ${column}) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET ${column} = excluded.${column}`;

/** Remembers that a job ran to its end, or that it failed. */
export async function recordRun(
  db: Database,
  name: string,
  { now, hasFailed }: { now: number; hasFailed: boolean },
): Promise<void> {
  await db
    .prepare(upsert(hasFailed ? 'failed_at' : 'ran_at'))
    .bind(name, now)
    .run();
}

/** When a job last ran to its end, in epoch milliseconds; nothing for one that never did. */
export async function lastRunOf(db: Database, name: string): Promise<number | undefined> {
  const row = await db.prepare('SELECT ran_at FROM job WHERE name = ?1').bind(name).first<{ ran_at: number | null }>();
  return row?.ran_at ?? undefined;
}
