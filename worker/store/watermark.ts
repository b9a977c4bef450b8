/** SQL about a survey's watermark, at or below which everything is in the tallies. */

/** Whether an id is at or below the watermark of its site and survey. */
const isBelowWatermark = (site: string, survey: string, id: string) =>
  `EXISTS (SELECT 1 FROM watermark w WHERE w.site = ${site} AND w.survey = ${survey} AND w.id >= ${id})`;

/** The same of the id ?3 of site ?1 and survey ?2. */
export const belowWatermark = isBelowWatermark('?1', '?2', '?3');

/** Whether a response ?3 of a day is kept: not, once those of its time were dropped or anonymised. */
export const isKept = (day: string) =>
  `coalesce((SELECT ${day} >= verified_from AND ?3 > anonymised_to FROM watermark WHERE site = ?1 AND survey = ?2), 1)`;

/** The watermark of site ?1 and survey ?2; below every id where there is none yet. */
export const watermark = `coalesce((SELECT id FROM watermark WHERE site = ?1 AND survey = ?2), '')`;
