/** Responses: one row each, however often they are posted. */

import { limits, type ResponsePost } from '../../core/contract.ts';
import { timeOf } from '../../core/id.ts';
import { dayOf } from '../../core/periods.ts';
import { rememberAct } from './acts.ts';
import { facetsOr, type StoredFacets, valuesOfFacets } from './facets.ts';
import type { SurveyKey } from './fold.ts';
import { insertEach } from './group.ts';
import { forgetWords, indexWords, isPassed } from './search.ts';
import { addToTallies, counters, countersOfResponse, facetColumns } from './tallies.ts';
import { belowWatermark, isKept } from './watermark.ts';

/** A post as its site and survey take it, and whether the site has proven who the person is. */
export interface CheckedPost extends Omit<ResponsePost, 'hash'>, StoredFacets {
  isVerified?: boolean;
}

/**
 * What became of a post: stored for the first time, known and perhaps changed, too old to change, or of a day whose
 * responses were dropped.
 */
export type Stored =
  | { outcome: 'expired' }
  /** The revision that is stored now. */
  | { outcome: 'new' | 'known' | 'closed'; rev: number };

const facetsFrom = 9;
const countedColumns = ['site', 'survey', 'id', 'rev', 'received_at', 'day', 'score', 'comment', ...facetColumns];
const allColumns = [...countedColumns, 'reasons', 'email', 'person', 'verified'];
const columns = allColumns.join(', ');
const values = allColumns.map((_, at) => `?${at + 1}`).join(', ');

const ofId = 'SELECT 1 FROM response WHERE site = ?1 AND survey = ?2 AND id = ?3';
/** Whether a stored row is not older than an hour. */
const isOpen = (row: string) => `${row}received_at >= ?5 - ${limits.changeMs}`;
const scaleAt = `?${facetsFrom + facetColumns.indexOf('scale')}`;
/**
 * Whether the post may replace a stored row: it is newer, of the same scale, and the row is still open, or has no words
 * yet and keeps its score. Words written offline arrive whenever there is a network again, and are not lost.
 */
const mayReplace = (row: string, scale = scaleAt) =>
  `${row}rev < ?4 AND ${row}scale = ${scale} AND (${isOpen(row)} OR (${row}comment IS NULL AND ${row}score = ?7))`;

const insertUnpassed = `
  INSERT INTO response (${columns}) SELECT ${values} WHERE NOT ${isPassed}
  ON CONFLICT (site, survey, id) DO NOTHING`;

/** Of a JSON list of rows those that are new and above their watermark; answers which. */
export const insertResponses = `${insertEach('response', allColumns)} ON CONFLICT DO NOTHING RETURNING 'response' AS kind, survey, id`;

/** Facets, day and time of receipt stay those of the first post; the person those of the last within the hour. */
const upsert = `
  INSERT INTO response (${columns}) SELECT ${values} WHERE EXISTS (${ofId}) OR ${isKept('?6')}
  ON CONFLICT (site, survey, id) DO UPDATE SET rev = excluded.rev, score = excluded.score, comment = excluded.comment,
    reasons = excluded.reasons, email = excluded.email,
    person = iif(${isOpen('response.')}, excluded.person, response.person),
    verified = iif(${isOpen('response.')}, excluded.verified, response.verified)
  WHERE ${mayReplace('response.')}`;

const isCounted = 'old.mark IS NULL';
const storedCounters = countersOfResponse('score', 'comment IS NOT NULL');
/** What the post changes in the tallies: nothing above the watermark, else the new counters less the stored ones. */
const correction = `
  SELECT day, ${facetColumns.join(', ')}, ${counters.join(', ')} FROM (
    SELECT coalesce(old.day, ?6) AS day, ${facetsOr(facetsFrom)}, ${countersOfResponse('?7', '?8 IS NOT NULL')}
    FROM (SELECT 1) LEFT JOIN response old ON old.site = ?1 AND old.survey = ?2 AND old.id = ?3
    WHERE ${belowWatermark} AND iif(old.id IS NULL, ${isKept('?6')}, ${mayReplace('old.')} AND ${isCounted})
    UNION ALL
    SELECT day, ${facetColumns.join(', ')}, ${counters.map((name) => `-${name}`).join(', ')} FROM (
      SELECT day, ${facetColumns.join(', ')}, ${storedCounters} FROM response old
      WHERE site = ?1 AND survey = ?2 AND id = ?3 AND ${belowWatermark} AND ${mayReplace('old.')} AND ${isCounted}
    )
  )`;

