/** Public writes: what a widget posts from a page of a site. */

import type { Context } from 'hono';
import { limits, type Receipt } from '../../core/contract.ts';
import { timeOf } from '../../core/id.ts';
import { isScore, scales } from '../../core/scales.ts';
import type { App } from '../env.ts';
import { isProven } from '../identity.ts';
import { readBody } from '../middleware/body.ts';
import { admitPage } from '../middleware/site.ts';
import { HttpError } from '../problem.ts';
import { responsePost, viewPost } from '../schema.ts';
import { putResponse } from '../store/responses.ts';
import { putView } from '../store/views.ts';

/** `POST /v1/r`: 201 when the response is new, 200 when it was known; in both cases it is stored. */
export async function postResponse(c: Context<App>): Promise<Response> {
  const post = await readBody(c, responsePost);
  const { site, survey } = await admit(c, post);
  if (!isScore(survey.scale, post.score)) {
    const { min, max } = scales[survey.scale];
    const reason = `must be a whole number, ${min} to ${max}`;
    throw new HttpError('invalid', { detail: `score ${reason}.`, errors: [{ field: 'score', reason }] });
  }
  const isVerified = await isProven(site.identitySecret, post);
  const { outcome, rev } = await putResponse(c.env.DB, { ...post, isVerified }, Date.now());
  if (outcome === 'closed') throw new HttpError('closed', { detail: 'A response can be changed for an hour.' });
  return c.json({ id: post.id, rev } satisfies Receipt, outcome === 'new' ? 201 : 200);
}

/** `POST /v1/v`: 204 once the view or dismissal is stored. */
export async function postView(c: Context<App>): Promise<Response> {
  const post = await readBody(c, viewPost);
  const { site } = await admit(c, post);
  // Who has only seen a survey has done nothing that other devices should know.
  const isVerified = post.dismissed === true && (await isProven(site.identitySecret, post));
  await putView(c.env.DB, { ...post, isVerified });
  return c.body(null, 204);
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
