/** What the Worker does by itself, on the cron of wrangler.toml. */

import { foldAll } from './store/fold.ts';
import { sweepSessions } from './store/people.ts';

export async function runJobs(db: D1Database, now: number): Promise<void> {
  await sweepSessions(db, now);
  await foldAll(db);
}
