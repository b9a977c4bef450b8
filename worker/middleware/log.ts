/** One line of JSON for each request, without a word about the person who sent it. */

import type { Context, Next } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { App } from '../env.ts';
import { traceOf } from '../problem.ts';

/** Logs nothing unless the deployment's `LOG` is "requests". */
export function logRequest(c: Context<App>, next: Next): Promise<void> {
  return c.env.LOG === 'requests' ? log(c, next) : next();
}

async function log(c: Context<App>, next: Next): Promise<void> {
  const begunAt = Date.now();
  await next();
  const { refusal, site } = c.var;
  const line = {
    method: c.req.method,
    route: matchedRoutes(c).findLast(({ method }) => method !== 'ALL')?.path,
    status: c.res.status,
    ms: Date.now() - begunAt,
    site,
    code: refusal?.problem.code,
    reason: refusal?.reason,
    error: c.error && c.error !== refusal ? traceOf(c.error) : undefined,
  };
  const write = c.res.status >= 500 ? console.error : console.log;
  write(JSON.stringify(line));
}
