/** Signing in by link, and out; what people change about themselves. */

import type { Context } from 'hono';
import type { Joined } from '../../core/access.ts';
import { agentOf } from '../agent.ts';
import type { App } from '../env.ts';
import { admitGuess, refuseGuess } from '../guesses.ts';
import { readBody } from '../middleware/body.ts';
import { beginSession, personOfRequest, requireSafePlace, sessionOf, takeSession } from '../middleware/caller.ts';
import { HttpError } from '../problem.ts';
import { personChange, signIn } from '../schema/access.ts';
import { acceptInvitation, redeemInvitation } from '../store/members.ts';
import { redeemLink, renamePerson } from '../store/people.ts';
import { endOtherSessions, endSession, findSigned, listSessions } from '../store/sessions.ts';

/**
 * `POST /api/session` with the token of a link or an invitation: 204 and a cookie, a new one whatever there was before.
 * Whoever is signed in already accepts an invitation as who they are: 200, and to which site. A used or expired one is a
 * `link-used`.
 */
export async function postSession(c: Context<App>): Promise<Response> {
  const { token } = await readBody(c, signIn);
  requireSafePlace(c);
  const now = Date.now();
  admitGuess(token, now);
  const { session, site } = await sessionFor(c, token, now);
  if (!session) {
    await refuseGuess(c.env, token, now);
    throw new HttpError('link-used');
  }
  await beginSession(c, session, now);
  return site === undefined ? c.body(null, 204) : c.json({ site } satisfies Joined);
}

interface Signing {
  session?: string | undefined;
  /** To which somebody who was signed in was invited. */
  site?: string;
}

async function sessionFor(c: Context<App>, token: string, now: number): Promise<Signing> {
  const { DB } = c.env;
  const earlier = sessionOf(c);
  const by = { now, agent: agentOf(c.req.header('User-Agent')), earlier };
  const session = await redeemLink(DB, token, by);
  if (session) return { session };
  const signed = earlier && (await findSigned(DB, earlier, { site: '', now }));
  if (!signed) return { session: await redeemInvitation(DB, token, by) };
  const accepted = await acceptInvitation(DB, token, { person: signed.id, now });
  return accepted ? { session: earlier, site: accepted.site } : {};
}

/** `GET /api/session`: who is signed in. */
export function getSession(c: Context<App>): Response {
  const { id, name, isAdmin } = personOfRequest(c);
  return c.json({ id, name, isAdmin });
}

/** `PATCH /api/session`: another name. */
export async function patchPerson(c: Context<App>): Promise<Response> {
  const { name } = await readBody(c, personChange);
  const { id, isAdmin } = personOfRequest(c);
  await renamePerson(c.env.DB, id, name);
  return c.json({ id, name, isAdmin });
}

/** `DELETE /api/session`: ends this session on the server too, and what the browser has kept of the answers. */
export async function deleteOwnSession(c: Context<App>): Promise<Response> {
  const { id, session } = personOfRequest(c);
  await endSession(c.env.DB, id, session);
  takeSession(c);
  c.header('Clear-Site-Data', '"cache"');
  return c.body(null, 204);
}

/** `GET /api/sessions`: those of whoever asks; `isThis` is the one that asks. */
export async function getSessions(c: Context<App>): Promise<Response> {
  const { id, session } = personOfRequest(c);
  const all = await listSessions(c.env.DB, id, Date.now());
  return c.json(all.map((one) => ({ ...one, isThis: one.id === session })));
}

/** `DELETE /api/sessions`: all of one's own but the one that asks. */
export async function deleteOtherSessions(c: Context<App>): Promise<Response> {
  const { id, session } = personOfRequest(c);
  if (!(await endOtherSessions(c.env.DB, id, session))) c.set('subject', null);
  return c.body(null, 204);
}

/** `DELETE /api/sessions/SESSION`: one of one's own; what is nobody's or another's is ended already, for all one can see. */
export async function deleteSession(c: Context<App>): Promise<Response> {
  const isEnded = await endSession(c.env.DB, personOfRequest(c).id, c.req.param('session') ?? '');
  if (!isEnded) c.set('subject', null);
  return c.body(null, 204);
}
