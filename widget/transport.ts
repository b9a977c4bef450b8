/** Posts that need no preflight and outlive the page; a response is sent until it is acknowledged. */

import type { ResponsePost, ViewPost } from '../core/contract.ts';
import { makeId } from '../core/id.ts';
import type { Problem } from '../core/problems.ts';
import { json } from './json.ts';
import type { Memory } from './memory.ts';

/** Where to post, and where to keep what is not acknowledged yet. Without a base everything is as if it were stored. */
export interface Route {
  base: string | undefined;
  memory: Memory;
}

export type DeliveryState = 'sending' | 'stored' | 'kept' | 'refused';

type Change = { [Field in keyof ResponsePost]?: ResponsePost[Field] | undefined };

/** A response on its way; every change of it is a greater `rev` of the same id. */
export interface Delivery {
  /** What is `undefined` is taken back. */
  change(change: Change, afterMs?: number): void;
  /** Sends at once what waits to be sent; done when that has been tried. */
  flush(): Promise<void>;
}

const longestWaitMs = 60_000;
const answerWithinMs = 15_000;

export function newId(now: number): string {
  return makeId(now, crypto.getRandomValues(new Uint8Array(10)));
}

/** Text needs no preflight, and `keepalive` finishes after the page is closed. */
export async function post(base: string | undefined, path: string, body: ResponsePost | ViewPost): Promise<Response> {
  if (base === undefined) return new Response();
  const signal = AbortSignal.timeout(answerWithinMs);
  const init = { method: 'POST', body: json(body), keepalive: true, signal } as const;
  return fetch(base + path, { ...init, credentials: 'omit' });
}

/** A view is not worth a retry. */
export function sendView(base: string | undefined, view: ViewPost): void {
  post(base, 'v1/v', view).catch(() => {});
}

/**
 * Delivers a response until it is acknowledged or refused for good. Posts may overtake one another, since only a
 * greater `rev` is written; only the last one is tried again.
 */
export function startDelivery(
  first: ResponsePost,
  { base, memory }: Route,
  onState: (state: DeliveryState, reason?: string) => void = () => {},
): Delivery {
  let response = first;
  let isWaiting = first.rev > 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function attempt(tries = 0): Promise<void> {
    clearTimeout(timer);
    isWaiting = false;
    addEventListener('online', flush);
    const sent = response;
    const answer = await post(base, 'v1/r', sent).catch(() => undefined);
    if (response !== sent) return;
    if (answer?.ok) return settle('stored');
    const isPassing = !answer || answer.status === 429 || answer.status >= 500;
    const problem: Partial<Problem> = isPassing ? {} : await answer.json().catch(() => ({}));
    if (response !== sent && problem.code !== 'clock-ahead') return;
    if (problem.code === 'clock-ahead' && problem.now) {
      memory.release(response);
      response = { ...response, id: newId(problem.now) };
      memory.keep(response);
      return attempt();
    }
    if (!isPassing) return settle('refused', problem.detail);
    onState('kept');
    const seconds = Number(answer?.headers.get('Retry-After')) || 0;
    schedule(Math.max(seconds * 1000, Math.min(longestWaitMs, 1000 * 2 ** tries)), tries + 1);
  }

  function settle(state: DeliveryState, reason?: string): void {
    removeEventListener('online', flush);
    memory.release(response);
    onState(state, reason);
  }

  function schedule(ms: number, tries: number): void {
    clearTimeout(timer);
    isWaiting = true;
    timer = setTimeout(() => void attempt(tries), ms);
  }

  async function flush(): Promise<void> {
    if (isWaiting) await attempt();
  }

  return {
    change(change, afterMs = 0) {
      response = { ...response, ...change, rev: response.rev + 1 } as ResponsePost;
      memory.keep(response);
      onState('sending');
      if (afterMs) schedule(afterMs, 0);
      else void attempt();
    },
    flush,
  };
}