/** Of a response that will be new: the same condition as that of the row which is written after it. */
const rememberUnpassed = rememberAct('responded_at', `NOT ${isPassed} AND NOT EXISTS (${ofId})`);
/** Of one that is late, or that becomes this person's; ?6 is its rev, ?7 the least time of receipt of an open row, ?8 its scale. */
const remember = rememberAct(
  'responded_at',
  `NOT EXISTS (${ofId} AND ((person = ?4 AND verified) OR rev >= ?6 OR received_at < ?7 OR scale <> ?8))`,
);

const correct = addToTallies(correction);
/** Of a comment that the post replaces by other words: here ?6, on the scale ?8. */
const forgetOldWords = forgetWords(`
  SELECT id FROM response old WHERE site = ?1 AND survey = ?2 AND id = ?3 AND ${mayReplace('old.', '?8')} AND comment IS NOT ?6`);
const storedRev = 'SELECT rev FROM response WHERE site = ?1 AND survey = ?2 AND id = ?3';

/**
 * Stores a post; exact whatever is late, repeated or changed. A new response writes one row, a repeated one none, and
 * that of a verified person one row more. It is stored when this returns, and whoever throws has stored nothing.
 */
export async function putResponse(db: D1Database, post: CheckedPost, now: number): Promise<Stored> {
  const { counted, row } = valuesOfResponse(post, now);
  const act = (sql: string, ...more: (number | string)[]) =>
    post.isVerified && post.person !== undefined
      ? [db.prepare(sql).bind(post.site, post.survey, post.id, post.person, timeOf(post.id), ...more)]
      : [];
  const insert = db.prepare(insertUnpassed).bind(...row);
  const acts = act(rememberUnpassed);
  const inserted = acts.length > 0 ? (await db.batch([...acts, insert])).at(-1) : await insert.run();
  // More than one where a trigger writes too.
  if (inserted?.meta.changes !== 0) return { outcome: 'new', rev: post.rev };

  const ask = db.prepare(storedRev).bind(post.site, post.survey, post.id);
  const known = await ask.first<{ rev: number }>();
  if (known && known.rev >= post.rev) return { outcome: 'known', rev: known.rev };

  const { scale = '' } = post;
  const words = [post.site, post.survey, post.id, post.rev, now, post.comment || null, post.score, scale];
  const forget = db.prepare(forgetOldWords).bind(...words);
  const index = db.prepare(indexWords).bind(post.site, post.survey, post.id);
  const answers = await db.batch<{ rev: number }>([
    ...[ask, ...act(remember, post.rev, now - limits.changeMs, scale)],
    ...[forget, db.prepare(correct).bind(...counted), db.prepare(upsert).bind(...row), index, ask],
  ]);
  const isNew = answers[0]?.results.length === 0;
  const rev = answers.at(-1)?.results[0]?.rev;
  if (rev === undefined) return { outcome: 'expired' };
  return { outcome: rev < post.rev ? 'closed' : isNew ? 'new' : 'known', rev };
}

/** Whether any revision of a response is stored. */
export async function isKnown(db: D1Database, { site, survey, id }: SurveyKey & { id: string }): Promise<boolean> {
  return (await db.prepare(storedRev).bind(site, survey, id).first()) !== null;
}

/** The values of a row, and those of them that tallies are made of: D1 refuses a value that a statement does not use. */
export function valuesOfResponse(post: CheckedPost, now: number) {
  const counted = [
    ...[post.site, post.survey, post.id, post.rev, now, dayOf(timeOf(post.id))],
    ...[post.score, post.comment || null, ...valuesOfFacets(post)],
  ];
  const reasons = post.reasons?.length ? JSON.stringify(post.reasons) : null;
  const row = [...counted, reasons, post.email ?? null, post.person ?? null, post.isVerified ? 1 : 0];
  return { counted, row };
}
