/** Marks: what is marked leaves every number, and comes back to them when the mark is taken off. */

import type { Mark } from '../../core/contract.ts';
import type { Database } from '../env.ts';
import type { SurveyKey } from './fold.ts';
import { addToTallies, counters, countersOfResponse, countersOfView, facetColumns } from './tallies.ts';
import { watermark } from './watermark.ts';

/** Of site ?1 and survey ?2 the ids in the JSON array ?3: a response and its view, in either table. */
export const isChosen = 'site = ?1 AND survey = ?2 AND id IN (SELECT chosen.value FROM json_each(?3) chosen)';

/** The counters of the chosen rows that tallies hold, or held, under a condition. */
function correction(sign: '+' | '-', condition: string): string {
  const signed = counters.map((name) => `${sign}${name} AS ${name}`).join(', ');
  const from = (table: string, counted: string) => `
    SELECT day, ${facetColumns.join(', ')}, ${signed} FROM (
      SELECT day, ${facetColumns.join(', ')}, ${counted} FROM ${table}
      WHERE ${isChosen} AND id <= ${watermark} AND ${condition}
    )`;
  const responses = from('response', countersOfResponse('score', 'comment IS NOT NULL'));
  return `${responses} UNION ALL ${from('view', countersOfView('dismissed'))}`;
}

/** SQL that takes the chosen rows out of the tallies: to be run before they are marked, in the same batch. */
export const leaveTallies = addToTallies(correction('-', 'mark IS NULL'));
const returnToTallies = addToTallies(correction('+', `mark <> 'deleted'`));

const mark = (table: string) =>
  `UPDATE ${table} SET mark = ?4 WHERE ${isChosen} AND mark IS NOT ?4 AND mark IS NOT 'deleted'`;
const marks = [mark('response'), mark('view')];

/** What marks responses and their views, or takes their mark off, in one batch. What is deleted stays so. */
export function markStatements(db: Database, { site, survey }: SurveyKey, ids: string[], to: Mark | null) {
  const chosen = [site, survey, JSON.stringify(ids)];
  return [
    db.prepare(to === null ? returnToTallies : leaveTallies).bind(...chosen),
    ...marks.map((sql) => db.prepare(sql).bind(...chosen, to)),
  ];
}
