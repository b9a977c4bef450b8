/** Views: one row for each time a survey was shown, whether or not it was dismissed. */

import type { ViewPost } from '../../core/contract.ts';
import { timeOf } from '../../core/id.ts';
import { dayOf } from '../../core/periods.ts';
import { rememberAct } from './acts.ts';
import { facetsOr, type StoredFacets, valuesOfFacets } from './facets.ts';
import { insertEach } from './group.ts';
import { addToTallies, counters, countersOfView, facetColumns } from './tallies.ts';
import { belowWatermark, isKept } from './watermark.ts';

const columns = ['site', 'survey', 'id', 'dismissed', 'day', ...facetColumns];
const facetsFrom = 6;

/** The mark of the response to a view: it marks the view, whichever comes first, and a view of what is gone is not stored. */
const markOf = (site: string, survey: string, id: string) =>
  `(SELECT r.mark FROM response r WHERE r.site = ${site} AND r.survey = ${survey} AND r.id = ${id})`;
const response = markOf('?1', '?2', '?3');
const isGone = `${response} IS 'deleted'`;

const orDismiss =
  'ON CONFLICT (site, survey, id) DO UPDATE SET dismissed = 1 WHERE excluded.dismissed > view.dismissed';
const upsert = (condition: string) => `
  INSERT INTO view (${columns.join(', ')}, mark)
  SELECT ${columns.map((_, at) => `?${at + 1}`).join(', ')}, ${response} WHERE ${condition} AND NOT ${isGone}
  ${orDismiss}`;

/** Of a JSON list of rows those that are above their watermark, and new or newly dismissed; answers which. */
export const insertViews = `
  ${insertEach('view', columns, { column: 'mark', valueOf: markOf, unless: 'deleted' })} ${orDismiss}
  RETURNING 'view' AS kind, survey, id`;

/** What the post adds to the tallies below the watermark: a view that is new, a dismissal that was not known. */
const correction = `
  SELECT coalesce(old.day, ?5) AS day, ${facetsOr(facetsFrom)},
    ${counters.map((name) => (name === 'views' ? 'old.id IS NULL AS views' : `new.${name}`)).join(', ')}
  FROM (SELECT ${countersOfView('?4')}) new
  LEFT JOIN view old ON old.site = ?1 AND old.survey = ?2 AND old.id = ?3
  WHERE ${belowWatermark} AND iif(old.id IS NULL, ${isKept('?5')} AND ${response} IS NULL, ?4 > old.dismissed AND old.mark IS NULL)`;

const insertAboveWatermark = upsert(`NOT ${belowWatermark}`);
const isThere = 'EXISTS (SELECT 1 FROM view WHERE site = ?1 AND survey = ?2 AND id = ?3)';
const correctThenWrite = [addToTallies(correction), upsert(`(${isThere} OR ${isKept('?5')})`)];

/** A dismissal that was not known: the same condition as that of the row which is written after it. */
const isNew = `NOT ${isGone}
  AND NOT EXISTS (SELECT 1 FROM view WHERE site = ?1 AND survey = ?2 AND id = ?3 AND dismissed)`;
const rememberAboveWatermark = rememberAct('dismissed_at', `NOT ${belowWatermark} AND ${isNew}`);
const remember = rememberAct('dismissed_at', isNew);

/** A post as its site and survey take it, and whether the site has proven who the person is. */
export interface CheckedView extends Omit<ViewPost, 'hash'>, StoredFacets {
  isVerified?: boolean;
}

/**
 * Stores a view or a dismissal; writes one row for a new one and none for a repeated one. The dismissal of a verified
 * person is one row more.
 */
export async function putView(db: D1Database, post: CheckedView): Promise<void> {
  const at = timeOf(post.id);
  const row = valuesOfView(post);
  const act = (sql: string) =>
    post.dismissed && post.isVerified && post.person !== undefined
      ? [db.prepare(sql).bind(post.site, post.survey, post.id, post.person, at)]
      : [];
  const insert = db.prepare(insertAboveWatermark).bind(...row);
  const answers = await db.batch([...act(rememberAboveWatermark), insert]);
  if (answers.at(-1)?.meta.changes !== 0) return;
  await db.batch([...act(remember), ...correctThenWrite.map((sql) => db.prepare(sql).bind(...row))]);
}

/** The values of a row. */
export function valuesOfView(post: CheckedView) {
  const day = dayOf(timeOf(post.id));
  return [post.site, post.survey, post.id, post.dismissed ? 1 : 0, day, ...valuesOfFacets(post)];
}
