/** Tallies: what every response and view at or below a survey's watermark adds up to, per facet, day and value. */

const scoreCounters = Array.from({ length: 11 }, (_, score) => `s${score}`);

/** The counters of a tally cell, in the order of its columns. */
export const counters = [...scoreCounters, 'comments', 'views', 'dismissals'] as const;

/** SQL for the number of responses that a tally cell counts. */
export const responsesIn = scoreCounters.join(' + ');

/** Each facet, and the SQL that finds its value in a row of `day, page, variant`. */
const facets = { total: `''`, page: 'page', variant: 'variant' } as const;

/** Rows that a facet counts: of surveys without variants none has one, which so cost no cell. */
const counted: { [Name in Facet]?: string } = { variant: "WHERE variant <> ''" };

type Facet = keyof typeof facets;

/** Distinct values a facet keeps apart per survey and day; what comes after them is counted under '*'. */
export const valuesPerDay = 100;

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

/**
 * One statement per facet that adds `source` to the tallies of site ?1 and survey ?2. `source` is a SELECT of
 * `day, page, variant` and every counter; negative counters subtract. It has to run in the transaction that makes it true.
 *
 * A value gets a cell of its own while the day has room. Cells are never removed, so which values became '*' can
 * always be told from the cells there are, and what was added under a name is subtracted under the same one.
 */
export function addToTallies(source: string): string[] {
  return (Object.keys(facets) as Facet[]).map((facet) => addToFacet(facet, source));
}

function addToFacet(facet: Facet, source: string): string {
  const ofDay = `FROM tally t WHERE t.site = ?1 AND t.survey = ?2 AND t.facet = '${facet}' AND t.day = cell.day`;
  return `
    WITH source AS (${source}),
    cell AS (
      SELECT day, ${facets[facet]} AS value, ${counters.map((name) => `sum(${name}) AS ${name}`).join(', ')}
      FROM source ${counted[facet] ?? ''} GROUP BY 1, 2
    ),
    known AS (SELECT *, EXISTS (SELECT 1 ${ofDay} AND t.value = cell.value) AS known FROM cell),
    placed AS (SELECT *, row_number() OVER (PARTITION BY day, known ORDER BY value) AS place FROM known),
    named AS (
      SELECT *, iif(known OR place <= ${valuesPerDay} - (SELECT count(*) ${ofDay}), value, '*') AS name
      FROM placed cell
    )
    INSERT INTO tally (site, survey, facet, day, value, ${counters.join(', ')})
    SELECT ?1, ?2, '${facet}', day, name, ${counters.map((name) => `sum(${name})`).join(', ')}
    FROM named WHERE true GROUP BY day, name
    ON CONFLICT (site, survey, facet, day, value)
    DO UPDATE SET ${counters.map((name) => `${name} = ${name} + excluded.${name}`).join(', ')}`;
}
