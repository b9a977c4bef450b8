/** Which page a URL is, and back. */

import { type Action, actions, keyPattern } from '../../core/access.ts';
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
  | { page: 'team'; site: string }
  | { page: 'keys'; site: string }
  | { page: 'audit'; site: string; action?: Action; actor?: string }
  | { page: 'site'; site: string }
  | {
      page: 'survey';
      site: string;
      survey: string;
      period: PeriodName;
      by?: readonly FacetName[];
      /** Whose numbers are looked at, where it is not the survey's. */
      scale?: ScaleName;
      /** Of the share link that it is read by; without one it is read by a member. */
      key?: string;
    }
  | { page: 'responses'; site: string; survey: string; filters: ListFilters }
  | { page: 'simulator'; site: string; situation: Situation }
  /** A share link that is not whole. */
  | { page: 'no-share' }
  | { page: 'unknown' };

/** Those that have an address of their own. */
export type Addressed = Exclude<Route, { page: 'no-share' | 'unknown' }>;

/** Reads the parts of a URL. What is not a page of the dashboard is `unknown`; an unknown period is the default one. */
export function parseRoute(pathname: string, search = '', hash = ''): Route {
  const parts = pathname.split('/').filter((part) => part !== '');
  const [head, site, middle, survey, ...rest] = parts;
  if (head === undefined) return { page: 'home' };
  if ((head === 'sign-in' || head === 'account') && parts.length === 1) return { page: head };
  if (head === 'shared' && parts.length === 1) return shareIn(hash);
  if (head !== 'sites' || site === undefined || !slugPattern.test(site)) return { page: 'unknown' };
  if (middle === undefined) return { page: 'site', site };
  if ((middle === 'team' || middle === 'keys') && survey === undefined) return { page: middle, site };
  if (middle === 'audit' && survey === undefined) return { page: 'audit', site, ...auditFilterIn(search) };
  if (middle === 'simulator' && survey === undefined)
    return { page: 'simulator', site, situation: situationIn(search) };
  if (middle !== 'surveys' || survey === undefined || !slugPattern.test(survey)) return { page: 'unknown' };
  if (rest.length === 1 && rest[0] === 'responses')
    return { page: 'responses', site, survey, filters: filtersIn(search) };
  if (rest.length > 0) return { page: 'unknown' };
  return { page: 'survey', site, survey, ...viewIn(search) };
}

/** A share link says all in its fragment, `#SITE/SURVEY/KEY?period=28d`, which no request carries. */
function shareIn(hash: string): Route {
  const [path = '', search] = hash.slice(1).split('?');
  const [site = '', survey = '', key = '', ...rest] = path.split('/');
  const isWhole = [site, survey].every((name) => slugPattern.test(name)) && keyPattern.test(key) && rest.length === 0;
  return isWhole ? { page: 'survey', site, survey, ...viewIn(search), key } : { page: 'no-share' };
}

const viewIn = (search = '') => ({ period: periodIn(search), ...facetsIn(search), ...scaleIn(search) });

function auditFilterIn(search: string): { action?: Action; actor?: string } {
  const query = new URLSearchParams(search);
  const action = actions.find((name) => name === query.get('action'));
  const actor = query.get('actor');
  return { ...(action && { action }), ...(actor && { actor }) };
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
export function hrefOf(route: Addressed): string {
  switch (route.page) {
    case 'home':
      return '/';
    case 'sign-in':
    case 'account':
      return `/${route.page}`;
    case 'team':
    case 'keys':
      return `/sites/${route.site}/${route.page}`;
    case 'audit':
      return `/sites/${route.site}/audit${auditQuery(route)}`;
    case 'site':
      return `/sites/${route.site}`;
    case 'survey':
      return `${surveyPath(route)}?${surveyQuery(route)}`;
    case 'responses':
      return `/sites/${route.site}/surveys/${route.survey}/responses${searchOfList(route.filters)}`;
    case 'simulator':
      return `/sites/${route.site}/simulator${searchOf(route.situation)}`;
  }
}

function surveyPath({ site, survey, key }: Extract<Route, { page: 'survey' }>): string {
  return key === undefined ? `/sites/${site}/surveys/${survey}` : `/shared#${site}/${survey}/${key}`;
}

function auditQuery({ action, actor }: Extract<Route, { page: 'audit' }>): string {
  const query = new URLSearchParams({ ...(action && { action }), ...(actor && { actor }) });
  return query.size > 0 ? `?${query}` : '';
}

function surveyQuery({ period, by = [], scale }: Extract<Route, { page: 'survey' }>): string {
  return [`period=${period}`, ...by.map((facet) => `by=${facet}`), ...(scale ? [`scale=${scale}`] : [])].join('&');
}
