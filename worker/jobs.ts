/** What the Worker does by itself, on the cron of wrangler.toml. */

import { foldAll } from './store/fold.ts';
import { sweepSessions } from './store/people.ts';
import { applyRetention } from './store/retention.ts';
import { verifyInTurn } from './store/verify.ts';

/** As in wrangler.toml. */
const cronMs = 5 * 60_000;

/** Counting a thousand rows once more each hour costs little even where rows read are few a day. */
const turnsBetweenVerifications = 12;

/** What takes too long for one run goes on with the next, whose turn the time tells. */
export async function runJobs(db: D1Database, now: number): Promise<void> {
  const turn = Math.floor(now / cronMs);
  await sweepSessions(db, now);
  await foldAll(db);
  await applyRetention(db, { now, turn });
  if (turn % turnsBetweenVerifications === 0) await verifyInTurn(db, turn / turnsBetweenVerifications);
}
