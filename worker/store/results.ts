/** Reads counts for a period: days × scores from the tallies, and the few above the watermark live. */

import { firstIdAt, shortId, timeOf } from '../../core/id.ts';
import { dayMs, type Period } from '../../core/periods.ts';
import type { ResponseListing, TrendBreak } from '../../core/results.ts';
import type { Database } from '../env.ts';
import { foldIfDue, foldSizes, lastId, type SurveyKey, tailOf } from './fold.ts';
import { facetIn, facetsIn, type Series, seriesInTotal } from './series.ts';
import { counters, responsesIn } from './tallies.ts';

/** What a day holds, or a part of it. `counts[score]` is the number of responses with that score, 0…10. */
export interface DayCounts {
  day: number;
  counts: number[];
  comments: number;
  views: number;
  dismissals: number;
}

/** Newest responses a view looks through for comments. */
const commentsLookBack = 200;

const columns = `day, ${counters.join(', ')}`;
const days = `SELECT ${columns} FROM tally
  WHERE site = ?1 AND survey = ?2 AND facet = ?5 AND day BETWEEN ?3 AND ?4`;
const responsesOf = (
  series: readonly Series[],
) => `SELECT ${seriesInTotal} AS scale, ${responsesIn} AS responses FROM tally
  WHERE site = ?1 AND survey = ?2 AND facet IN ${facetsIn(series, 'total')} AND day BETWEEN ?3 AND ?4`;
/**
 * One more than is due for a fold, so that a tail that is too long is known by its length. Not grouped by day: D1 bills
 * each row again that a sort reads.
 */
const tail = (most: number) =>
  `SELECT scale, ${columns}, ${responsesIn} AS responses FROM (${tailOf('?3')} ORDER BY id LIMIT ${most + 1})`;
const newestComments = `SELECT id, score, page, comment FROM (
    SELECT id, score, page, comment, mark, scale FROM response WHERE site = ?1 AND survey = ?2 AND id >= ?3 AND id < ?4
    ORDER BY id DESC LIMIT ${commentsLookBack}
  ) WHERE comment <> '' AND mark IS NULL AND scale = ?5 LIMIT 20`;
const breaks = `SELECT at, winner FROM trend_break
  WHERE site = ?1 AND survey = ?2 AND at >= ?3 AND at < ?4 ORDER BY at`;
const verifiedFrom = 'SELECT verified_from AS day FROM watermark WHERE site = ?1 AND survey = ?2';
const newest = 'SELECT id, rev, mark FROM response WHERE site = ?1 AND survey = ?2 ORDER BY id DESC LIMIT 20';

export type TallyRow = { day: number } & Record<string, number>;

/** The responses that a row counts, on a scale. */
interface Counted {
  scale: Series;
  responses: number;
}

/** A row above the watermark. */
type TailRow = TallyRow & Counted;

/**
 * The series and the days to count, those of them whose newest comments and breaks are wanted, and the series of which no
 * more than the number of responses of those days is.
 */
interface Wanted {
  series: Series;
  counted: Period;
  shown: Period;
  others?: readonly Series[];
}

/** What a view needs of a survey, with the rows D1 read for it; folds first where the tail is long. */
export async function readCounts(db: Database, key: SurveyKey, wanted: Wanted) {
  const at = tailOfView(wanted);
  let read = await readOnce(db, key, { ...wanted, at });
  while (read.tailLength > at) {
    const before = read.rowsRead + (await foldIfDue(db, key, { ...foldSizes, at })).read;
    read = await readOnce(db, key, { ...wanted, at });
    read.rowsRead += before;
  }
  return read;
}

/** Above how many rows a view folds: earlier by those that other scales take, so that it reads no more than of one. */
function tailOfView({ shown, others = [] }: Wanted): number {
  return Math.max(2 * foldSizes.keeps, foldSizes.at - others.length * (shown.to - shown.from + 1));
}

/** One batch, so that tallies, watermark and tail are of the same moment. */
async function readOnce(
  db: Database,
  { site, survey }: SurveyKey,
  { series, counted, shown, others = [], at }: Wanted & { at: number },
) {
  const bounds = [firstIdAt(shown.from * dayMs), firstIdAt((shown.to + 1) * dayMs)];
  const times = [shown.from * dayMs, (shown.to + 1) * dayMs];
  const [folded, live, comments, marked, dropped, ...more] = await db.batch<TallyRow>([
    db.prepare(days).bind(site, survey, counted.from, counted.to, facetIn(series, 'total')),
    db.prepare(tail(at)).bind(site, survey, lastId),
    db.prepare(newestComments).bind(site, survey, ...bounds, series),
    db.prepare(breaks).bind(site, survey, ...times),
    db.prepare(verifiedFrom).bind(site, survey),
    ...(others.length > 0 ? [db.prepare(responsesOf(others)).bind(site, survey, shown.from, shown.to)] : []),
  ]);
  if (!folded || !live || !comments || !marked || !dropped)
    throw new Error('D1 answered fewer results than it was asked for');
  const tailRows = live.results as unknown as TailRow[];
  const isShown = ({ day }: TallyRow) => day >= shown.from && day <= shown.to;
  const isCounted = ({ day, scale }: TailRow) => scale === series && day >= counted.from && day <= counted.to;
  const shownOf = (series: Series) =>
    [...((more[0]?.results ?? []) as unknown as Counted[]), ...tailRows.filter(isShown)]
      .filter(({ scale }) => scale === series)
      .reduce((sum, { responses }) => sum + responses, 0);
  return {
    days: [...folded.results, ...tailRows.filter(isCounted)].map(countsOf),
    others: others.map((series) => ({ series, n: shownOf(series) })),
    newestComments: (comments.results as unknown as CommentRow[]).map(listingOf),
    breaks: marked.results as unknown as TrendBreak[],
    verifiedFrom: dropped.results[0]?.day ?? 0,
    tailLength: live.results.length,
    rowsRead: [folded, live, comments, marked, dropped, ...more].reduce((sum, { meta }) => sum + meta.rows_read, 0),
  };
}

export function countsOf(row: TallyRow): DayCounts {
  const counts = Array.from({ length: 11 }, (_, score) => row[`s${score}`] ?? 0);
  return { day: row.day, counts, comments: row.comments ?? 0, views: row.views ?? 0, dismissals: row.dismissals ?? 0 };
}

interface CommentRow {
  id: string;
  score: number;
  page: string;
  comment: string;
}

function listingOf({ id, score, page, comment }: CommentRow): ResponseListing {
  return { id: shortId(id), at: timeOf(id), score, page, comment };
}

/** What changes whenever a response comes or changes among the newest 20; reads no more rows than that. */
export async function newestRevisions(db: Database, { site, survey }: SurveyKey): Promise<string> {
  const { results } = await db
    .prepare(newest)
    .bind(site, survey)
    .run<{ id: string; rev: number; mark: string | null }>();
  return results.map(({ id, rev, mark }) => `${id}.${rev}.${mark ?? ''}`).join(' ');
}
