/** Breaks what a survey has gathered down by facets: by one from the tallies, by several from the rows themselves. */

import { commonFacets, type FacetName } from '../../core/facets.ts';
import { firstIdAt, timeOf } from '../../core/id.ts';
import { dayMs, type Period } from '../../core/periods.ts';
import type { Database } from '../env.ts';
import { foldIfDue, foldSizes, lastId, type SurveyKey, tailOf } from './fold.ts';
import { countsOf, type DayCounts, type TallyRow } from './results.ts';
import { counters, responsesIn } from './tallies.ts';

/** What has one value of each facet, on one day or on all of them. */
export interface GroupCounts extends Omit<DayCounts, 'day'> {
  values: string[];
}

type ValueRow = TallyRow & { value: string | null };

const columns = `day, ${counters.join(', ')}`;
const folded = `SELECT value, ${counters.map((name) => `sum(${name}) AS ${name}`).join(', ')} FROM tally
  WHERE site = ?1 AND survey = ?2 AND facet = ?3 AND day BETWEEN ?4 AND ?5 AND value <> '' GROUP BY value`;

/** SQL for a facet's value in a row of `response` or `view`; a property's name has been checked to be a word. */
const valueIn = (facet: FacetName) =>
  commonFacets.find((name) => name === facet) ?? `properties ->> '${facet.slice('property.'.length)}'`;

const tail = (facet: FacetName) => {
  const of = tailOf('?3');
  return `SELECT ${valueIn(facet)} AS value, ${columns} FROM (${of} ORDER BY id LIMIT ${foldSizes.at + 1})`;
};

/** By one facet, at any size: values by days are read, never responses. Folds first where the tail is long. */
export async function readByFacet(
  db: Database,
  key: SurveyKey,
  { facet, period }: { facet: FacetName; period: Period },
): Promise<{ groups: GroupCounts[]; rowsRead: number }> {
  const [cells, live] = await db.batch<ValueRow>([
    db.prepare(folded).bind(key.site, key.survey, facet, period.from, period.to),
    db.prepare(tail(facet)).bind(key.site, key.survey, lastId),
  ]);
  if (!cells || !live) throw new Error('D1 answered fewer results than it was asked for');
  const rowsRead = cells.meta.rows_read + live.meta.rows_read;
  if (live.results.length > foldSizes.at) {
    const more = (await foldIfDue(db, key)).read;
    const again = await readByFacet(db, key, { facet, period });
    return { ...again, rowsRead: rowsRead + more + again.rowsRead };
  }
  const isIn = ({ day, value }: ValueRow) => day >= period.from && day <= period.to && value !== null && value !== '';
  const rows = [...cells.results, ...live.results.filter(isIn)];
  return { groups: rows.map((row) => ({ ...countsOf(row), values: [`${row.value}`] })), rowsRead };
}

const countOf = `
  SELECT (SELECT coalesce(sum(${responsesIn}), 0) FROM tally
      WHERE site = ?1 AND survey = ?2 AND facet = 'total' AND day BETWEEN ?3 AND ?4)
    + (SELECT count(*) FROM (${tailOf('?5')} LIMIT ${foldSizes.at})
      WHERE views = 0 AND day BETWEEN ?3 AND ?4) AS count`;

/** D1 counts a row once where it is read and once where it is sorted into its group. */
const rowsEach = 2;

/** How many rows it takes to break a period down by several facets. */
export async function countRows(db: Database, key: SurveyKey, { from, to }: Period): Promise<number> {
  const count = db.prepare(countOf).bind(key.site, key.survey, from, to, lastId);
  return rowsEach * ((await count.first<{ count: number }>())?.count ?? 0);
}

interface Combination {
  score: number;
  count: number;
  comments: number;
  oldest: string;
  [value: `value${number}`]: string | null;
}

const byCombination = (facets: FacetName[]) => {
  const values = facets.map((facet, at) => `${valueIn(facet)} AS value${at}`).join(', ');
  const names = facets.map((_, at) => `value${at}`).join(', ');
  return `SELECT ${names}, score, count(*) AS count, count(comment) AS comments, min(id) AS oldest FROM (
      SELECT id, score, comment, mark, ${values} FROM response
      WHERE site = ?1 AND survey = ?2 AND id >= ?3 AND id < ?4 ORDER BY id DESC LIMIT ?5
    ) WHERE mark IS NULL GROUP BY ${names}, score`;
};

/**
 * By several facets: looks at the newest responses of a period, as many as `upTo` rows are, and says how far back that
 * went, in epoch milliseconds. Views, which are many more, are not counted; a value that was not said is ''.
 */
export async function readByFacets(
  db: Database,
  key: SurveyKey,
  { facets, period, upTo }: { facets: FacetName[]; period: Period; upTo: number },
): Promise<{ groups: GroupCounts[]; rowsRead: number; lookedTo?: number }> {
  const bounds = [firstIdAt(period.from * dayMs), firstIdAt((period.to + 1) * dayMs)];
  const { results, meta } = await db
    .prepare(byCombination(facets))
    .bind(key.site, key.survey, ...bounds, Math.floor(upTo / rowsEach))
    .run<Combination>();
  const groups = results.map((row) => {
    const counts = Array.from({ length: 11 }, (_, score) => (score === row.score ? row.count : 0));
    const values = facets.map((_, at) => `${row[`value${at}`] ?? ''}`);
    return { values, counts, comments: row.comments, views: 0, dismissals: 0 };
  });
  const oldest = Math.min(...results.map((row) => timeOf(row.oldest)));
  return { groups, rowsRead: meta.rows_read, ...(results.length > 0 && { lookedTo: oldest }) };
}
