/** One response, as the team changes it. */

import type { Context } from 'hono';
import { shownIdPattern } from '../../core/id.ts';
import type { App } from '../env.ts';
import { readBody } from '../middleware/body.ts';
import { requireSurvey } from '../middleware/site.ts';
import { HttpError } from '../problem.ts';
import { responseChange } from '../schema.ts';
import { changeResponse, findResponse } from '../store/handling.ts';
import { anonymiseResponses, deleteResponses } from '../store/removal.ts';

/** `PATCH …/responses/ID`: answers what the team has done with it. */
export async function patchResponse(c: Context<App>): Promise<Response> {
  const change = await readBody(c, responseChange);
  const found = await requireResponse(c);
  await changeResponse(found.db, found.key, { ...change, id: found.id });
  return c.json((await requireResponse(c)).handling);
}

/** `DELETE …/responses/ID`: for good, out of every number. */
export async function deleteResponse(c: Context<App>): Promise<Response> {
  const { db, key, id } = await requireResponse(c);
  await deleteResponses(db, key, [id]);
  return c.body(null, 204);
}

/** `POST …/responses/ID/anonymise`: its words and its person are gone, its score stays. */
export async function postAnonymisation(c: Context<App>): Promise<Response> {
  const { db, key, id } = await requireResponse(c);
  await anonymiseResponses(db, key, [id]);
  return c.body(null, 204);
}

/** The response in the path, by its whole id or as it is shown, or `unknown-response`. */
async function requireResponse(c: Context<App>) {
  const { site, id: survey } = await requireSurvey(c);
  const key = { site: site.id, survey };
  const id = c.req.param('response') ?? '';
  const found = shownIdPattern.test(id) ? await findResponse(site.db, key, id) : undefined;
  if (!found) throw new HttpError('unknown-response', { detail: `The survey ${survey} has no response ${id}.` });
  return { ...found, db: site.db, key };
}
