/** Errors: thrown as `HttpError` from anywhere, answered as RFC 9457 problem documents in one place. */

import type { Context } from 'hono';
import { type Problem, type ProblemCode, problems } from '../core/problems.ts';
import { isOfDatabase } from './store/failures.ts';

type Extra = Partial<Pick<Problem, 'detail' | 'errors' | 'now'>>;

/** Ends a request with a problem of the closed list. */
export class HttpError extends Error {
  readonly problem: Problem;

  constructor(code: ProblemCode, { detail, ...extra }: Extra = {}) {
    const [status, title] = problems[code];
    super(title);
    this.problem = { type: 'about:blank', code, title, status, detail: detail ?? `${title}.`, ...extra };
  }
}

/** The one error handler: what is not an `HttpError` is logged and answered without a word about its inside. */
export function answerProblem(error: Error, c: Context): Response {
  if (!(error instanceof HttpError)) console.error(error);
  const { problem } =
    error instanceof HttpError ? error : new HttpError(isOfDatabase(error) ? 'unavailable' : 'internal');
  const headers = new Headers({ 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' });
  if (problem.status === 503) headers.set('Retry-After', '5');
  return c.body(JSON.stringify(problem), problem.status as 400, Object.fromEntries(headers));
}
