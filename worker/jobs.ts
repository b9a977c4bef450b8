/** What the Worker does by itself, on the cron of wrangler.toml. */

import { foldAll } from './store/fold.ts';
import { sweepSessions } from './store/people.ts';
import { applyRetention } from './store/retention.ts';
import { verifyInTurn } from './store/verify.ts';

/** As in wrangler.toml. */
const cronMs = 5 * 60_000;

/** What takes too long for one run goes on with the next, whose turn the time tells. */
export async function runJobs(db: D1Database, now: number): Promise<void> {
  const turn = Math.floor(now / cronMs);
  await sweepSessions(db, now);
  await foldAll(db);
  await applyRetention(db, { now, turn });
  await verifyInTurn(db, turn);
}
