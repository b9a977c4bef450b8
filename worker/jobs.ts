/** What the Worker does by itself, on the cron of wrangler.toml. */

import { cronMs } from './cron.ts';
import type { Databases } from './databases.ts';
import { traceOf } from './problem.ts';
import { foldAll } from './store/fold.ts';
import { recordRun } from './store/jobs.ts';
import { sweepRefusals } from './store/refusals.ts';
import { applyRetention } from './store/retention.ts';
import { sweepSalts } from './store/salts.ts';
import { sweepSessions } from './store/sessions.ts';
import { listSurveys } from './store/surveys.ts';
import { verifyInTurn } from './store/verify.ts';

const turnOf = (now: number) => Math.floor(now / cronMs);

/** Counting a thousand rows once more each hour costs little even where rows read are few a day. */
const turnsBetweenVerifications = 12;

/** In this order, what takes longest last: an invocation that is cut short has done the others. */
const jobs = {
  salts: ({ DB }, now) => sweepSalts(DB, now),
  sessions: ({ DB }, now) => sweepSessions(DB, now),
  refusals: ({ DB }, now) => sweepRefusals(DB, now),
  folds: async (env, now) => foldAll(await listSurveys(env), { now, turn: turnOf(now) }),
  // What takes too long for one run goes on with the next, whose turn the time tells.
  retention: async (env, now) => applyRetention(await listSurveys(env), { now, turn: turnOf(now) }),
  verification: async (env, now) => {
    const turn = turnOf(now);
    if (turn % turnsBetweenVerifications === 0)
      await verifyInTurn(await listSurveys(env), turn / turnsBetweenVerifications);
  },
} satisfies Record<string, (env: Databases, now: number) => Promise<unknown>>;

export type JobName = keyof typeof jobs;

/** Runs every job and remembers that it did. One that fails is logged and keeps no other from it; then this throws. */
export async function runJobs(env: Databases, now: number): Promise<void> {
  const errors: unknown[] = [];
  for (const [name, run] of Object.entries(jobs)) {
    try {
      await run(env, now);
      await recordRun(env.DB, name, { now, hasFailed: false });
    } catch (error) {
      errors.push(error);
      console.error(JSON.stringify({ job: name, error: traceOf(error) }));
      await recordRun(env.DB, name, { now, hasFailed: true }).catch((unrecorded) => errors.push(unrecorded));
    }
  }
  if (errors.length > 0) throw new AggregateError(errors, 'not every job ran to its end');
}
