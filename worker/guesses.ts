/**
 * Guessing is limited: of links, keys and sessions, by what a secret begins with and by all of them. Only what was wrong
 * counts, so that nobody is kept out whose own begins otherwise.
 */

import type { App } from './env.ts';
import { HttpError } from './problem.ts';

/** As in wrangler.toml. */
const periodMs = 60_000;
/** So many beginnings at most are remembered as blocked. */
const most = 1000;

/** Until when what begins like this is refused unread, in this isolate; Cloudflare counts for all of them. */
const blocked = new Map<string, number>();

/** The id of a key, or as little of another secret as tells it from the others. */
const beginningOf = (token: string) => token.slice(0, token.startsWith('opina_') ? 18 : 8);

/** Throws `rate-limited` where too much was tried that begins like that. */
export function admitGuess(token: string, now: number): void {
  if ((blocked.get(beginningOf(token)) ?? 0) > now) throw tooMany();
}

/** Counts one that was wrong. Throws `rate-limited` instead of letting it be called wrong, where there were too many. */
export async function refuseGuess(env: App['Bindings'], token: string, now: number): Promise<void> {
  const { GUESS_LIMIT, ALL_GUESSES_LIMIT } = env;
  const beginning = beginningOf(token);
  const own = await GUESS_LIMIT?.limit({ key: beginning });
  if (own?.success === false) {
    if (blocked.size >= most) blocked.clear();
    blocked.set(beginning, now + periodMs);
  }
  const all = await ALL_GUESSES_LIMIT?.limit({ key: 'all' });
  if (own?.success === false || all?.success === false) throw tooMany();
}

function tooMany(): HttpError {
  return new HttpError('rate-limited', { detail: 'Try again in a minute.', reason: 'guess' });
}
