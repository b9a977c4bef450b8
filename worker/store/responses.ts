/** Responses: one row each, however often they are posted. */

import { limits, type ResponsePost } from '../../core/contract.ts';
import { timeOf } from '../../core/id.ts';
import { dayOf } from '../../core/periods.ts';
import { belowWatermark } from './fold.ts';
import { addToTallies, counters, countersOfResponse } from './tallies.ts';

/** What became of a post: stored for the first time, known and perhaps changed, or too old to change. */
export interface Stored {
  outcome: 'new' | 'known' | 'closed';
  /** The revision that is stored now. */
  rev: number;
}

const columns = 'site, survey, id, rev, received_at, day, score, page, comment';
const values = '?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9';
/** Whether the post ?4 may replace a stored row: it is newer, and the row is not older than an hour. */
const mayReplace = (row: string) => `${row}rev < ?4 AND ${row}received_at >= ?5 - ${limits.changeMs}`;

const insertAboveWatermark = `
  INSERT INTO response (${columns}) SELECT ${values} WHERE NOT ${belowWatermark}
  ON CONFLICT (site, survey, id) DO NOTHING`;

/** `page`, day and time of receipt stay those of the first post. */
const upsert = `
  INSERT INTO response (${columns}) VALUES (${values})
  ON CONFLICT (site, survey, id) DO UPDATE SET rev = excluded.rev, score = excluded.score, comment = excluded.comment
  WHERE ${mayReplace('response.')}`;

/** What the post changes in the tallies: nothing above the watermark, else the new counters less the stored ones. */
const correction = `
  SELECT day, page, ${counters.join(', ')} FROM (
    SELECT coalesce(old.day, ?6) AS day, coalesce(old.page, ?8) AS page,
      ${countersOfResponse('?7', '?9 IS NOT NULL')}
    FROM (SELECT 1) LEFT JOIN response old ON old.site = ?1 AND old.survey = ?2 AND old.id = ?3
    WHERE ${belowWatermark} AND (old.id IS NULL OR (${mayReplace('old.')}))
    UNION ALL
    SELECT day, page, ${counters.map((name) => `-${name}`).join(', ')} FROM (
      SELECT day, page, ${countersOfResponse('score', 'comment IS NOT NULL')}
      FROM response old WHERE site = ?1 AND survey = ?2 AND id = ?3 AND ${belowWatermark} AND ${mayReplace('old.')}
    )
  )`;

const correctThenWrite = [...addToTallies(correction), upsert];
const storedRev = 'SELECT rev FROM response WHERE site = ?1 AND survey = ?2 AND id = ?3';

/**
 * Stores a post; exact whatever is late, repeated or changed. A new response writes one row, a repeated one none. It is
 * stored when this returns, and whoever throws has stored nothing.
 */
export async function putResponse(db: D1Database, post: ResponsePost, now: number): Promise<Stored> {
  const row = [
    ...[post.site, post.survey, post.id, post.rev, now, dayOf(timeOf(post.id))],
    ...[post.score, post.page ?? '', post.comment || null],
  ];
  const prepare = (sql: string) => db.prepare(sql).bind(...row);
  const inserted = await prepare(insertAboveWatermark).run();
  if (inserted.meta.changes === 1) return { outcome: 'new', rev: post.rev };

  const ask = db.prepare(storedRev).bind(post.site, post.survey, post.id);
  const known = await ask.first<{ rev: number }>();
  if (known && known.rev >= post.rev) return { outcome: 'known', rev: known.rev };

  const answers = await db.batch<{ rev: number }>([ask, ...correctThenWrite.map(prepare), ask]);
  const isNew = answers[0]?.results.length === 0;
  const rev = answers.at(-1)?.results[0]?.rev;
  if (rev === undefined) throw new Error('a response that was written is not there');
  return { outcome: rev < post.rev ? 'closed' : isNew ? 'new' : 'known', rev };
}
