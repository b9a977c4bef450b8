/** Ranges of responses, each read from its newest on: that of a survey by its key, that of a search by the index. */

import type { Database } from '../env.ts';
import { conditionOf, type Filters } from './filters.ts';
import type { SurveyKey } from './fold.ts';
import { type ItemRow, itemOf } from './items.ts';
import type { Position } from './positions.ts';
import { rowidOf } from './search.ts';

/** A response that was passed; `item` is there where it is wanted, and `true` where it was not brought along. */
export interface Entry extends Position {
  item?: ItemRow | true;
}

/** What is read of a range: ids from `from` on and below `before`. */
export interface Bounds {
  survey: string;
  from: string;
  before: string;
}

/** Reads the newest `count` of each range at once; says what it cost. Items come along unless `isBare`. */
export type Reader = (
  ranges: Bounds[],
  take: { count: number; isBare: boolean },
) => Promise<{ chunks: Entry[][]; rowsRead: number }>;

/** What an entry brings along; `bare` is the number of a parameter that is 1 or 0. */
const broughtBy = (condition: string, bare: number) => `iif(${condition}, iif(?${bare}, 'true', ${itemOf}), NULL)`;

export function readerOfSurveys(db: Database, site: string, filters: Filters): Reader {
  const { sql, values } = conditionOf(filters, 5);
  const statement = `
    SELECT (
      SELECT json_group_array(json_array(id, json(item))) FROM (
        SELECT r.id, ${broughtBy(sql, 4)} AS item FROM response r
        WHERE r.site = ?1 AND r.survey = s.value ->> 'survey' AND r.id >= s.value ->> 'from' AND r.id < s.value ->> 'before'
        ORDER BY r.id DESC LIMIT ?3
      )) AS entries
    FROM json_each(?2) s ORDER BY s.key`;
  return async (ranges, { count, isBare }) => {
    const prepared = db.prepare(statement).bind(site, JSON.stringify(ranges), count, isBare ? 1 : 0, ...values);
    const { results, meta } = await prepared.run<{ entries: string }>();
    const chunks = results.map(({ entries }, at) => {
      const survey = ranges[at]?.survey ?? '';
      return pairsIn(entries).map(([id, item]) => ({ id, survey, ...(item !== null && { item }) }));
    });
    return { chunks, rowsRead: meta.rows_read };
  };
}

/** As an id is formed: a bound may be the start of one. */
const shape = '00000000-0000-7000-8000';
const padded = (bound: string) => bound + shape.slice(bound.length);

/** One range alone, of the words that match. An entry whose response is gone is passed as one that is not wanted. */
export function readerOfMatches(
  db: Database,
  site: string,
  { match, filters }: { match: string; filters: Filters },
): Reader {
  const { sql, values } = conditionOf(filters, 9);
  const statement = `
    SELECT hit.survey, hit.id, ${broughtBy(`r.id IS NOT NULL AND ${sql}`, 8)} AS item FROM (
      SELECT survey, id FROM search
      WHERE search MATCH ?2 AND rowid >= ${rowidOf('?3')} AND rowid <= ${rowidOf('?4')}
        AND site = ?1 AND id >= ?5 AND id < ?6
      ORDER BY rowid DESC LIMIT ?7
    ) hit LEFT JOIN response r ON r.site = ?1 AND r.survey = hit.survey AND r.id = hit.id`;
  return async ([range], { count, isBare }) => {
    if (!range) return { chunks: [], rowsRead: 0 };
    const { from, before } = range;
    const bounds = [match, padded(from), padded(before), from, before, count, isBare ? 1 : 0];
    const { results, meta } = await db
      .prepare(statement)
      .bind(site, ...bounds, ...values)
      .run<MatchRow>();
    const chunk = results.map(({ survey, id, item }) => ({ id, survey, ...(item !== null && { item: parsed(item) }) }));
    return { chunks: [chunk], rowsRead: meta.rows_read };
  };
}

/** The one response that has this id, or this start of it; one that was deleted is not there. */
export async function readResponse(db: Database, { site, survey }: SurveyKey, id: string) {
  const statement = `
    SELECT r.survey, r.id, ${itemOf} AS item FROM response r
    WHERE r.site = ?1 AND r.survey = ?2 AND r.id >= ?3 AND r.id < ?3 || 'g' AND r.mark IS NOT 'deleted' LIMIT 1`;
  const row = await db.prepare(statement).bind(site, survey, id).first<{ survey: string; id: string; item: string }>();
  return row ? { id: row.id, survey: row.survey, item: parsed(row.item) as ItemRow } : undefined;
}

interface MatchRow {
  survey: string;
  id: string;
  item: string | null;
}

/** The items of these responses, in their order; those that are gone are left out. Reads a row for each. */
export async function readItems(db: Database, site: string, wanted: Position[]) {
  const statement = `
    SELECT r.survey, r.id, ${itemOf} AS item FROM json_each(?2) w CROSS JOIN response r
    ON r.site = ?1 AND r.survey = w.value ->> 0 AND r.id = w.value ->> 1 ORDER BY w.key`;
  const keys = JSON.stringify(wanted.map(({ survey, id }) => [survey, id]));
  const { results, meta } = await db
    .prepare(statement)
    .bind(site, keys)
    .run<{ survey: string; id: string; item: string }>();
  const items = results.map(({ survey, id, item }) => ({ id, survey, item: parsed(item) as ItemRow }));
  return { items, rowsRead: meta.rows_read };
}

/** What `broughtBy` made. */
const parsed = (json: string) => JSON.parse(json) as ItemRow | true;
const pairsIn = (json: string) => JSON.parse(json) as [string, ItemRow | true | null][];
