/** What a verified person did, for the devices on which they have not done it. */

import type { Context } from 'hono';
import type { PersonActs } from '../../core/contract.ts';
import type { App } from '../env.ts';
import { isProven } from '../identity.ts';
import { readBody } from '../middleware/body.ts';
import { admitPage } from '../middleware/site.ts';
import { HttpError } from '../problem.ts';
import { personPost } from '../schema/posts.ts';
import { readActs } from '../store/acts.ts';

/** `POST /v1/p`: the acts of a person by survey; 403 `unproven` where the hash is not that of the person. */
export async function postPerson(c: Context<App>): Promise<Response> {
  const post = await readBody(c, personPost);
  const site = await admitPage(c, post.site);
  if (!(await isProven(site.identitySecrets, post, Date.now()))) throw new HttpError('unproven');
  const acts = await readActs(site.db, post.site, post.person);
  return c.json({ acts } satisfies PersonActs, 200, { 'Cache-Control': 'no-store' });
}
