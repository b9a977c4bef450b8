/** Verification: counts what lies at or below the watermark once more, and compares it with the tallies. */

import { firstIdAt, timeOf } from '../../core/id.ts';
import { dayMs, dayOf } from '../../core/periods.ts';
import type { Difference, Verification } from '../../core/results.ts';
import type { Database } from '../env.ts';
import { lastId, type SurveyKey } from './fold.ts';
import { everySeries, facetIn } from './series.ts';
import type { ListedSurvey } from './surveys.ts';
import { byFacet, counters, countersOfResponse, countersOfView, facetColumns } from './tallies.ts';
import { watermark } from './watermark.ts';

/** Responses and views that one comparison counts, unless a single day has more; D1 reads each of them about 13 times. */
const chunkRows = { asked: 20_000, inTurn: 1000 };

/** Later than any day. */
const lastDay = 1e8;

const isOf = 'site = ?1 AND survey = ?2';
const verifiedFrom = `coalesce((SELECT verified_from FROM watermark WHERE ${isOf}), 0)`;

const idsFrom = (table: string) => `SELECT id FROM ${table} WHERE ${isOf} AND id >= ?3`;
const chunkEnd = `${idsFrom('response')} UNION ALL ${idsFrom('view')} ORDER BY id LIMIT 1 OFFSET ?4`;

const foldedOf = (table: string, counted: string) => `
  SELECT day, ${facetColumns.join(', ')}, ${counted} FROM ${table}
  WHERE ${isOf} AND id >= ?5 AND id < ?6 AND id <= ${watermark} AND day >= ${verifiedFrom} AND mark IS NULL`;

const sums = counters.map((name) => `sum(${name}) AS ${name}`).join(', ');
const isSomething = counters.map((name) => `sum(${name}) <> 0`).join(' OR ');

/**
 * The cells of the days ?3 to ?4, from the verified-from day on, less what the rows of the ids ?5 to ?6 add up to, where that is not nothing. A value
 * without a cell of its own that day is counted under '*'. Facets are found by jumps through the key, since the day comes
 * after them; tallies, watermark and rows are of one moment, because it is one statement.
 */
const compare = `
  WITH RECURSIVE facets(name) AS (
    SELECT min(facet) FROM tally WHERE ${isOf}
    UNION ALL
    SELECT (SELECT min(facet) FROM tally WHERE ${isOf} AND facet > name) FROM facets WHERE name IS NOT NULL
  ),
  source AS MATERIALIZED (
    ${foldedOf('response', countersOfResponse('score', 'comment IS NOT NULL'))}
    UNION ALL ${foldedOf('view', countersOfView('dismissed'))}
  ),
  cell AS (SELECT facet, day, value, ${sums} FROM (${byFacet('source')}) GROUP BY 1, 2, 3)
  SELECT facet, day, value, ${sums} FROM (
    SELECT facet, day, value, ${counters.join(', ')}
    FROM facets CROSS JOIN tally ON ${isOf} AND facet = facets.name AND day BETWEEN max(?3, ${verifiedFrom}) AND ?4
    UNION ALL
    SELECT facet, day, iif(EXISTS (
      SELECT 1 FROM tally t WHERE ${isOf} AND t.facet = cell.facet AND t.day = cell.day AND t.value = cell.value
    ), value, '*'), ${counters.map((name) => `-${name}`).join(', ')} FROM cell
  ) GROUP BY 1, 2, 3 HAVING ${isSomething} LIMIT 100`;

type DifferenceRow = Omit<Difference, 'surplus'> & Record<string, number>;

/** Compares the next part of a survey, from a UTC day on: as many whole days as so many rows are of, and one at least. */
export async function verify(
  db: Database,
  { site, survey }: SurveyKey,
  { from = 0, rows = chunkRows.asked }: { from?: number; rows?: number } = {},
): Promise<Verification> {
  const bound = firstIdAt(from * dayMs);
  const ended = await db.prepare(chunkEnd).bind(site, survey, bound, rows).run<{ id: string }>();
  const [end] = ended.results;
  const to = end ? Math.max(from, dayOf(timeOf(end.id)) - 1) : lastDay;
  const endId = end ? firstIdAt((to + 1) * dayMs) : lastId;
  const compared = await db.prepare(compare).bind(site, survey, from, to, bound, endId).run<DifferenceRow>();
  return {
    differences: compared.results.map(differenceOf),
    ...(end && { next: to + 1 }),
    rowsRead: ended.meta.rows_read + compared.meta.rows_read,
  };
}

function differenceOf({ day, facet, value, ...sums }: DifferenceRow): Difference {
  return { day, facet, value, surplus: Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0)) };
}

const totals = JSON.stringify(everySeries.map((series) => facetIn(series, 'total')));
const dayOfTotal = (order: 'min' | 'max') => `(SELECT ${order}(day) FROM tally WHERE ${isOf} AND facet = total.value)`;
const span = `SELECT min(first) AS first, max(last) AS last
  FROM (SELECT ${dayOfTotal('min')} AS first, ${dayOfTotal('max')} AS last FROM json_each('${totals}') total)`;

/** Looks at a part of one survey, another one each turn, and logs an error where a cell is wrong. */
export async function verifyInTurn(surveys: ListedSurvey[], turn: number): Promise<void> {
  const listed = surveys[turn % (surveys.length || 1)];
  if (!listed) return;
  const { db, site, survey } = listed;
  const key = { site, survey };
  const days = await db.prepare(span).bind(key.site, key.survey).first<{ first: number | null; last: number }>();
  if (!days || days.first === null) return;
  // A stride through the days that has no divisor in common with most spans, so that each has its turn.
  const stride = Math.floor(turn / surveys.length) * 61;
  const from = days.first + (stride % (days.last - days.first + 1));
  const { differences } = await verify(db, key, { from, rows: chunkRows.inTurn });
  if (differences.length > 0) console.error('tallies differ from rows', { ...key, cells: differences.length });
}
