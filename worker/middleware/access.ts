/** Lets through who may: every route says for whom it is, and what it does for the audit log. */

import type { Context, MiddlewareHandler, Next } from 'hono';
import { type Access, type Action, mayAs, mayWith, type Right, type Role } from '../../core/access.ts';
import type { App } from '../env.ts';
import { HttpError, unknownSite } from '../problem.ts';
import { record } from '../store/audit.ts';
import type { Signed } from '../store/sessions.ts';
import { type Caller, requireCaller } from './caller.ts';

/** What stands before the answer of a route. */
export function guard(access: Access, action?: Action | null): MiddlewareHandler<App>[] {
  return [...(access === 'anyone' ? [] : [allow(access)]), ...(action ? [audited(action)] : [])];
}

/** Denies everybody else: `signed-out`, `forbidden`, and to whom a site is nothing `unknown-site`, there or not. */
function allow(access: Exclude<Access, 'anyone'>): MiddlewareHandler<App> {
  return async (c, next) => {
    const caller = await requireCaller(c);
    c.set('caller', caller);
    c.header('Cache-Control', 'no-store');
    if (access === 'person' || access === 'admin') requirePerson(caller, access);
    else requireRight(c, caller, access);
    await next();
  };
}

function requirePerson(caller: Caller, access: 'person' | 'admin'): void {
  if (caller.kind === 'person' && (access === 'person' || caller.isAdmin)) return;
  throw new HttpError('forbidden');
}

function requireRight(c: Context<App>, caller: Caller, right: Right): void {
  const site = c.req.param('site') ?? '';
  const isStranger = caller.kind === 'person' ? roleOf(caller) === undefined : caller.site !== site;
  if (isStranger) throw unknownSite(site);
  if (isOfOtherSurvey(c, caller) || !isAllowed(caller, right)) throw new HttpError('forbidden');
}

/** A share link is a key to one survey. */
function isOfOtherSurvey(c: Context<App>, caller: Caller): boolean {
  if (caller.kind === 'person' || caller.survey === undefined) return false;
  return caller.survey !== (c.req.param('survey') ?? c.req.query('survey'));
}

function isAllowed(caller: Caller, right: Right): boolean {
  if (caller.kind === 'key') return mayWith(caller.scopes, right);
  const role = roleOf(caller);
  return role !== undefined && mayAs(role, right);
}

const roleOf = ({ isAdmin, role }: Signed): Role | undefined => (isAdmin ? 'owner' : role);

/** Whether whoever was let through to a site has that right there too. */
export function alsoMay(c: Context<App>, right: Right): boolean {
  const { caller } = c.var;
  return caller !== undefined && isAllowed(caller, right);
}

/** Writes to the audit log what was done, once it was. */
function audited(action: Action): MiddlewareHandler<App> {
  return async (c: Context<App>, next: Next) => {
    await next();
    if (!c.res.ok || c.var.subject === null) return;
    const { site = '' } = c.req.param() as { site?: string };
    const path = c.req.path.replace(/^\/api\/(?:sites\/[^/]*\/?)?/u, '');
    const deed = { site, action, subject: c.var.subject ?? path, ...actorOf(c.var.caller) };
    await record(c.env.DB, deed, Date.now());
  };
}

function actorOf(caller: Caller | undefined): { actor: string; actorName: string } {
  return caller ? { actor: `${caller.kind}:${caller.id}`, actorName: caller.name } : { actor: '', actorName: '' };
}
