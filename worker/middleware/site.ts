/** The site and the survey that a path names, and the site that a page posts to. */

import type { Context } from 'hono';
import { slugPattern } from '../../core/contract.ts';
import { databaseAt } from '../databases.ts';
import type { App } from '../env.ts';
import { refuseCrawler } from '../machines.ts';
import { HttpError, unknownSite } from '../problem.ts';
import { siteForIngest } from '../store/site-cache.ts';
import { readSite, type SiteWithSurveys } from '../store/sites.ts';
import { limitRate } from './rate.ts';

/** A site, and the database that holds what belongs to it. */
export interface FoundSite extends SiteWithSurveys {
  id: string;
  db: D1Database;
}

/** The site in the path, or `unknown-site`. */
export async function requireSite(c: Context<App>): Promise<FoundSite> {
  const id = c.req.param('site') ?? '';
  const site = await readSite(c.env, id);
  if (!site) throw unknownSite(id);
  c.set('site', id);
  return { id, db: databaseAt(c.env, site.place), ...site };
}

/** The survey in the path and its site, or `unknown-site`, `unknown-survey`. */
export async function requireSurvey(c: Context<App>) {
  const site = await requireSite(c);
  const id = c.req.param('survey') ?? '';
  return { site, id, ...surveyIn(site, id) };
}

/** A survey of a site and the scales that it has been asked on, or `unknown-survey`. */
export function surveyIn({ id, surveys, scales: all }: FoundSite, surveyId: string) {
  const survey = surveys.get(surveyId);
  const scales = all.get(surveyId);
  if (!survey || !scales)
    throw new HttpError('unknown-survey', { detail: `The site ${id} has no survey ${surveyId}.` });
  return { survey, scales };
}

/** The name in the path for what is to be made, or `invalid`. */
export function requireSlug(c: Context<App>, field: 'site' | 'survey'): string {
  const id = c.req.param(field) ?? '';
  if (slugPattern.test(id)) return id;
  const reason = 'must be 1 to 40 lower-case letters, digits, hyphens';
  throw new HttpError('invalid', { detail: `${field} ${reason}.`, errors: [{ field, reason }] });
}

/**
 * The site a page posts to, or `unknown-site`; `origin-refused` where pages of that origin may not, `rate-limited` and
 * `bot` where nobody or no crawler may.
 */
export async function admitPage(c: Context<App>, id: string): Promise<FoundSite> {
  const site = await siteForIngest(c.env, id, Date.now());
  if (site) c.set('site', id);
  await limitRate(c, site ? id : '');
  if (!site) throw unknownSite(id);
  const origin = c.req.header('Origin');
  if (!origin || !site.origins.includes(origin)) {
    throw new HttpError('origin-refused', { detail: `${origin ?? 'A page without origin'} may not post to ${id}.` });
  }
  refuseCrawler(c.req.header('User-Agent'));
  return { id, db: databaseAt(c.env, site.place), ...site };
}
