/** Who may do what with a site. */

import type { Context } from 'hono';
import type { App } from '../env.ts';
import { readBody } from '../middleware/body.ts';
import { personOfRequest } from '../middleware/caller.ts';
import { requireSite } from '../middleware/site.ts';
import { HttpError } from '../problem.ts';
import { invitation, roleChange } from '../schema/access.ts';
import { changeRole, invite, listMembers, removeMember } from '../store/members.ts';
import { createLink } from '../store/people.ts';

export async function getMembers(c: Context<App>): Promise<Response> {
  const { id } = await requireSite(c);
  return c.json(await listMembers(c.env.DB, id, personOfRequest(c)));
}

/** `POST …/members`: the path of a link that makes whoever opens it first a member; it is to be sent by hand. */
export async function postMember(c: Context<App>): Promise<Response> {
  const { email, role } = await readBody(c, invitation);
  const { id: site } = await requireSite(c);
  const link = await invite(c.env.DB, { site, email, role }, Date.now());
  c.set('subject', `members/${email} as ${role}`);
  return c.json({ path: `/sign-in#${link}` }, 201);
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
 * `POST …/members/PERSON/link`: the path of a sign-in link, for a member who cannot sign in any more. `forbidden` where it
 * would show its maker more than they may see, since who has a link is whom it is for.
 */
export async function postMemberLink(c: Context<App>): Promise<Response> {
  const { id: site } = await requireSite(c);
  const person = c.req.param('person') ?? '';
  const members = await listMembers(c.env.DB, site, personOfRequest(c));
  const member = members.find(({ id }) => id === person);
  if (!member) throw new HttpError('unknown-person');
  if (!member.canLink)
    throw new HttpError('forbidden', { detail: 'They belong to other sites too: ask an administrator.' });
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

function requireDone(outcome: 'done' | 'last-owner' | 'unknown'): void {
  if (outcome === 'unknown') throw new HttpError('unknown-person');
  if (outcome === 'last-owner') throw new HttpError('last-owner', { detail: 'Make somebody else an owner first.' });
}
