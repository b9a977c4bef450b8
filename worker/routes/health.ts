/** `GET /healthz`: whether this deployment does what it should, for whoever watches it. */

import type { Context } from 'hono';
import known from '../../dist/migrations.txt';
import { lateMs } from '../cron.ts';
import { databaseAt, firstPlace, placesOf } from '../databases.ts';
import type { App, Database } from '../env.ts';
import type { JobName } from '../jobs.ts';
import { lastRunOf } from '../store/jobs.ts';
import { ping, readApplied } from '../store/migrations.ts';

/** Names of the migrations that this deployment was built with, as the build lists them. */
const migrations = JSON.parse(known) as string[];

interface Health {
  status: 'ok' | 'failing';
  database: 'ok' | 'failing';
  /** The last one that is applied to the first database, and those of this build that some database has not. */
  migrations: { last?: string; missing: string[] };
  /** Times are epoch milliseconds; a job that never ran is late once it should have. */
  folds: { ranAt?: number; isLate: boolean };
}

/** 200 where all is well, else 503. Reads a row for each migration of each database, and two more. */
export async function getHealth(c: Context<App>): Promise<Response> {
  const health = await healthOf(c.env, Date.now());
  return c.json(health satisfies Health, health.status === 'ok' ? 200 : 503, { 'Cache-Control': 'no-store' });
}

async function healthOf(env: App['Bindings'], now: number): Promise<Health> {
  const further = placesOf(env).filter((place) => place !== firstPlace);
  const [first, others] = await Promise.all([
    stateOf(env.DB),
    Promise.all(further.map((place) => stateOf(databaseAt(env, place)))),
  ]);
  const all = [first, ...others];
  const isUp = all.every((one) => one.isUp);
  const missing = migrations.filter((name) => !all.every(({ applied }) => applied.some((one) => one.name === name)));
  const last = first.applied.at(-1);
  const ranAt = await lastRunOf(env.DB, 'folds' satisfies JobName).catch(() => undefined);
  const isLate = now - (ranAt ?? last?.appliedAt ?? 0) > lateMs;
  return {
    status: isUp && missing.length === 0 && !isLate ? 'ok' : 'failing',
    database: isUp ? 'ok' : 'failing',
    migrations: { ...(last && { last: last.name }), missing },
    folds: { ...(ranAt !== undefined && { ranAt }), isLate },
  };
}

async function stateOf(db: Database) {
  const isUp = await ping(db).then(
    () => true,
    () => false,
  );
  return { isUp, applied: await readApplied(db).catch(() => []) };
}
