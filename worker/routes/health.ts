/** `GET /healthz`: whether this deployment does what it should, for whoever watches it. */

import type { Context } from 'hono';
import known from '../../dist/migrations.txt';
import type { App, Database } from '../env.ts';
import { type JobName, lateMs } from '../jobs.ts';
import { lastRunOf } from '../store/jobs.ts';
import { ping, readApplied } from '../store/migrations.ts';

/** Names of the migrations that this deployment was built with, as the build lists them. */
const migrations = JSON.parse(known) as string[];

interface Health {
  status: 'ok' | 'failing';
  database: 'ok' | 'failing';
  /** The last one that is applied, and those of this build that are not. */
  migrations: { last?: string; missing: string[] };
  /** Times are epoch milliseconds; a job that never ran is late once it should have. */
  folds: { ranAt?: number; isLate: boolean };
}

/** 200 where all is well, else 503. Reads a row for each migration, and two more. */
export async function getHealth(c: Context<App>): Promise<Response> {
  const health = await healthOf(c.env.DB, Date.now());
  return c.json(health satisfies Health, health.status === 'ok' ? 200 : 503, { 'Cache-Control': 'no-store' });
}

async function healthOf(db: Database, now: number): Promise<Health> {
  const isUp = await ping(db).then(
    () => true,
    () => false,
  );
  const applied = await readApplied(db).catch(() => []);
  const missing = migrations.filter((name) => !applied.some((one) => one.name === name));
  const last = applied.at(-1);
  const ranAt = await lastRunOf(db, 'folds' satisfies JobName).catch(() => undefined);
  const isLate = now - (ranAt ?? last?.appliedAt ?? 0) > lateMs;
  return {
    status: isUp && missing.length === 0 && !isLate ? 'ok' : 'failing',
    database: isUp ? 'ok' : 'failing',
    migrations: { ...(last && { last: last.name }), missing },
    folds: { ...(ranAt !== undefined && { ranAt }), isLate },
  };
}
