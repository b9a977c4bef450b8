/** `GET /api/sites/SITE/surveys/SURVEY/results?period=28d`: what a survey says on a scale, with the uncertainty of it. */

import type { Context } from 'hono';
import { addCounts, changeOf, emptyCounts, neededFor, rateOf, scoreOf, totalOf } from '../../core/metrics.ts';
import { bucketsOf, dayOf, type Period, type PeriodName, periodOf, previousOf } from '../../core/periods.ts';
import type { Results, Summary } from '../../core/results.ts';
import type { ScaleName } from '../../core/scales.ts';
import type { App, Database } from '../env.ts';
import { alsoMay } from '../middleware/access.ts';
import { requirePeriod } from '../middleware/period.ts';
import { type Chosen, requireSeries } from '../middleware/series.ts';
import { requireSurvey } from '../middleware/site.ts';
import { type DayCounts, newestRevisions, readCounts } from '../store/results.ts';
import { scaleOf } from '../store/series.ts';
import { listingOf } from '../store/surveys.ts';

/** A view is read anew this often even where the newest responses are the same: older ones may have come late. */
const freshMs = 5 * 60_000;

/** Answers 304 while nothing has changed, which costs 20 rows read. */
export async function getResults(c: Context<App>): Promise<Response> {
  const name = requirePeriod(c);
  const now = Date.now();
  const found = await requireSurvey(c);
  const chosen = requireSeries(c, found);
  const hasComments = alsoMay(c, 'comments');
  // One session, so that a view is never older than the tag it is given.
  const db = found.site.db.withSession();
  const revisions = await newestRevisions(db, { site: found.site.id, survey: found.id });
  const etag = await etagOf([
    name,
    dayOf(now),
    Math.floor(now / freshMs),
    found.site.name,
    found.site.facets,
    found.survey,
    chosen,
    revisions,
    hasComments,
  ]);
  const headers = { ETag: etag, 'Cache-Control': 'private, no-cache' };
  // What compresses the answer on its way weakens the tag, and a client may name several (RFC 9110 §13.1.2).
  if (c.req.header('If-None-Match')?.includes(etag)) return c.body(null, 304, headers);
  return c.json(
    (await resultsOf(db, found, { ...chosen, name, now, hasRows: revisions !== '', hasComments })) satisfies Results,
    200,
    headers,
  );
}

async function etagOf(parts: unknown[]): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(parts));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return `"${btoa(String.fromCharCode(...digest.subarray(0, 12)))}"`;
}

interface Asked {
  name: PeriodName;
  now: number;
  hasRows: boolean;
  /** Whether whoever asks may read what visitors wrote. */
  hasComments: boolean;
}

type Found = Awaited<ReturnType<typeof requireSurvey>>;

async function resultsOf(
  db: Database,
  { site, id, survey, scales }: Found,
  { scale, series, others, name, now, hasRows, hasComments }: Chosen & Asked,
): Promise<Results> {
  const period = periodOf(name, now);
  const before = previousOf(period);
  const counted = { from: before.from, to: period.to };
  const read = await readCounts(db, { site: site.id, survey: id }, { series, others, counted, shown: period });
  const summary = (of: Period) => summarise(scale, read.days, of);
  const current = summary(period);
  const previous = summary(before);
  return {
    site: { id: site.id, name: site.name, ...defined('facets', site.facets) },
    survey: listingOf(id, survey),
    scale,
    otherScales: read.others.flatMap(({ series, n }) => (n > 0 ? [{ scale: scaleOf(scales, series), n }] : [])),
    period,
    hasResponses: hasRows || read.verifiedFrom > 0,
    current,
    previous,
    ...defined('change', changeOf(scale, previous.counts, current.counts)),
    ...defined('needed', neededFor(scale, current.counts)),
    trend: bucketsOf(name, period).map((bucket) => pointOf(scale, read.days, bucket)),
    breaks: read.breaks,
    newestComments: hasComments ? read.newestComments : [],
    ...(!hasComments && { isWithoutComments: true }),
    ...defined('verifiedFrom', read.verifiedFrom > period.from ? read.verifiedFrom : undefined),
    rowsRead: read.rowsRead,
  };
}

const isIn =
  ({ from, to }: Period) =>
  ({ day }: DayCounts) =>
    day >= from && day <= to;

const countsIn = (days: DayCounts[]) => days.reduce((sum, { counts }) => addCounts(sum, counts), emptyCounts());

function pointOf(scale: ScaleName, days: DayCounts[], period: Period) {
  const counts = countsIn(days.filter(isIn(period)));
  return { ...period, n: totalOf(counts), ...defined('score', scoreOf(scale, counts)) };
}

function summarise(scale: ScaleName, days: DayCounts[], period: Period): Summary {
  const within = days.filter(isIn(period));
  const sum = (counter: 'views' | 'dismissals' | 'comments') => within.reduce((total, day) => total + day[counter], 0);
  const counts = countsIn(within);
  const totals = { n: totalOf(counts), views: sum('views'), dismissals: sum('dismissals'), comments: sum('comments') };
  return {
    ...totals,
    counts,
    ...defined('score', scoreOf(scale, counts)),
    ...defined('responseRate', rateOf(totals.n, totals.views)),
    ...defined('commentRate', rateOf(totals.comments, totals.n)),
  };
}

/** A property only where there is something to say: JSON has no `undefined`. */
function defined<K extends string, T>(key: K, value: T | undefined): { [key in K]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { [key in K]?: T });
}
