/** Who may do everything with every site. */

import type { Context } from 'hono';
import type { App } from '../env.ts';
import { mailInvitation } from '../mail.ts';
import { readBody } from '../middleware/body.ts';
import { requireDone } from '../middleware/done.ts';
import { administratorInvitation } from '../schema/access.ts';
import { listAdministrators, removeAdministrator } from '../store/administrators.ts';
import { invite } from '../store/members.ts';
import { linkMinutes } from '../store/people.ts';

export async function getAdministrators(c: Context<App>): Promise<Response> {
  return c.json(await listAdministrators(c.env.DB));
}

/** `POST /api/administrators`: as `POST …/members`, to be one of these. */
export async function postAdministrator(c: Context<App>): Promise<Response> {
  const { email } = await readBody(c, administratorInvitation);
  const path = `/sign-in#${await invite(c.env.DB, { site: '', role: 'owner', email }, Date.now())}`;
  const link = new URL(path, c.req.url).href;
  const isSent = await mailInvitation(c.env, { to: email, site: 'Opina', link, minutes: linkMinutes });
  c.set('subject', `administrators/${email}`);
  return c.json({ path, isSent }, 201);
}

/** `DELETE /api/administrators/PERSON`: also oneself; `last-owner` where nobody else is one. */
export async function deleteAdministrator(c: Context<App>): Promise<Response> {
  requireDone(await removeAdministrator(c.env.DB, c.req.param('person') ?? ''), 'an administrator');
  return c.body(null, 204);
}
