/** Errors: thrown as `HttpError` from anywhere, answered as RFC 9457 problem documents in one place. */

import type { Context } from 'hono';
import { type Problem, type ProblemCode, problems } from '../core/problems.ts';
import type { App } from './env.ts';
import { isOfDatabase } from './store/failures.ts';

interface Extra extends Partial<Pick<Problem, 'detail' | 'errors' | 'now'>> {
  /** What the log says of it besides the code: words of ours, never of whoever sent it. */
  reason?: string;
}

/** Ends a request with a problem of the closed list. */
export class HttpError extends Error {
  readonly problem: Problem;
  readonly reason?: string;

  constructor(code: ProblemCode, { detail, reason, ...extra }: Extra = {}) {
    const [status, title] = problems[code];
    super(title);
    this.problem = { type: 'about:blank', code, title, status, detail: detail ?? `${title}.`, ...extra };
    if (reason !== undefined) this.reason = reason;
  }
}

/** The same for a site that is not there and for one that is somebody else's. */
export function unknownSite(id: string): HttpError {
  return new HttpError('unknown-site', { detail: `There is no site ${id}.` });
}

/** The one error handler: what is not an `HttpError` is logged and answered without a word about its inside. */
export function answerProblem(error: Error, c: Context<App>): Response {
  if (!(error instanceof HttpError) && c.env.LOG !== 'requests') console.error(error);
  const refusal = error instanceof HttpError ? error : new HttpError(isOfDatabase(error) ? 'unavailable' : 'internal');
  const { problem } = refusal;
  c.set('refusal', refusal);
  const headers = new Headers({ 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' });
  const seconds = retryAfter[problem.status];
  if (seconds !== undefined) headers.set('Retry-After', `${seconds}`);
  return c.body(JSON.stringify(problem), problem.status as 400, Object.fromEntries(headers));
}

/** Seconds after which the same may be sent again, by status: that of the limits in wrangler.toml, and of a database. */
const retryAfter: Record<number, number> = { 429: 60, 503: 5 };

/** Where an error was thrown. What it says only where the database does, since it may quote what somebody wrote. */
export function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /u.test(line)) ?? [];
  return [isOfDatabase(error) ? error.message : error.name, ...frames.map((frame) => frame.trim())].join(' ');
}
