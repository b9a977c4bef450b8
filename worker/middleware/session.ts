/** Who is calling: a session, in a cookie for browsers or as a bearer token for scripts. */

import type { Context, Next } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { App } from '../env.ts';
import { HttpError } from '../problem.ts';
import { findPerson } from '../store/people.ts';

/** `__Host-` needs https, which http://localhost is not. */
const isSecure = (c: Context) => new URL(c.req.url).protocol === 'https:';
const cookieName = (c: Context) => (isSecure(c) ? '__Host-opina' : 'opina');

/** The session token of the request, or '' without one. */
export function sessionOf(c: Context): string {
  return c.req.header('Authorization')?.match(/^Bearer ([0-9a-f]{64})$/u)?.[1] ?? getCookie(c, cookieName(c)) ?? '';
}

export function giveSession(c: Context, token: string): void {
  const attributes = { path: '/', httpOnly: true, sameSite: 'Lax', maxAge: 30 * 86_400 } as const;
  setCookie(c, cookieName(c), token, { ...attributes, secure: isSecure(c) });
}

export function takeSession(c: Context): void {
  deleteCookie(c, cookieName(c), { path: '/', secure: isSecure(c) });
}

/** Lets only signed-in people pass. */
export async function requireSession(c: Context<App>, next: Next): Promise<void> {
  const session = sessionOf(c);
  const person = session && (await findPerson(c.env.DB, session, Date.now()));
  if (!person) throw new HttpError('signed-out');
  c.set('person', person);
  c.header('Cache-Control', 'no-store');
  await next();
}

/** Refuses what another site's page sends with the visitor's cookie. */
export async function requireSameOrigin(c: Context, next: Next): Promise<void> {
  const origin = c.req.header('Origin');
  const site = c.req.header('Sec-Fetch-Site') ?? 'same-origin';
  const isForeign =
    (origin !== undefined && origin !== new URL(c.req.url).origin) || !['same-origin', 'none'].includes(site);
  if (isForeign && !['GET', 'HEAD'].includes(c.req.method)) throw new HttpError('origin-refused');
  await next();
}
