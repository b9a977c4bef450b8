/** The Turnstile of a site, as the team sets it. */

import type { Context } from 'hono';
import type { App } from '../env.ts';
import { readBody } from '../middleware/body.ts';
import { requireSite } from '../middleware/site.ts';
import { turnstile } from '../schema.ts';
import { forgetSite } from '../store/site-cache.ts';
import { putTurnstile } from '../store/turnstile.ts';

/** The site key, where the site has one. The secret is in no answer. */
export async function getTurnstile(c: Context<App>): Promise<Response> {
  const { turnstile: keys } = await requireSite(c);
  return c.json(keys ? { siteKey: keys.siteKey } : {});
}

export async function replaceTurnstile(c: Context<App>): Promise<Response> {
  const keys = await readBody(c, turnstile);
  const { id } = await requireSite(c);
  await putTurnstile(c.env.DB, id, keys);
  forgetSite(id);
  return c.json({ siteKey: keys.siteKey });
}

export async function deleteTurnstile(c: Context<App>): Promise<Response> {
  const { id } = await requireSite(c);
  await putTurnstile(c.env.DB, id, undefined);
  forgetSite(id);
  return c.body(null, 204);
}
