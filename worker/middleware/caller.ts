/** Who is calling: a person by the session in a cookie or a bearer token, or a key of a site. */

import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { keyPattern } from '../../core/access.ts';
import type { App } from '../env.ts';
import { admitGuess, refuseGuess } from '../guesses.ts';
import { HttpError } from '../problem.ts';
import { findKey, type Key } from '../store/keys.ts';
import { findSigned, type Signed, sessionMs } from '../store/sessions.ts';

/** `Signed` where it is a person. */
export type Caller = ({ kind: 'person' } & Signed) | ({ kind: 'key' } & Key);

/** A plain cookie only where there is nobody between, and no https to be had. */
function isPlain(c: Context): boolean {
  const { protocol, hostname } = new URL(c.req.url);
  return protocol === 'http:' && hostname === 'localhost';
}
const cookieName = (c: Context) => (isPlain(c) ? 'opina' : '__Host-opina');

/** The name of a scheme is of any case (RFC 9110, section 11.1). */
const bearerOf = (c: Context) => c.req.header('Authorization')?.match(/^Bearer +(\S+)$/iu)?.[1];

/** The session token of the request, or '' without one. */
export function sessionOf(c: Context): string {
  const token = bearerOf(c) ?? getCookie(c, cookieName(c)) ?? '';
  return /^[0-9a-f]{64}$/u.test(token) ? token : '';
}

/** Throws `insecure` where no browser would keep a session: over http anywhere but at localhost. */
export function requireSafePlace(c: Context): void {
  if (!isPlain(c) && new URL(c.req.url).protocol !== 'https:') throw new HttpError('insecure');
}

/** Gives a session to the browser, and says to the audit log whose it is. */
export async function beginSession(c: Context<App>, session: string, now: number): Promise<void> {
  giveSession(c, session);
  const signed = await findSigned(c.env.DB, session, { site: '', now });
  if (signed) c.set('caller', { kind: 'person', ...signed });
}

function giveSession(c: Context, token: string): void {
  const attributes = { path: '/', httpOnly: true, sameSite: 'Lax', maxAge: sessionMs.whole / 1000 } as const;
  setCookie(c, cookieName(c), token, { ...attributes, secure: !isPlain(c) });
}

export function takeSession(c: Context): void {
  deleteCookie(c, cookieName(c), { path: '/', secure: !isPlain(c) });
}

/** Throws `signed-out` for whoever has no session and no key, `rate-limited` for who tries too many. */
export async function requireCaller(c: Context<App>): Promise<Caller> {
  const now = Date.now();
  const key = bearerOf(c)?.match(keyPattern)?.[0];
  const token = key ?? sessionOf(c);
  if (token === '') throw new HttpError('signed-out');
  admitGuess(token, now);
  const site = c.req.param('site') ?? '';
  const found = key ? await findKey(c.env.DB, key, now) : await findSigned(c.env.DB, token, { site, now });
  if (found) return 'scopes' in found ? { kind: 'key', ...found } : { kind: 'person', ...found };
  await refuseGuess(c.env, token, now);
  throw new HttpError('signed-out');
}

/** The person who calls. Only for routes that no key may call. */
export function personOfRequest(c: Context<App>): Signed {
  const { caller } = c.var;
  if (caller?.kind !== 'person') throw new Error('a route for people was called by something else');
  return caller;
}
