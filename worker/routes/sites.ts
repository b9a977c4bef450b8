/** Sites and surveys, as the team reads and changes them. */

import type { Context } from 'hono';
import type { Site, Survey } from '../../core/contract.ts';
import type { App } from '../env.ts';
import { readBody } from '../middleware/body.ts';
import { personOfRequest } from '../middleware/caller.ts';
import { invalid } from '../middleware/check.ts';
import { requireSite, requireSlug, requireSurvey } from '../middleware/site.ts';
import { HttpError } from '../problem.ts';
import { faultsOf, faultsOfChange } from '../schema/segments.ts';
import { survey as surveySchema } from '../schema/survey.ts';
import { site as siteSchema } from '../schema.ts';
import { forgetSite } from '../store/site-cache.ts';
import { readSite } from '../store/sites.ts';
import { listSites, putSite, putSurvey } from '../store/surveys.ts';

/** A survey in the languages of a large shop, and the rules that its site has names for: every page loads them. */
const mostBytes = 65_536;

/** Those that whoever asks is a member of, with their role there; all of them for an administrator. */
export async function getSites(c: Context<App>): Promise<Response> {
  const { id, isAdmin } = personOfRequest(c);
  return c.json(await listSites(c.env, isAdmin ? undefined : id));
}

export async function getSite(c: Context<App>): Promise<Response> {
  const { name, origins, facets, retention, segments } = await requireSite(c);
  const more = { ...(facets && { facets }), ...(retention && { retention }), ...(segments && { segments }) };
  return c.json({ name, origins, ...more } satisfies Site);
}

/** `invalid` also where the site's surveys could not be what they are with its segments. */
export async function replaceSite(c: Context<App>): Promise<Response> {
  const id = requireSlug(c, 'site');
  const site: Site = await readBody(c, siteSchema, mostBytes);
  const known = await readSite(c.env, id);
  if (known) requireNone(faultsOfChange(known.surveys, { before: known.segments, after: site.segments }));
  await putSite(c.env.DB, id, site);
  forgetSite(id);
  return c.json(site);
}

export async function getSurvey(c: Context<App>): Promise<Response> {
  return c.json((await requireSurvey(c)).survey);
}

const whatIsFixed =
  'The scale and the source of a survey cannot be changed, nor its variants while they keep the id of one that was asked, nor the scale of a variant: another one needs an id of its own.';

/** 409 `fixed` where the scale or the source would change, or what a variant is of which something is stored. */
export async function replaceSurvey(c: Context<App>): Promise<Response> {
  const id = requireSlug(c, 'survey');
  const survey: Survey = await readBody(c, surveySchema, mostBytes);
  const site = await requireSite(c);
  requireNone(faultsOf(survey, site.segments));
  const isStored = await putSurvey(site.db, site.id, id, survey);
  if (!isStored) throw new HttpError('fixed', { detail: whatIsFixed });
  forgetSite(site.id);
  return c.json(survey);
}

function requireNone(faults: { field: string; reason: string }[]): void {
  if (faults.length > 0) throw invalid(faults, { reason: 'segments' });
}
