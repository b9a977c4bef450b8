/** API keys and share links of a site: each is told once, when it is made. */

import type { Context } from 'hono';
import { dayMs, hourMs } from '../../core/periods.ts';
import type { App } from '../env.ts';
import { readBody } from '../middleware/body.ts';
import { personOfRequest } from '../middleware/caller.ts';
import { requireSite, surveyIn } from '../middleware/site.ts';
import { HttpError } from '../problem.ts';
import { key as keySchema, rotation, share as shareSchema } from '../schema/access.ts';
import { createKey, listKeys, revokeKey, rotateKey } from '../store/keys.ts';

export const getKeys = (c: Context<App>) => answerList(c, false);
export const getShares = (c: Context<App>) => answerList(c, true);

async function answerList(c: Context<App>, isShared: boolean): Promise<Response> {
  const { id } = await requireSite(c);
  return c.json(await listKeys(c.env.DB, id, { isShared, now: Date.now() }));
}

/** `POST …/keys`: the key, with the id that it begins with. */
export async function postKey(c: Context<App>): Promise<Response> {
  const { name, scopes, days } = await readBody(c, keySchema);
  const { id: site } = await requireSite(c);
  const now = Date.now();
  const expiry = days !== undefined && { expiresAt: now + days * dayMs };
  const made = await createKey(c.env.DB, { site, name, scopes, madeBy: personOfRequest(c).id, ...expiry }, now);
  c.set('subject', `keys/${made.id}`);
  return c.json(made, 201);
}

/** `POST …/keys/KEY/rotation`: another key like it; the earlier one works for so many hours more. */
export async function postKeyRotation(c: Context<App>): Promise<Response> {
  const { hours } = await readBody(c, rotation);
  const { id: site } = await requireSite(c);
  const now = Date.now();
  const id = c.req.param('key') ?? '';
  const times = { now, until: now + hours * hourMs };
  const made = await rotateKey(c.env.DB, { site, id, madeBy: personOfRequest(c).id }, times);
  if (!made) throw new HttpError('unknown-key');
  c.set('subject', `keys/${id} by ${made.id}`);
  return c.json(made, 201);
}

/** `POST …/shares`: the path of a page that shows one survey to whoever has it, with what visitors wrote if so chosen. */
export async function postShare(c: Context<App>): Promise<Response> {
  const { name, survey, comments = false, days } = await readBody(c, shareSchema);
  const site = await requireSite(c);
  surveyIn(site, survey);
  const now = Date.now();
  const scopes = comments ? (['view', 'comments'] as const) : (['view'] as const);
  const of = { site: site.id, name, survey, scopes: [...scopes], madeBy: personOfRequest(c).id };
  const { id, key } = await createKey(c.env.DB, { ...of, expiresAt: now + days * dayMs }, now);
  c.set('subject', `shares/${id}`);
  return c.json({ id, path: `/shared#${site.id}/${survey}/${key}` }, 201);
}

export const deleteKey = (c: Context<App>) => revoke(c, false);
export const deleteShare = (c: Context<App>) => revoke(c, true);

async function revoke(c: Context<App>, isShared: boolean): Promise<Response> {
  const { id: site } = await requireSite(c);
  const id = c.req.param('key') ?? '';
  if (!(await revokeKey(c.env.DB, site, { id, isShared }))) throw new HttpError('unknown-key');
  return c.body(null, 204);
}
