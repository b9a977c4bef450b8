/** Which page a URL is, and back. */

import { slugPattern } from '../../core/contract.ts';
import { type FacetName, isFacetName } from '../../core/facets.ts';
import { defaultPeriod, isPeriodName, type PeriodName } from '../../core/periods.ts';
import { isScaleName, type ScaleName } from '../../core/scales.ts';
import { filtersIn, type ListFilters, searchOf as searchOfList } from './listing/filters.ts';
import { type Situation, searchOf, situationIn } from './simulator/situation.ts';

export type Route =
  | { page: 'home' }
  | { page: 'sign-in' }
  | { page: 'account' }
  | { page: 'site'; site: string }
  | {
      page: 'survey';
      site: string;
      survey: string;
      period: PeriodName;
      by?: readonly FacetName[];
      /** Whose numbers are looked at, where it is not the survey's. */
      scale?: ScaleName;
    }
  | { page: 'responses'; site: string; survey: string; filters: ListFilters }
  | { page: 'simulator'; site: string; situation: Situation }
  | { page: 'unknown' };

/** Reads the path and the query of a URL. What is not a page of the dashboard is `unknown`; an unknown period is the default one. */
export function parseRoute(pathname: string, search = ''): Route {
  const parts = pathname.split('/').filter((part) => part !== '');
  const [head, site, middle, survey, ...rest] = parts;
  if (head === undefined) return { page: 'home' };
  if (head === 'sign-in' && parts.length === 1) return { page: 'sign-in' };
  if (head === 'account' && parts.length === 1) return { page: 'account' };
  if (head !== 'sites' || site === undefined || !slugPattern.test(site)) return { page: 'unknown' };
  if (middle === undefined) return { page: 'site', site };
  if (middle === 'simulator' && survey === undefined)
    return { page: 'simulator', site, situation: situationIn(search) };
  if (middle !== 'surveys' || survey === undefined || !slugPattern.test(survey)) return { page: 'unknown' };
  if (rest.length === 1 && rest[0] === 'responses')
    return { page: 'responses', site, survey, filters: filtersIn(search) };
  if (rest.length > 0) return { page: 'unknown' };
  return { page: 'survey', site, survey, period: periodIn(search), ...facetsIn(search), ...scaleIn(search) };
}

function periodIn(search: string): PeriodName {
  const name = new URLSearchParams(search).get('period');
  return name !== null && isPeriodName(name) ? name : defaultPeriod;
}

function scaleIn(search: string): { scale?: ScaleName } {
  const name = new URLSearchParams(search).get('scale');
  return name !== null && isScaleName(name) ? { scale: name } : {};
}

/** The facets that a survey is broken down by: one or two, or none. */
function facetsIn(search: string): { by?: readonly FacetName[] } {
  const by = new Set(new URLSearchParams(search).getAll('by').filter(isFacetName));
  return by.size > 0 ? { by: [...by].slice(0, 2) } : {};
}

/** Path and query of a page. The period is always said, so that a link sent to somebody keeps its meaning. */
export function hrefOf(route: Exclude<Route, { page: 'unknown' }>): string {
  switch (route.page) {
    case 'home':
      return '/';
    case 'sign-in':
      return '/sign-in';
    case 'account':
      return '/account';
    case 'site':
      return `/sites/${route.site}`;
    case 'survey':
      return `/sites/${route.site}/surveys/${route.survey}?${surveyQuery(route)}`;
    case 'responses':
      return `/sites/${route.site}/surveys/${route.survey}/responses${searchOfList(route.filters)}`;
    case 'simulator':
      return `/sites/${route.site}/simulator${searchOf(route.situation)}`;
  }
}

function surveyQuery({ period, by = [], scale }: Extract<Route, { page: 'survey' }>): string {
  return [`period=${period}`, ...by.map((facet) => `by=${facet}`), ...(scale ? [`scale=${scale}`] : [])].join('&');
}
