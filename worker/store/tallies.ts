/** Tallies: what every response and view at or below a survey's watermark adds up to, per facet, day and value. */

import { commonFacets } from '../../core/facets.ts';
import { facetOfRow } from './series.ts';

const scoreCounters = Array.from({ length: 11 }, (_, score) => `s${score}`);

/** The counters of a tally cell, in the order of its columns. */
export const counters = [...scoreCounters, 'comments', 'views', 'dismissals'] as const;

/** SQL for the number of responses that a tally cell counts. */
export const responsesIn = scoreCounters.join(' + ');

/**
 * What a row of `response` or `view` is broken down by: a column for each facet, one for declared properties, and the
 * scale, which all facets of the row are counted by.
 */
export const facetColumns = [...commonFacets, 'properties', 'scale'] as const;

/** Distinct values a facet keeps apart per survey and day, and under what those are counted that come after them. */
export const valuesPerDay = 100;
export const otherValues = '*';

/** SQL for the counters of one response: 1 or 0 each. */
export const countersOfResponse = (score: string, commented: string) =>
  [...scoreCounters.map((name, value) => `(${score} IS ${value}) AS ${name}`), `${commented} AS comments`]
    .concat('0 AS views', '0 AS dismissals')
    .join(', ');

/** SQL for the counters of one view. */
export const countersOfView = (dismissed: string) =>
  [...scoreCounters.map((name) => `0 AS ${name}`), '0 AS comments', '1 AS views', `${dismissed} AS dismissals`].join(
    ', ',
  );

const sums = counters.map((name) => `sum(${name}) AS ${name}`).join(', ');
const valueOfCommon = commonFacets.map((name) => `WHEN '${name}' THEN ${name}`).join(' ');

/**
 * SQL that asks for `facet, day, value` and every counter of each row of `source`, once for each facet it has a value
 * of; '' is a value of pages alone. `source` is the name of a table of `day`, the facet columns and the counters.
 */
export const byFacet = (source: string) => `
  SELECT ${facetOfRow} AS facet, day, value, ${counters.join(', ')} FROM (
    SELECT facet.value AS facet, CASE facet.value ${valueOfCommon} ELSE '' END AS value, ${source}.*
    FROM ${source} CROSS JOIN json_each('${JSON.stringify(['total', ...commonFacets])}') facet
  ) WHERE value <> '' OR facet IN ('total', 'page')
  UNION ALL
  SELECT ${facetOfRow}, day, value, ${counters.join(', ')} FROM (
    SELECT 'property.' || property.key AS facet, CAST(property.value AS TEXT) AS value, ${source}.*
    FROM ${source} CROSS JOIN json_each(${source}.properties) property
  )`;

/** A facet's cells of the day of a cell; a value's cell among them. */
const ofDay = 'FROM tally t WHERE t.site = ?1 AND t.survey = ?2 AND t.facet = cell.facet AND t.day = cell.day';

/**
 * SQL that adds `source` to the tallies of site ?1 and survey ?2. `source` is a SELECT of `day`, the facet columns and
 * every counter; negative counters subtract. It has to run in the transaction that makes it true.
 *
 * A value gets a cell of its own while the day has room. Cells are never removed, so which values became '*' can
 * always be told from the cells there are, and what was added under a name is subtracted under the same one.
 */
export function addToTallies(source: string): string {
  return `
    WITH source AS MATERIALIZED (${source}),
    cell AS (SELECT facet, day, value, ${sums} FROM (${byFacet('source')}) GROUP BY 1, 2, 3),
    known AS (SELECT *, EXISTS (SELECT 1 ${ofDay} AND t.value = cell.value) AS known FROM cell),
    placed AS (SELECT *, row_number() OVER (PARTITION BY facet, day, known ORDER BY value) AS place FROM known),
    named AS (
      SELECT *, iif(known OR place <= ${valuesPerDay} - (SELECT count(*) ${ofDay}), value, '${otherValues}') AS name
      FROM placed cell
    )
    INSERT INTO tally (site, survey, facet, day, value, ${counters.join(', ')})
    SELECT ?1, ?2, facet, day, name, ${counters.map((name) => `sum(${name})`).join(', ')}
    FROM named WHERE true GROUP BY facet, day, name
    ON CONFLICT (site, survey, facet, day, value)
    DO UPDATE SET ${counters.map((name) => `${name} = ${name} + excluded.${name}`).join(', ')}`;
}
