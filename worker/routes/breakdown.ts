/** `GET /api/sites/SITE/surveys/SURVEY/breakdown?by=device&period=28d`: the score for each value of a facet. */

import type { Context } from 'hono';
import { type FacetName, isFacetName } from '../../core/facets.ts';
import { addCounts, rateOf, scoreOf, totalOf } from '../../core/metrics.ts';
import { periodOf } from '../../core/periods.ts';
import type { Breakdown, Group } from '../../core/results.ts';
import type { App } from '../env.ts';
import { requirePeriod } from '../middleware/period.ts';
import { type Chosen, requireSeries } from '../middleware/series.ts';
import { requireSurvey } from '../middleware/site.ts';
import { HttpError } from '../problem.ts';
import { countRows, type GroupCounts, readByFacet, readByFacets } from '../store/breakdown.ts';
import { allSeries, type SurveyScales, scaleOf } from '../store/series.ts';
import { otherValues } from '../store/tallies.ts';

/** Facets that can be combined, and the rows that may be read for it. */
const mostFacets = 3;
const mostRows = 50_000;
/** Groups that an answer has at most, those with the most responses; what the others hold is counted as other. */
const mostGroups = 200;

/**
 * By one facet it is answered from tallies. By several it takes rows for each response of the period: without `upTo`
 * the answer says how many, and with it no more than that many are read, of the newest responses.
 */
export async function getBreakdown(c: Context<App>): Promise<Response> {
  const period = periodOf(requirePeriod(c), Date.now());
  const facets = facetsIn(c);
  const [facet] = facets;
  const { site, id, survey, scales } = await requireSurvey(c);
  const chosen = requireSeries(c, { survey, scales });
  // A variant has a scale of its own, every other value has responses on all of them.
  const series = facets.includes('variant') ? allSeries(scales) : [chosen.series];
  const db = site.db.withSession();
  const key = { site: site.id, survey: id };
  const answer = (more: Partial<Breakdown>) => c.json({ by: facets, period, ...more } satisfies Breakdown);
  if (facet && facets.length === 1) {
    const { groups, rowsRead } = await readByFacet(db, key, { facet, period, series });
    return answer({ ...grouped(groups, { ...chosen, scales }), rowsRead });
  }
  const rowsToRead = await countRows(db, key, { period, series: allSeries(scales) });
  const upTo = upToIn(c);
  if (upTo === undefined) return answer({ rowsToRead });
  const { groups, ...read } = await readByFacets(db, key, { facets, period, series, upTo });
  return answer({ rowsToRead, ...grouped(groups, { ...chosen, scales }), ...read });
}

function facetsIn(c: Context): FacetName[] {
  const by = c.req.queries('by') ?? [];
  const isRight = by.length > 0 && by.length <= mostFacets && by.every(isFacetName) && new Set(by).size === by.length;
  if (isRight) return by.filter(isFacetName);
  const reason = `must be one to ${mostFacets} facets, such as page, device or property.plan`;
  throw new HttpError('invalid', { detail: `by ${reason}.`, errors: [{ field: 'by', reason }] });
}

function upToIn(c: Context): number | undefined {
  const text = c.req.query('upTo');
  if (text === undefined) return undefined;
  const upTo = Number(text);
  if (Number.isInteger(upTo) && upTo > 1 && upTo <= mostRows) return upTo;
  const reason = `must be a whole number, 2 to ${mostRows}`;
  throw new HttpError('invalid', { detail: `upTo ${reason}.`, errors: [{ field: 'upTo', reason }] });
}

type Of = Chosen & { scales: SurveyScales };

/** One group for each combination of values on a scale, the most responses first; what has no group of its own is the other. */
function grouped(all: GroupCounts[], of: Of): Pick<Breakdown, 'groups' | 'other'> {
  const byValues = Map.groupBy(all, ({ series, values }) => JSON.stringify([series, ...values]));
  const summed = [...byValues.values()].map(sumOf);
  const isOther = ({ values }: GroupCounts) => values.length === 1 && values[0] === otherValues;
  const sorted = summed.filter((group) => !isOther(group)).sort(byResponses);
  const others = [...summed.filter(isOther), ...sorted.splice(mostGroups)];
  const groups = sorted.map((group) => groupOf(group, of));
  return { groups, ...(others.length > 0 && { other: otherOf(others, of) }) };
}

/** Without a score where it is of several scales. */
function otherOf(others: GroupCounts[], of: Of): Group {
  const { score, scale, ...counted } = groupOf({ ...sumOf(others), values: [] }, of);
  if (new Set(others.map(({ series }) => series)).size > 1) return counted;
  return { ...counted, ...(score && { score }), ...(scale && { scale }) };
}

/** Those with as many responses in the order of their values, so that an answer is the same each time. */
function byResponses(a: GroupCounts, b: GroupCounts): number {
  return totalOf(b.counts) - totalOf(a.counts) || (`${[a.values, a.series]}` < `${[b.values, b.series]}` ? -1 : 1);
}

function sumOf(all: GroupCounts[]): GroupCounts {
  const sum = (counter: 'comments' | 'views' | 'dismissals') => all.reduce((total, group) => total + group[counter], 0);
  return {
    series: all[0]?.series ?? '',
    values: all[0]?.values ?? [],
    counts: all.reduce<number[]>((total, { counts }) => addCounts(total, counts), []),
    comments: sum('comments'),
    views: sum('views'),
    dismissals: sum('dismissals'),
  };
}

function groupOf({ series, values, counts, ...more }: GroupCounts, { scale: asked, scales }: Of): Group {
  const n = totalOf(counts);
  const scale = scaleOf(scales, series);
  const score = scoreOf(scale, counts);
  const responseRate = rateOf(n, more.views);
  return {
    ...{ values, n, ...more, ...(score && { score }), ...(responseRate && { responseRate }) },
    ...(scale !== asked && { scale }),
  };
}
