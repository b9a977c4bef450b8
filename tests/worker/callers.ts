/** Everybody who may call the API, each made by the store as the API makes them. */

import { env, exports } from 'cloudflare:workers';
import { type Role, roles, type Scope, type ShareScope, scopes } from '../../core/access.ts';
import { dayMs } from '../../core/periods.ts';
import { createKey, revokeKey } from '../../worker/store/keys.ts';
import { invite, redeemInvitation, removeMember } from '../../worker/store/members.ts';
import { createAdminLink, redeemLink } from '../../worker/store/people.ts';

export type Headers = Record<string, string>;

/** Asks the API as somebody. */
export const callApi = (method: string, path: string, headers: Headers, body?: unknown): Promise<Response> =>
  exports.default.fetch(`http://localhost/api/${path}`, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

const bearer = (token: string | undefined): Headers => ({ Authorization: `Bearer ${token}` });

export async function signInAs(site: string, role: Role): Promise<Headers> {
  const now = Date.now();
  const link = await invite(env.DB, { site, role, email: `${role}@shop.example` }, now);
  return bearer(await redeemInvitation(env.DB, link, { now }));
}

export async function signInAsAdmin(): Promise<Headers> {
  const now = Date.now();
  return bearer(await redeemLink(env.DB, await createAdminLink(env.DB, 'admin', 'Admin', now), { now }));
}

interface KeyOptions {
  survey?: string;
  expiresAt?: number;
}

export async function makeKey(site: string, of: (Scope | ShareScope)[], more: KeyOptions = {}): Promise<Headers> {
  const { key } = await createKey(env.DB, { site, name: 'A key', scopes: of, madeBy: 'admin', ...more }, Date.now());
  return bearer(key);
}

/** By the letters of the table of who may call what. */
export const callers: Record<string, (site: string) => Promise<Headers>> = {
  ...Object.fromEntries(roles.map((role) => [role.slice(0, 1), (site: string) => signInAs(site, role)])),
  a: signInAsAdmin,
  r: (site) => makeKey(site, ['read']),
  w: (site) => makeKey(site, ['write']),
  x: (site) => makeKey(site, ['export']),
  m: (site) => makeKey(site, ['manage']),
  s: (site) => makeKey(site, ['view'], { survey: 'nps' }),
  c: (site) => makeKey(site, ['view', 'comments'], { survey: 'nps' }),
};

/** Whoever may no more, or never could. */
export const strangers: Record<string, (site: string) => Promise<Headers>> = {
  nobody: async () => ({}),
  'whoever makes a session up': async () => bearer('0'.repeat(64)),
  'whoever makes a key up': async () => bearer(`opina_${'0'.repeat(12)}_${'0'.repeat(64)}`),
  'a key of which a digit is wrong': async (site) => {
    const { Authorization = '' } = await makeKey(site, [...scopes]);
    return { Authorization: Authorization.replace(/.$/u, (digit) => (digit === '0' ? '1' : '0')) };
  },
  'an expired key': (site) => makeKey(site, [...scopes], { expiresAt: Date.now() }),
  'an expired share link': (site) =>
    makeKey(site, ['view', 'comments'], { survey: 'nps', expiresAt: Date.now() - dayMs }),
  'a revoked key': async (site) => {
    const headers = await makeKey(site, [...scopes]);
    await revokeKey(env.DB, site, { id: headers.Authorization?.slice(13, 25) ?? '', isShared: false });
    return headers;
  },
  'a session that was ended': async (site) => {
    const headers = await signInAs(site, 'viewer');
    await env.DB.prepare(`DELETE FROM session WHERE person IN (SELECT person FROM member WHERE role = 'viewer')`).run();
    return headers;
  },
  'a member who was removed': async (site) => {
    const headers = await signInAs(site, 'viewer');
    const sql = `SELECT person FROM member WHERE site = ?1 AND role = 'viewer' ORDER BY since DESC, person LIMIT 1`;
    const row = await env.DB.prepare(sql).bind(site).first<{ person: string }>();
    await removeMember(env.DB, site, row?.person ?? '');
    return headers;
  },
  'a session that is too old': async (site) => {
    const headers = await signInAs(site, 'viewer');
    await env.DB.prepare('UPDATE session SET expires_at = ?1').bind(Date.now()).run();
    return headers;
  },
};
