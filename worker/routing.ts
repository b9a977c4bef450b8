/** Routes, each with whom it is for: an app has no others. */

import type { Context, Hono } from 'hono';
import { type Access, type Action, rights } from '../core/access.ts';
import type { App } from './env.ts';
import { allow, audited } from './middleware/access.ts';

type Answer = (c: Context<App>) => Response | Promise<Response>;
type Change = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * Its method, its path, whom it is for, what answers, and what the audit log calls it: whatever changes something is in
 * it. `null` is for what only prepares a change, and is nothing without it.
 */
export type Route =
  | readonly ['GET', string, Access, Answer, Action?]
  | readonly [Change, string, Exclude<Access, 'anyone'>, Answer, Action | null]
  | readonly [Change | 'OPTIONS', string, 'anyone', Answer, Action?];

/** Adds the routes to an app; throws where one of the app's is for nobody that is known, or was added in another way. */
export function addRoutes(app: Hono<App>, routes: readonly Route[]): void {
  for (const [method, path, access, answer, action] of routes) {
    const guards = [...(access === 'anyone' ? [] : [allow(access)]), ...(action ? [audited(action)] : [])];
    app.on([method], [path], ...guards, answer);
  }
  const declared = new Map(routes.map(([method, path, access]) => [`${method} ${path}`, access]));
  for (const { method, path } of app.routes) {
    const access = declared.get(`${method} ${path}`);
    const isKnown = access !== undefined && (['anyone', 'person', 'admin'].includes(access) || access in rights);
    if (method !== 'ALL' && !isKnown) throw new Error(`${method} ${path} does not say whom it is for`);
  }
}
