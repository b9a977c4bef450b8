/** What the Worker does by itself, on the cron of wrangler.toml. */

import type { Databases } from './databases.ts';
import { foldAll } from './store/fold.ts';
import { sweepSessions } from './store/people.ts';
import { listSurveys } from './store/surveys.ts';

export async function runJobs(env: Databases, now: number): Promise<void> {
  await sweepSessions(env.DB, now);
  await foldAll(await listSurveys(env));
}
