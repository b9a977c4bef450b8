/** Cloudflare Turnstile: whether a page's visitor has passed its challenge. */

import type { ResponsePost, Turnstile } from '../core/contract.ts';
import { HttpError } from './problem.ts';

const siteverify = 'https://challenges.cloudflare.com/turnstile/v0/siteverify';
const answerWithinMs = 5000;

/** Error codes that are the visitor's; all others are the site's or Cloudflare's. */
const visitors = ['missing-input-response', 'invalid-input-response', 'timeout-or-duplicate'];

interface Outcome {
  success: boolean;
  'error-codes'?: string[];
}

/**
 * Throws `challenge-failed` where the post has no token that is good, and `unavailable` where that cannot be found out:
 * then the widget keeps the response and sends it again. The visitor's address is not told.
 */
export async function requireChallenge({ secret }: Turnstile, { id, turnstile }: ResponsePost): Promise<void> {
  if (turnstile === undefined) throw failed('none');
  const { success, 'error-codes': codes = [] } = await verify(secret, turnstile, id);
  if (success) return;
  if (codes.every((code) => visitors.includes(code))) throw failed(codes.join(' '));
  throw unavailable();
}

/** A token is good once; the id lets a retry of the same post be good again. */
async function verify(secret: string, token: string, id: string): Promise<Outcome> {
  const body = JSON.stringify({ secret, response: token, idempotency_key: id });
  const headers = { 'Content-Type': 'application/json' };
  const signal = AbortSignal.timeout(answerWithinMs);
  try {
    const answer = await fetch(siteverify, { method: 'POST', headers, body, signal });
    return outcomeOf(await answer.json());
  } catch {
    throw unavailable();
  }
}

/** What siteverify answers, which is documented to be an object with these fields. */
function outcomeOf(answer: unknown): Outcome {
  return answer as Outcome;
}

const failed = (reason: string) =>
  new HttpError('challenge-failed', { detail: 'This site asks for proof that a person is there.', reason });
const unavailable = () => new HttpError('unavailable', { detail: 'Turnstile does not answer.', reason: 'turnstile' });
