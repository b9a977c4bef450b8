/** What the Worker does by itself, on the cron of wrangler.toml. */

import { traceOf } from './problem.ts';
import { foldAll } from './store/fold.ts';
import { recordRun } from './store/jobs.ts';
import { sweepSessions } from './store/people.ts';
import { sweepRefusals } from './store/refusals.ts';
import { sweepSalts } from './store/salts.ts';

/** In this order, what takes longest last: an invocation that is cut short has done the others. */
const jobs = {
  salts: sweepSalts,
  sessions: sweepSessions,
  refusals: sweepRefusals,
  folds: foldAll,
} satisfies Record<string, (db: D1Database, now: number) => Promise<unknown>>;

export type JobName = keyof typeof jobs;

/** A job that has not run for three turns of the cron is late. */
export const lateMs = 15 * 60_000;

/** Runs every job and remembers that it did. One that fails is logged and keeps no other from it; then this throws. */
export async function runJobs(db: D1Database, now: number): Promise<void> {
  const errors: unknown[] = [];
  for (const [name, run] of Object.entries(jobs)) {
    try {
      await run(db, now);
      await recordRun(db, name, { now, hasFailed: false });
    } catch (error) {
      errors.push(error);
      console.error(JSON.stringify({ job: name, error: traceOf(error) }));
      await recordRun(db, name, { now, hasFailed: true }).catch((unrecorded) => errors.push(unrecorded));
    }
  }
  if (errors.length > 0) throw new AggregateError(errors, 'not every job ran to its end');
}
