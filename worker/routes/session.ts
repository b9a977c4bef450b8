/** Signing in by link, and out. */

import type { Context } from 'hono';
import type { App } from '../env.ts';
import { readBody } from '../middleware/body.ts';
import { giveSession, sessionOf, takeSession } from '../middleware/session.ts';
import { HttpError } from '../problem.ts';
import { signIn } from '../schema.ts';
import { endSession, redeemLink } from '../store/people.ts';

/** `POST /api/session` with a link's token: 204 and a cookie; a used or expired link is a `link-used`. */
export async function postSession(c: Context<App>): Promise<Response> {
  const { token } = await readBody(c, signIn);
  const session = await redeemLink(c.env.DB, token, Date.now());
  if (!session) throw new HttpError('link-used');
  giveSession(c, session);
  return c.body(null, 204);
}

/** `GET /api/session`: who is signed in. */
export function getSession(c: Context<App>): Response {
  return c.json({ name: c.var.person.name });
}

/** `DELETE /api/session`: ends this session on the server too. */
export async function deleteSession(c: Context<App>): Promise<Response> {
  await endSession(c.env.DB, sessionOf(c));
  takeSession(c);
  return c.body(null, 204);
}
