/** Public writes: what a widget posts from a page of a site. */

import type { Context } from 'hono';
import { limits, type Receipt, type ResponsePost, type Survey } from '../../core/contract.ts';
import { timeOf } from '../../core/id.ts';
import { isScore, scales } from '../../core/scales.ts';
import type { App } from '../env.ts';
import { isProven } from '../identity.ts';
import { refuseMachine } from '../machines.ts';
import { readBody } from '../middleware/body.ts';
import { admitPage } from '../middleware/site.ts';
import { HttpError } from '../problem.ts';
import { responsePost, viewPost } from '../schema.ts';
import { isKnown, putResponse } from '../store/responses.ts';
import { putView } from '../store/views.ts';
import { requireChallenge } from '../turnstile.ts';

/** `POST /v1/r`: 201 when the response is new, 200 when it was known; in both cases it is stored. */
export async function postResponse(c: Context<App>): Promise<Response> {
  const post = await readBody(c, responsePost);
  const { site, survey } = await admit(c, post);
  const variant = knownVariant(survey, post);
  if (!isScore(survey.scale, post.score)) {
    const { min, max } = scales[survey.scale];
    const reason = `must be a whole number, ${min} to ${max}`;
    throw new HttpError('invalid', { detail: `score ${reason}.`, errors: [{ field: 'score', reason }] });
  }
  refuseMachine(post);
  if (site.turnstile && !(await isKnown(c.env.DB, post))) await requireChallenge(site.turnstile, post);
  const isVerified = await isProven(site.identitySecret, post);
  const { outcome, rev } = await putResponse(c.env.DB, { ...post, variant, isVerified }, Date.now());
  if (outcome === 'closed') throw new HttpError('closed', { detail: 'A response can be changed for an hour.' });
  return c.json({ id: post.id, rev } satisfies Receipt, outcome === 'new' ? 201 : 200);
}

/** `POST /v1/v`: 204 once the view or dismissal is stored. */
export async function postView(c: Context<App>): Promise<Response> {
  const post = await readBody(c, viewPost);
  const { site, survey } = await admit(c, post);
  // Who has only seen a survey has done nothing that other devices should know.
  const isVerified = post.dismissed === true && (await isProven(site.identitySecret, post));
  await putView(c.env.DB, { ...post, variant: knownVariant(survey, post), isVerified });
  return c.body(null, 204);
}

/** A page may have the survey of ten minutes ago: what was asked in a variant that is no more is stored as of none. */
function knownVariant({ variants }: Survey, { variant }: Pick<ResponsePost, 'variant'>): string | undefined {
  return variants?.find(({ id }) => id === variant)?.id;
}

/** The site and the survey a post is for, if the page it comes from may post to it and its id is of a time that can be. */
async function admit(
  c: Context<App>,
  { site: siteId, survey: surveyId, id }: { site: string; survey: string; id: string },
) {
  const site = await admitPage(c, siteId);
  const survey = site.surveys.get(surveyId);
  if (!survey) throw new HttpError('unknown-survey', { detail: `The site ${siteId} has no survey ${surveyId}.` });
  const now = Date.now();
  if (timeOf(id) > now + limits.aheadMs) throw new HttpError('clock-ahead', { now });
  return { site, survey };
}
