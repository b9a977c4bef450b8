/** Breaks what a survey has gathered down by facets: by one from the tallies, by several from the rows themselves. */

import { commonFacets, type FacetName } from '../../core/facets.ts';
import { firstIdAt, timeOf } from '../../core/id.ts';
import { dayMs, type Period } from '../../core/periods.ts';
import type { Database } from '../env.ts';
import { foldIfDue, foldSizes, lastId, type SurveyKey, tailOf } from './fold.ts';
import { countsOf, type DayCounts, type TallyRow } from './results.ts';
import { facetIn, facetsIn, type Series } from './series.ts';
import { counters, responsesIn } from './tallies.ts';

/** What has one value of each facet, on one day or on all of them, and one scale. */
export interface GroupCounts extends Omit<DayCounts, 'day'> {
  series: Series;
  values: string[];
}

type ValueRow = TallyRow & { scale: Series; value: string | null };

const columns = `day, ${counters.join(', ')}`;
const folded = `SELECT ?6 AS scale, value, ${counters.map((name) => `sum(${name}) AS ${name}`).join(', ')} FROM tally
  WHERE site = ?1 AND survey = ?2 AND facet = ?3 AND day BETWEEN ?4 AND ?5 AND value <> '' GROUP BY value`;

/** SQL for a facet's value in a row of `response` or `view`; a property's name has been checked to be a word. */
const valueIn = (facet: FacetName) =>
  commonFacets.find((name) => name === facet) ?? `properties ->> '${facet.slice('property.'.length)}'`;

const tail = (facet: FacetName) => {
  const of = tailOf('?3');
  return `SELECT scale, ${valueIn(facet)} AS value, ${columns} FROM (${of} ORDER BY id LIMIT ${foldSizes.at + 1})`;
};

/** By one facet, at any size: values by days are read, never responses. Folds first where the tail is long. */
export async function readByFacet(
  db: Database,
  key: SurveyKey,
  { facet, period, series }: { facet: FacetName; period: Period; series: readonly Series[] },
): Promise<{ groups: GroupCounts[]; rowsRead: number }> {
  const of = (one: Series) => [key.site, key.survey, facetIn(one, facet), period.from, period.to, one];
  const [live, ...cells] = await db.batch<ValueRow>([
    db.prepare(tail(facet)).bind(key.site, key.survey, lastId),
    ...series.map((one) => db.prepare(folded).bind(...of(one))),
  ]);
  if (!live) throw new Error('D1 answered fewer results than it was asked for');
  const rowsRead = [live, ...cells].reduce((sum, { meta }) => sum + meta.rows_read, 0);
  if (live.results.length > foldSizes.at) {
    const more = (await foldIfDue(db, key)).read;
    const again = await readByFacet(db, key, { facet, period, series });
    return { ...again, rowsRead: rowsRead + more + again.rowsRead };
  }
  const isSaid = ({ value }: ValueRow) => value !== null && value !== '';
  const isIn = (row: ValueRow) => series.includes(row.scale) && row.day >= period.from && row.day <= period.to;
  const rows = [...cells.flatMap(({ results }) => results), ...live.results.filter(isIn).filter(isSaid)];
  return { groups: rows.map((row) => ({ ...countsOf(row), series: row.scale, values: [`${row.value}`] })), rowsRead };
}

const countOf = (series: readonly Series[]) => `
  SELECT (SELECT coalesce(sum(${responsesIn}), 0) FROM tally
      WHERE site = ?1 AND survey = ?2 AND facet IN ${facetsIn(series, 'total')} AND day BETWEEN ?3 AND ?4)
    + (SELECT count(*) FROM (${tailOf('?5')} LIMIT ${foldSizes.at})
      WHERE views = 0 AND day BETWEEN ?3 AND ?4) AS count`;

/** D1 counts a row once where it is read and once where it is sorted into its group. */
const rowsEach = 2;

/** How many rows it takes to break a period down by several facets: those of every series that the survey has. */
export async function countRows(
  db: Database,
  key: SurveyKey,
  { period: { from, to }, series }: { period: Period; series: readonly Series[] },
): Promise<number> {
  const count = db.prepare(countOf(series)).bind(key.site, key.survey, from, to, lastId);
  return rowsEach * ((await count.first<{ count: number }>())?.count ?? 0);
}

interface Combination {
  scale: Series;
  score: number;
  count: number;
  comments: number;
  oldest: string;
  [value: `value${number}`]: string | null;
}

const byCombination = (facets: FacetName[]) => {
  const values = facets.map((facet, at) => `${valueIn(facet)} AS value${at}`).join(', ');
  const names = facets.map((_, at) => `value${at}`).join(', ');
  return `SELECT ${names}, scale, score, count(*) AS count, count(comment) AS comments, min(id) AS oldest FROM (
      SELECT id, scale, score, comment, mark, ${values} FROM response
      WHERE site = ?1 AND survey = ?2 AND id >= ?3 AND id < ?4 ORDER BY id DESC LIMIT ?5
    ) WHERE mark IS NULL GROUP BY ${names}, scale, score`;
};

/**
 * By several facets: looks at the newest responses of a period, as many as `upTo` rows are, and says how far back that
 * went, in epoch milliseconds. Views, which are many more, are not counted; a value that was not said is ''.
 */
export async function readByFacets(
  db: Database,
  key: SurveyKey,
  { facets, period, series, upTo }: { facets: FacetName[]; period: Period; series: readonly Series[]; upTo: number },
): Promise<{ groups: GroupCounts[]; rowsRead: number; lookedTo?: number }> {
  const bounds = [firstIdAt(period.from * dayMs), firstIdAt((period.to + 1) * dayMs)];
  const { results, meta } = await db
    .prepare(byCombination(facets))
    .bind(key.site, key.survey, ...bounds, Math.floor(upTo / rowsEach))
    .run<Combination>();
  const groups = results
    .filter(({ scale }) => series.includes(scale))
    .map((row) => {
      const counts = Array.from({ length: 11 }, (_, score) => (score === row.score ? row.count : 0));
      const values = facets.map((_, at) => `${row[`value${at}`] ?? ''}`);
      return { series: row.scale, values, counts, comments: row.comments, views: 0, dismissals: 0 };
    });
  const oldest = Math.min(...results.map((row) => timeOf(row.oldest)));
  return { groups, rowsRead: meta.rows_read, ...(results.length > 0 && { lookedTo: oldest }) };
}
