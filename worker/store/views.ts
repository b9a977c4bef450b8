/** Views: one row for each time a survey was shown, whether or not it was dismissed. */

import type { ViewPost } from '../../core/contract.ts';
import { timeOf } from '../../core/id.ts';
import { dayOf } from '../../core/periods.ts';
import { belowWatermark } from './fold.ts';
import { addToTallies, counters, countersOfView } from './tallies.ts';

const upsert = (condition: string) => `
  INSERT INTO view (site, survey, id, dismissed, day, page) SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE ${condition}
  ON CONFLICT (site, survey, id) DO UPDATE SET dismissed = 1 WHERE excluded.dismissed > view.dismissed`;

/** What the post adds to the tallies below the watermark: a view that is new, a dismissal that was not known. */
const correction = `
  SELECT coalesce(old.day, ?5) AS day, coalesce(old.page, ?6) AS page,
    ${counters.map((name) => (name === 'views' ? 'old.id IS NULL AS views' : `new.${name}`)).join(', ')}
  FROM (SELECT ${countersOfView('?4')}) new
  LEFT JOIN view old ON old.site = ?1 AND old.survey = ?2 AND old.id = ?3
  WHERE ${belowWatermark} AND (old.id IS NULL OR ?4 > old.dismissed)`;

const insertAboveWatermark = upsert(`NOT ${belowWatermark}`);
const correctThenWrite = [...addToTallies(correction), upsert('true')];

/** Stores a view or a dismissal; writes one row for a new one and none for a repeated one. */
export async function putView(db: D1Database, post: ViewPost): Promise<void> {
  const dismissed = post.dismissed ? 1 : 0;
  const row = [post.site, post.survey, post.id, dismissed, dayOf(timeOf(post.id)), post.page ?? ''];
  const { meta } = await db
    .prepare(insertAboveWatermark)
    .bind(...row)
    .run();
  if (meta.changes === 0) await db.batch(correctThenWrite.map((sql) => db.prepare(sql).bind(...row)));
}
