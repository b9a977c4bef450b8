/** Who may do what with a site. */

import type { Context } from 'hono';
import type { App } from '../env.ts';
import { mailInvitation } from '../mail.ts';
import { readBody } from '../middleware/body.ts';
import { personOfRequest } from '../middleware/caller.ts';
import { requireDone } from '../middleware/done.ts';
import { requireSite } from '../middleware/site.ts';
import { HttpError } from '../problem.ts';
import { invitation, roleChange } from '../schema/access.ts';
import { changeRole, invite, listMembers, removeMember } from '../store/members.ts';
import { createLink, linkMinutes } from '../store/people.ts';

export async function getMembers(c: Context<App>): Promise<Response> {
  const { id } = await requireSite(c);
  return c.json(await listMembers(c.env.DB, id));
}

/**
 * `POST …/members`: the path of a link that makes whoever opens it first a member. It is to be sent by hand, unless
 * `isSent` says that the deployment has.
 */
export async function postMember(c: Context<App>): Promise<Response> {
  const { email, role } = await readBody(c, invitation);
  const { id: site, name } = await requireSite(c);
  const path = `/sign-in#${await invite(c.env.DB, { site, role, email }, Date.now())}`;
  const link = new URL(path, c.req.url).href;
  const isSent = await mailInvitation(c.env, { to: email, site: name, link, minutes: linkMinutes });
  c.set('subject', `members/${email} as ${role}`);
  return c.json({ path, isSent }, 201);
}

/** `PATCH …/members/PERSON`: another role. */
export async function patchMember(c: Context<App>): Promise<Response> {
  const { role } = await readBody(c, roleChange);
  const { id: site } = await requireSite(c);
  const person = c.req.param('person') ?? '';
  requireDone(await changeRole(c.env.DB, { site, person }, role));
  c.set('subject', `members/${person} as ${role}`);
  return c.body(null, 204);
}

/**
 * `POST …/members/PERSON/link`: the path of a sign-in link, for a member who cannot sign in any more. Who has a link is
 * whom it is for: an owner who could make one would have it, and with it whatever that person may read elsewhere, now or
 * later. So administrators alone make them; owners remove and invite again.
 */
export async function postMemberLink(c: Context<App>): Promise<Response> {
  const { id: site } = await requireSite(c);
  const person = c.req.param('person') ?? '';
  const members = await listMembers(c.env.DB, site);
  if (!members.some(({ id }) => id === person)) throw new HttpError('unknown-person');
  return c.json({ path: `/sign-in#${await createLink(c.env.DB, person, Date.now())}` }, 201);
}

export async function deleteMember(c: Context<App>): Promise<Response> {
  const { id: site } = await requireSite(c);
  requireDone(await removeMember(c.env.DB, site, c.req.param('person') ?? ''));
  return c.body(null, 204);
}

/** `DELETE …/membership`: whoever asks is a member no more, and signed out. */
export async function deleteMembership(c: Context<App>): Promise<Response> {
  const { id: site } = await requireSite(c);
  requireDone(await removeMember(c.env.DB, site, personOfRequest(c).id));
  return c.body(null, 204);
}
