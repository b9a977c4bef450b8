/** Public writes: what a widget posts from a page of a site. */

import type { Context } from 'hono';
import { limits, type Receipt, type Survey, type ViewPost } from '../../core/contract.ts';
import type { Facets } from '../../core/facets.ts';
import { timeOf } from '../../core/id.ts';
import { isScore, scales } from '../../core/scales.ts';
import type { App } from '../env.ts';
import { isProven } from '../identity.ts';
import { storePost } from '../ingest.ts';
import { refuseMachine } from '../machines.ts';
import { readBody } from '../middleware/body.ts';
import { admitPage, surveyIn } from '../middleware/site.ts';
import { HttpError } from '../problem.ts';
import { responsePost, viewPost } from '../schema/posts.ts';
import type { StoredFacets } from '../store/facets.ts';
import { isKnown } from '../store/responses.ts';
import { type SurveyScales, scaleAsked, scaleOfVariant, seriesOf } from '../store/series.ts';
import { siteAnew } from '../store/site-cache.ts';
import { requireChallenge } from '../turnstile.ts';

/** `POST /v1/r`: 201 when the response is new, 200 when it was known; in both cases it is stored. */
export async function postResponse(c: Context<App>): Promise<Response> {
  const post = await readBody(c, responsePost);
  const { site, ...asked } = await admit(c, post);
  const scale = scaleAsked(asked.scales, post.variant);
  if (!isScore(scale, post.score)) {
    const { min, max } = scales[scale];
    const reason = `must be a whole number, ${min} to ${max}`;
    throw new HttpError('invalid', { detail: `score ${reason}.`, errors: [{ field: 'score', reason }] });
  }
  refuseMachine(post);
  if (site.turnstile && !(await isKnown(site.db, post))) await requireChallenge(site.turnstile, post);
  const isVerified = await isProven(site.identitySecrets, post, Date.now());
  const facets = facetsOf(post, { ...asked, declared: site.facets });
  const checked = { ...post, ...facets, isVerified };
  const stored = await storePost(c.env, site, { kind: 'response', post: checked, now: Date.now() });
  if (stored.outcome === 'expired') throw new HttpError('expired');
  if (stored.outcome === 'closed')
    throw new HttpError('closed', { detail: 'A response can be changed for an hour, on its own scale.' });
  return c.json({ id: post.id, rev: stored.rev } satisfies Receipt, stored.outcome === 'new' ? 201 : 200);
}

/** `POST /v1/v`: 204 once the view or dismissal is stored. */
export async function postView(c: Context<App>): Promise<Response> {
  const post = await readBody(c, viewPost);
  const { site, ...asked } = await admit(c, post);
  // Who has only seen a survey has done nothing that other devices should know.
  const isVerified = post.dismissed === true && (await isProven(site.identitySecrets, post, Date.now()));
  const checked = { ...post, ...facetsOf(post, { ...asked, declared: site.facets }), isVerified };
  await storePost(c.env, site, { kind: 'view', post: checked });
  return c.body(null, 204);
}

interface Asked {
  survey: Survey;
  scales: SurveyScales;
  /** Properties that the site declares. */
  declared: readonly string[] | undefined;
}

/**
 * What is stored of the facets: the survey's touchpoint where the page says no other, and those properties that the
 * site declares. A page may have the survey of ten minutes ago: a variant that is no more is stored as none, and its
 * score on the scale that it was asked on.
 */
function facetsOf(post: Facets, { survey, scales, declared = [] }: Asked): StoredFacets {
  const { touchpoint = survey.touchpoint, properties = {} } = post;
  const kept = Object.entries(properties).filter(([name, value]) => declared.includes(name) && value !== '');
  return {
    scale: seriesOf(scales, scaleAsked(scales, post.variant)),
    variant: survey.variants?.find(({ id }) => id === post.variant)?.id,
    stage: survey.stage,
    ...(touchpoint !== undefined && { touchpoint }),
    properties: Object.fromEntries(kept.map(([name, value]) => [name, `${value}`])),
  };
}

/** The site and the survey a post is for, if the page it comes from may post to it and its id is of a time that can be. */
async function admit(
  c: Context<App>,
  { site: siteId, survey: surveyId, id, variant }: Pick<ViewPost, 'site' | 'survey' | 'id' | 'variant'>,
) {
  const site = await admitPage(c, siteId);
  const asked = surveyIn(site, surveyId);
  const now = Date.now();
  if (timeOf(id) > now + limits.aheadMs) throw new HttpError('clock-ahead', { now });
  if (variant === undefined || scaleOfVariant(asked.scales, variant)) return { site, ...asked };
  // It may be newer than what this isolate has kept, and its scale has to be known.
  const anew = await siteAnew(c.env, siteId, now);
  return { site, ...(anew ? surveyIn({ ...site, ...anew }, surveyId) : asked) };
}
