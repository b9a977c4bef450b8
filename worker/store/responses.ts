/** Responses: one row each, however often they are posted. */

import { limits, type ResponsePost } from '../../core/contract.ts';
import { timeOf } from '../../core/id.ts';
import { dayOf } from '../../core/periods.ts';
import { addToTallies, counters, countersOfResponse } from './tallies.ts';

/** What became of a post: stored for the first time, known and perhaps changed, or too old to change. */
export interface Stored {
  outcome: 'new' | 'known' | 'closed';
  /** The revision that is stored now. */
  rev: number;
}

const columns = 'site, survey, id, rev, received_at, day, score, page, comment';
const values = '?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9';
const belowWatermark = `EXISTS (SELECT 1 FROM watermark WHERE site = ?1 AND survey = ?2 AND id >= ?3)`;
/** Whether the post ?4 may replace a stored row: it is newer, and the row is not older than an hour. */
const mayReplace = (row: string) => `${row}rev < ?4 AND ${row}received_at >= ?5 - ${limits.changeMs}`;

/** Writes the post if its id is new or its `rev` greater; `page` and day stay those of the first post. */
const upsert = (condition: string) => `
  INSERT INTO response (${columns}) SELECT ${values} WHERE ${condition}
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

const insertAboveWatermark = `${upsert(`NOT ${belowWatermark}`)} RETURNING rev, received_at`;
const correctThenWrite = [...addToTallies(correction), upsert('true')];
const select = 'SELECT rev, received_at FROM response WHERE site = ?1 AND survey = ?2 AND id = ?3';

interface Row {
  rev: number;
  received_at: number;
}

/**
 * Stores a post; exact whatever is late, repeated or changed. A new response writes one row, a repeated one none. It is
 * stored when this returns, and whoever throws has stored nothing.
 */
export async function putResponse(db: D1Database, post: ResponsePost, now: number): Promise<Stored> {
  const row = [
    ...[post.site, post.survey, post.id, post.rev, now, dayOf(timeOf(post.id))],
    ...[post.score, post.page ?? '', post.comment || null],
  ];
  const written = await db
    .prepare(insertAboveWatermark)
    .bind(...row)
    .first<Row>();
  if (written) return { outcome: written.received_at === now ? 'new' : 'known', rev: written.rev };

  const statements = correctThenWrite.map((sql) => db.prepare(sql).bind(...row));
  const known = db.prepare(select).bind(post.site, post.survey, post.id);
  const results = await db.batch<Row>([...statements, known]);
  return outcomeOf(post, results.at(-1)?.results[0], results.at(-2)?.meta.changes === 1, now);
}

function outcomeOf(post: ResponsePost, stored: Row | undefined, isWritten: boolean, now: number): Stored {
  if (!stored) throw new Error('a response that was written is not there');
  if (stored.rev < post.rev) return { outcome: 'closed', rev: stored.rev };
  return { outcome: isWritten && stored.received_at === now ? 'new' : 'known', rev: stored.rev };
}
