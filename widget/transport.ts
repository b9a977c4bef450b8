/** Posts that need no preflight and outlive the page. */

import type { ViewPost } from '../core/contract.ts';
import { makeId } from '../core/id.ts';
import { json } from './json.ts';
import type { Memory } from './memory.ts';
import type { Outbox } from './outbox.ts';

/** Where to post, and where to keep what is not acknowledged yet. Without a base everything is as if it were stored. */
export interface Route {
  base: string | undefined;
  memory: Memory;
  outbox: Outbox;
}

/** How to post, for modules that come later and need not bring it again. */
export interface Wire extends Route {
  post: Post;
}

export type Post = typeof post;

const answerWithinMs = 15_000;

export function newId(now: number): string {
  return makeId(now, crypto.getRandomValues(new Uint8Array(10)));
}

/** Text needs no preflight, and `keepalive` finishes after the page is closed. */
export async function post(base: string | undefined, path: string, body: object): Promise<Response> {
  if (base === undefined) return new Response();
  const signal = AbortSignal.timeout(answerWithinMs);
  const init = { method: 'POST', body: json(body), keepalive: true, signal } as const;
  const answer = await fetch(base + path, { ...init, credentials: 'omit' });
  // A service worker of the page may answer with what it has for those who are offline.
  if (answer.ok && answer.headers.get('Content-Type')?.includes('html')) throw new TypeError('not an answer');
  return answer;
}

/** A view is not worth a retry. */
export function sendView(base: string | undefined, view: ViewPost): void {
  post(base, 'v1/v', view).catch(() => {});
}
