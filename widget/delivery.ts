/** The delivery of a response: it is sent until it is acknowledged. */

import type { ResponsePost } from '../core/contract.ts';
import { earlier, timeOf } from '../core/id.ts';
import type { Problem } from '../core/problems.ts';
import type { Memory } from './memory.ts';
import type { Wire } from './transport.ts';

export type DeliveryState = 'sending' | 'stored' | 'kept' | 'refused';

/** What became of one post. */
interface Outcome {
  state: DeliveryState;
  /** Why the server refused, in its words. */
  reason?: string | undefined;
  /** Not to be sent again before, in epoch milliseconds. */
  until?: number;
  /** The same id by the server's clock, where that of this device is ahead. */
  id?: string;
}

export type Change = { [Field in keyof ResponsePost]?: ResponsePost[Field] | undefined };

/** A response on its way; every change of it is a greater `rev` of the same id. */
export interface Delivery {
  /** What is `undefined` is taken back. */
  change(change: Change, afterMs?: number): void;
  /** Sends at once what waits to be sent, unless the server has asked to wait; done when that has been tried. */
  flush(): Promise<void>;
}

const longestPauseMs = 60_000;
const longestWaitMs = 24 * 60 * 60_000;
/** For so long browsers have a site's configuration. */
const configurationMs = 600_000;

/** Milliseconds until the next attempt, after so many: longer each time, and not the same for every visitor. */
export function pauseMs(tries: number): number {
  return Math.min(longestPauseMs, 1000 * 2 ** tries * (1 + Math.random()));
}

/** Milliseconds until a time that was set. One further off than it could be is of another clock. */
export function waitMs(until = 0): number {
  const ms = until - Date.now();
  return ms > 0 && ms <= longestWaitMs ? ms : 0;
}

/** Two measures of one clock differ by less. */
const steadyMs = 60_000;

/**
 * Milliseconds that the clock of the device is ahead, as they were first measured: whoever gives a response another id
 * gives it the same.
 */
function aheadMs({ _read: read, _write: write }: Memory, ms: number): number {
  const [[, known] = ['', ms]] = read<number>('ahead');
  const steady = Math.abs(known - ms) < steadyMs ? known : ms;
  write('ahead', `${steady}`);
  return steady;
}

/** Posts a response once, unless that was done, and the answer is on its way. */
export async function send(
  { base, post, memory }: Wire,
  response: ResponsePost,
  answering: Promise<Response | undefined> = post(base, 'v1/r', response),
): Promise<Outcome> {
  const answer = await answering.catch(() => undefined);
  if (answer?.ok) return { state: 'stored' };
  if (!answer || answer.status === 429 || answer.status >= 500) {
    const after = answer?.headers.get('Retry-After');
    const now = Date.now();
    // Seconds, or a date (RFC 9110, 10.2.3).
    const until = after ? Number(after) * 1000 + now || Date.parse(after) : 0;
    return { state: 'kept', until: Math.min(now + longestWaitMs, until || 0) };
  }
  const text = await answer.text().catch(() => undefined);
  // The page may be left, or the connection break, in the middle of the answer.
  if (text === undefined) return { state: 'kept' };
  const problem = readProblem(text);
  if (problem.code === 'clock-ahead' && problem.now) {
    const isAhead = timeOf(response.id) > problem.now;
    const id = isAhead && earlier(response.id, aheadMs(memory, Date.now() - problem.now));
    return { state: 'kept', ...(id && { id }) };
  }
  // The page has the configuration of before the site had Turnstile; the next one has a token.
  if (problem.code === 'challenge-failed') return { state: 'kept', until: Date.now() + configurationMs };
  return { state: 'refused', reason: problem.detail };
}

function readProblem(text: string): Partial<Problem> {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** The answer to a response that was sent before what delivers it was here. */
export interface Posted {
  response: ResponsePost;
  answer: Promise<Response | undefined>;
}

/**
 * Delivers a response until it is acknowledged or refused for good. Posts may overtake one another, since only a
 * greater `rev` is written; only the last one is tried again.
 */
export function startDelivery(
  first: ResponsePost,
  wire: Wire,
  onState: (state: DeliveryState, reason?: string) => void,
  early?: Posted,
): Delivery {
  let response = early?.response ?? first;
  let tries = 0;
  let until = 0;
  let isWaiting = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const keep = () => wire.outbox.keep({ ...response, until });

  async function attempt(answer?: Posted['answer']): Promise<void> {
    clearTimeout(timer);
    isWaiting = false;
    addEventListener('online', flush);
    const sent = response;
    const { state, reason, id, until: next = 0 } = await send(wire, sent, answer);
    until = Math.max(until, next);
    if (response !== sent) return;
    if (id) {
      response = { ...sent, id };
      keep();
    }
    if (id || state !== 'kept') wire.outbox.release(sent);
    if (id && tries++ === 0) return attempt();
    if (state === 'kept') schedule(Math.max(waitMs(until), pauseMs(tries++)));
    else {
      removeEventListener('online', flush);
      tries = until = 0;
    }
    onState(state, reason);
  }

  function schedule(ms: number): void {
    keep();
    clearTimeout(timer);
    isWaiting = true;
    timer = setTimeout(() => void attempt(), ms);
  }

  async function flush(): Promise<void> {
    if (isWaiting && !waitMs(until)) await attempt();
  }

  if (early) {
    keep();
    void attempt(early.answer);
  }
  return {
    change(change, afterMs = 0) {
      response = { ...response, ...change, rev: response.rev + 1 } as ResponsePost;
      const ms = waitMs(until);
      onState(ms ? 'kept' : 'sending');
      if (ms || afterMs) schedule(Math.max(ms, afterMs));
      else {
        keep();
        void attempt();
      }
    },
    flush,
  };
}
