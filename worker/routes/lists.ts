/** Responses as the team reads them: a site's or a survey's, newest first, and one alone. */

import type { Context } from 'hono';
import { firstIdAt, shownIdPattern, timeOf } from '../../core/id.ts';
import { filterLimits, type ResponseItem, type ResponseList } from '../../core/lists.ts';
import { dayMs } from '../../core/periods.ts';
import { isScaleName, isScore, type Segment, scales, segmentOf } from '../../core/scales.ts';
import type { App, Database } from '../env.ts';
import { invalid } from '../middleware/check.ts';
import { readQuery } from '../middleware/query.ts';
import { type FoundSite, requireSite, requireSurvey } from '../middleware/site.ts';
import { HttpError } from '../problem.ts';
import { type ListQuery, listFacets, listQuery } from '../schema/list.ts';
import type { Filters } from '../store/filters.ts';
import { itemFrom } from '../store/items.ts';
import { type Listed, readPage } from '../store/list.ts';
import { matchOf, termsOf } from '../store/match.ts';
import { type Cursor, readCursor, writeCursor } from '../store/positions.ts';
import { readerOfMatches, readerOfSurveys, readResponse } from '../store/ranges.ts';
import { completeIndex, rowsToComplete } from '../store/search.ts';

/**
 * `GET /api/sites/SITE/responses`: reads at most 2,000 rows, whatever it is filtered by; 503 `indexing` where a search
 * comes before the index of words is there.
 */
export async function getResponses(c: Context<App>): Promise<Response> {
  const query = readQuery(c, listQuery);
  const cursor = query.cursor === undefined ? undefined : cursorIn(query.cursor);
  const terms = query.text === undefined ? undefined : termsIn(query.text);
  const site = await requireSite(c);
  const surveys = surveysOf(site, query.survey);
  const db = site.db.withSession();
  const rowsIndexed = terms ? await completeIndex(db, { site: site.id, surveys }) : 0;
  if (rowsIndexed === undefined) throw new HttpError('indexing');
  const from = (query.from ?? 0) * dayMs;
  const page = await readPage(db, {
    ...rangesOf(db, { site, surveys, query, terms }),
    site: site.id,
    from: firstIdAt(from),
    before: query.to === undefined ? undefined : firstIdAt((query.to + 1) * dayMs),
    cursor,
    limit: query.limit ?? filterLimits.page,
    spent: site.surveys.size + (terms ? surveys.length * rowsToComplete : 0),
  });
  const answer: ResponseList = {
    items: page.items.flatMap((listed) => itemIn(site, listed) ?? []),
    ...(page.cursor && { cursor: writeCursor(page.cursor) }),
    lookedTo: page.cursor ? timeOf(page.cursor.id) : from,
    rowsRead: page.rowsRead + rowsIndexed,
  };
  return c.json(answer);
}

/** `GET /api/sites/SITE/surveys/SURVEY/responses/ID`: whatever it is marked as, by its short id or the whole one. */
export async function getResponse(c: Context<App>): Promise<Response> {
  const { site, id: survey } = await requireSurvey(c);
  const id = c.req.param('response') ?? '';
  const isId = shownIdPattern.test(id);
  const found = isId ? await readResponse(site.db.withSession(), { site: site.id, survey }, id) : undefined;
  const item = found && itemIn(site, found);
  if (!item) throw new HttpError('unknown-response', { detail: `The survey ${survey} has no response ${id}.` });
  return c.json(item);
}

function cursorIn(text: string): Cursor {
  const cursor = readCursor(text);
  if (!cursor) throw invalid([{ field: 'cursor', reason: 'is not one that a list has answered' }]);
  return cursor;
}

function termsIn(text: string): string[] {
  const terms = termsOf(text);
  const { words } = filterLimits;
  if (terms.length === 0) throw invalid([{ field: 'text', reason: 'must have a letter or a digit' }]);
  if (terms.length > words) throw invalid([{ field: 'text', reason: `must not have more than ${words} words` }]);
  return terms;
}

function surveysOf({ id, surveys }: FoundSite, survey: string | undefined): string[] {
  if (survey !== undefined && !surveys.has(survey))
    throw new HttpError('unknown-survey', { detail: `The site ${id} has no survey ${survey}.` });
  const reason = `must be named, since the site has more than ${filterLimits.surveys} surveys`;
  if (survey === undefined && surveys.size > filterLimits.surveys) throw invalid([{ field: 'survey', reason }]);
  return survey === undefined ? [...surveys.keys()] : [survey];
}

interface Asked {
  site: FoundSite;
  surveys: string[];
  query: ListQuery;
  terms: string[] | undefined;
}

/** A range for each survey; one for all of them where words are looked for. */
function rangesOf(db: Database, { site, surveys, query, terms }: Asked) {
  const filters = filtersOf(query, site);
  if (!terms) return { ranges: surveys, rowsEach: 1 as const, reader: readerOfSurveys(db, site.id, filters) };
  const match = matchOf(terms, { site: site.id, survey: query.survey });
  return { ranges: [''], rowsEach: 2 as const, reader: readerOfMatches(db, site.id, { match, filters }) };
}

function filtersOf(query: ListQuery, site: FoundSite): Filters {
  const { group, comment, property, tag, status, mark } = query;
  const facets = listFacets.flatMap((name) => (query[name] === undefined ? [] : [[name, query[name]]]));
  return {
    ...(group && { scores: scoresOf(site, group) }),
    ...(comment && { hasComment: comment === 'true' }),
    ...(property && { properties: property }),
    ...(tag !== undefined && { tag }),
    ...(status && { status }),
    ...(mark && { mark }),
    facets: Object.fromEntries(facets),
  };
}

/** The least and the greatest score of a group, by scale; one may not have it. */
function scoresOf({ scales: asked }: FoundSite, group: Segment): NonNullable<Filters['scores']> {
  const bounds = Object.keys(scales)
    .filter(isScaleName)
    .flatMap((scale) => {
      const scores = allScores.filter((score) => isScore(scale, score) && segmentOf(scales[scale], score) === group);
      return scores.length === 0 ? [] : [[scale, [Math.min(...scores), Math.max(...scores)]]];
    });
  const first = [...asked].map(([id, { first }]) => [id, first]);
  return { byScale: Object.fromEntries(bounds), first: Object.fromEntries(first) };
}

const allScores = Array.from({ length: 11 }, (_, score) => score);

function itemIn({ surveys, scales }: FoundSite, listed: Listed): ResponseItem | undefined {
  const own = surveys.get(listed.survey)?.scale;
  const all = scales.get(listed.survey);
  return own && all && itemFrom(listed, listed.item, { own, all });
}
