/** Routes, each with whom it is for: an app has no others. */

import type { Context, Hono, MiddlewareHandler } from 'hono';
import { type Access, type Action, rights } from '../core/access.ts';
import type { App } from './env.ts';
import { logRequest } from './middleware/log.ts';
import { answerProblem, HttpError } from './problem.ts';

type Answer = (c: Context<App>) => Response | Promise<Response>;
type Change = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One that nobody signs in for and that the audit log knows nothing of. */
export type PublicRoute = readonly ['GET' | 'POST' | 'OPTIONS', string, 'anyone', Answer];

/**
 * Its method, its path, whom it is for, what answers, and what the audit log calls it: whatever changes something is in
 * it. `null` is for what only prepares a change, and is nothing without it.
 */
export type Route =
  | readonly ['GET', string, Access, Answer, Action?]
  | readonly [Change, string, Exclude<Access, 'anyone'>, Answer, Action | null]
  | readonly [Change | 'OPTIONS', string, 'anyone', Answer, Action?];

/** What stands before the answer of a route: `guard` of `middleware/access`, or nothing where all are for anyone. */
type Guard = (access: Access, action?: Action | null) => MiddlewareHandler<App>[];

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Has an app log what it is asked, and answer with a problem where something goes wrong or there is no route. */
export function answerProblems(app: Hono<App>): void {
  app.onError(answerProblem);
  app.use(logRequest);
  app.notFound((c) => {
    const allowed = methods.filter((method) => {
      const [handlers] = app.router.match(method, c.req.path);
      return handlers.some(([[, route]]) => route.method === method);
    });
    if (allowed.length > 0) c.header('Allow', allowed.join(', '));
    return answerProblem(new HttpError(allowed.length > 0 ? 'method-not-allowed' : 'not-found'), c);
  });
}

/** Adds the routes to an app; throws where one of the app's is for nobody that is known, or was added in another way. */
export function addRoutes(
  app: Hono<App>,
  routes: readonly Route[],
  { guard = ofPublic }: { guard?: Guard } = {},
): void {
  for (const [method, path, access, answer, action] of routes) {
    app.on([method], [path], ...guard(access, action), answer);
  }
  const declared = new Map(routes.map(([method, path, access]) => [`${method} ${path}`, access]));
  for (const { method, path } of app.routes) {
    const access = declared.get(`${method} ${path}`);
    const isKnown = access !== undefined && (['anyone', 'person', 'admin'].includes(access) || access in rights);
    if (method !== 'ALL' && !isKnown) throw new Error(`${method} ${path} does not say whom it is for`);
  }
}

/** Throws for whatever is not public. */
const ofPublic: Guard = (access, action) => {
  if (access !== 'anyone' || action) throw new Error(`a route for ${access} has to be guarded`);
  return [];
};
