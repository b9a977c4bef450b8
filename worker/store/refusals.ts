/** Refusals: how many posts to a site were refused, by day and reason. */

import { dayOf, type Period } from '../../core/periods.ts';
import type { ProblemCode } from '../../core/problems.ts';
import type { Refusals } from '../../core/results.ts';
import type { Database } from '../env.ts';

/** Days that a count is kept. */
const keptDays = 90;

/** So many posts of one day, for one reason. */
export interface RefusalCount {
  /** Empty where it is none that there is. */
  site: string;
  day: number;
  reason: ProblemCode;
  count: number;
}

const add = `
  INSERT INTO refusal (site, day, reason, count)
  SELECT value ->> 'site', value ->> 'day', value ->> 'reason', value ->> 'count' FROM json_each(?1) WHERE true
  ON CONFLICT (site, day, reason) DO UPDATE SET count = count + excluded.count`;

/** Adds to what is counted; writes a row for each of these. */
export async function addRefusals(db: Database, counts: RefusalCount[]): Promise<void> {
  await db.prepare(add).bind(JSON.stringify(counts)).run();
}

const read = `
  SELECT reason, sum(count) AS count FROM refusal WHERE site = ?1 AND day BETWEEN ?2 AND ?3
  GROUP BY reason ORDER BY 2 DESC, 1`;

/** What was refused in a period, the most frequent reason first. Reads a row for each day and reason. */
export async function readRefusals(db: Database, site: string, { from, to }: Period): Promise<Refusals['reasons']> {
  return (await db.prepare(read).bind(site, from, to).run<Refusals['reasons'][number]>()).results;
}

/** Deletes what is older than 90 days, site by site: the table's key begins with the site. */
export async function sweepRefusals(db: Database, now: number): Promise<void> {
  const sql = `DELETE FROM refusal WHERE site IN (SELECT id FROM site UNION ALL SELECT '') AND day <= ?1`;
  await db
    .prepare(sql)
    .bind(dayOf(now) - keptDays)
    .run();
}
