import { setTimeout as sleepFor } from 'node:timers/promises';
import { Failure } from '../failure.ts';

/** Time as the sender knows it; tests bring their own. */
export interface Clock {
  now(): number;
  /** Rejects when the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<unknown>;
}

export const realClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => sleepFor(ms, undefined, { signal }),
};

/** Why a post has to be sent again. */
export interface Trouble {
  why: string;
  attempt: number;
  /** What the server asked for in `Retry-After`, in milliseconds. */
  retryAfter?: number;
}

const patienceMs = 60_000;
const longestWaitMs = 10 * 60_000;

/** Holds all senders back when the server asks for it, and each by itself when a post failed. */
export function createPace(clock: Clock, signal: AbortSignal) {
  let succeededAt = clock.now();
  let pausedUntil = 0;
  return {
    async ready() {
      while (clock.now() < pausedUntil) await clock.sleep(pausedUntil - clock.now(), signal);
    },
    succeeded() {
      succeededAt = clock.now();
    },
    /** Waits until it is worth trying again; throws a `Failure` after a minute in which nothing succeeded. */
    async failed({ why, attempt, retryAfter }: Trouble) {
      if (retryAfter !== undefined && retryAfter > longestWaitMs) {
        throw givingUp(`The server asks to wait ${Math.ceil(retryAfter / 60_000)} minutes`, why);
      }
      if (clock.now() - succeededAt >= patienceMs) throw givingUp('Nothing was accepted for a minute', why);
      if (retryAfter !== undefined) pausedUntil = Math.max(pausedUntil, clock.now() + retryAfter);
      else await clock.sleep(Math.min(1000, 100 * 2 ** attempt), signal);
    },
  };
}

function givingUp(what: string, why: string) {
  return new Failure(`${what} (${why.replace(/\.$/, '')}): run the same command later, it goes on from here.`);
}

export type Pace = ReturnType<typeof createPace>;
