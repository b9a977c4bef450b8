/** Surveys that ask no more, in all or today, because as many responses as they may have are stored. */

import type { Survey } from '../../core/contract.ts';
import { firstIdAt } from '../../core/id.ts';
import { dayMs, dayOf } from '../../core/periods.ts';
import type { Database } from '../env.ts';
import { allSeries, facetsIn, type Series, type SurveyScales } from './series.ts';
import { responsesIn } from './tallies.ts';
import { watermark } from './watermark.ts';

/** The responses of the tallies and those above the watermark. Views, which are many more, are not read. */
const countBetween = (series: readonly Series[], { days, ids }: { days: string; ids: string }) => `
  SELECT (SELECT coalesce(sum(${responsesIn}), 0) FROM tally
      WHERE site = ?1 AND survey = ?2 AND facet IN ${facetsIn(series, 'total')}${days})
    + (SELECT count(*) FROM response WHERE site = ?1 AND survey = ?2 AND id > ${watermark}${ids} AND mark IS NULL) AS count`;

const inAll = { days: '', ids: '' };
const onDay = { days: ' AND day = ?3', ids: ' AND id >= ?4 AND id < ?5' };

interface Capped {
  id: string;
  cap: number;
  count: D1PreparedStatement;
}

/** Of the live surveys of a site those that are full. Reads nothing where none has a cap, else one batch. */
export async function fullSurveys(
  db: Database,
  site: { id: string; surveys: ReadonlyMap<string, Survey>; scales: ReadonlyMap<string, SurveyScales> },
  now: number,
): Promise<ReadonlySet<string>> {
  const live = [...site.surveys].filter(([, { status }]) => status === 'live');
  const capped = live.flatMap(([id, survey]) => {
    const scales = site.scales.get(id);
    return capsOf(db, { site: site.id, id, survey, series: scales ? allSeries(scales) : [''] }, now);
  });
  if (capped.length === 0) return new Set();
  const answers = await db.batch<{ count: number }>(capped.map(({ count }) => count));
  const isFull = ({ cap }: Capped, at: number) => (answers[at]?.results[0]?.count ?? 0) >= cap;
  return new Set(capped.filter(isFull).map(({ id }) => id));
}

interface CapsOf {
  site: string;
  id: string;
  survey: Survey;
  series: readonly Series[];
}

/** Responses are counted on whatever scale. */
function capsOf(db: Database, { site, id, survey, series }: CapsOf, now: number) {
  const { stopAfter, perDay } = survey;
  const day = dayOf(now);
  const bounds = [firstIdAt(day * dayMs), firstIdAt((day + 1) * dayMs)];
  const caps: Capped[] = [];
  if (stopAfter !== undefined)
    caps.push({ id, cap: stopAfter, count: db.prepare(countBetween(series, inAll)).bind(site, id) });
  if (perDay !== undefined) {
    const count = db.prepare(countBetween(series, onDay)).bind(site, id, day, ...bounds);
    caps.push({ id, cap: perDay, count });
  }
  return caps;
}
