/** Signing in with a passkey: the browser asks who, and nobody says a name. */

import type { Context } from 'hono';
import type { PasskeyAssertion, PasskeyRequest } from '../../core/passkeys.ts';
import { agentOf } from '../agent.ts';
import type { App } from '../env.ts';
import { admitGuess, refuseGuess } from '../guesses.ts';
import { readBody } from '../middleware/body.ts';
import { beginSession, sessionOf } from '../middleware/caller.ts';
import { limitChallenges } from '../middleware/rate.ts';
import { relyingPartyOf } from '../middleware/relying-party.ts';
import { HttpError } from '../problem.ts';
import { passkeyAssertion } from '../schema/access.ts';
import { challengeMs, makeChallenge, spendChallenge } from '../store/challenges.ts';
import { findPasskey, usePasskey } from '../store/passkeys.ts';
import { textOf } from '../token.ts';

/** `POST /api/session/challenge`: what a passkey has to sign, once, within five minutes. */
export async function postSessionChallenge(c: Context<App>): Promise<Response> {
  const { id: rpId } = relyingPartyOf(c);
  await limitChallenges(c);
  const challenge = await makeChallenge(c.env.DB, null, Date.now());
  c.header('Cache-Control', 'no-store');
  return c.json({ rpId, challenge, userVerification: 'required', timeout: challengeMs } satisfies PasskeyRequest);
}

/**
 * `POST /api/session/passkey` with what was signed: 204 and a cookie, a new one whatever there was before. Whatever is
 * wrong with it is the same `passkey-refused`: nobody learns of a passkey whether it is known here.
 */
export async function postPasskeySession(c: Context<App>): Promise<Response> {
  const assertion = await readBody(c, passkeyAssertion);
  const now = Date.now();
  admitGuess(assertion.id, now);
  const session = await sessionFor(c, assertion, now);
  if (!session) {
    await refuseGuess(c.env, assertion.id, now);
    throw new HttpError('passkey-refused');
  }
  await beginSession(c, session, now);
  return c.body(null, 204);
}

/** The challenge is spent before anything is verified: what was signed is never looked at twice. */
async function sessionFor(c: Context<App>, assertion: PasskeyAssertion, now: number): Promise<string | undefined> {
  const { DB } = c.env;
  const party = relyingPartyOf(c);
  const { challengeOf, verifyAssertion } = await import('../webauthn.ts');
  const challenge = challengeOf(assertion);
  if (!(await spendChallenge(DB, challenge, { person: null, now }))) return undefined;
  const passkey = await findPasskey(DB, assertion.id, textOf(assertion.userHandle));
  const counter = passkey && (await verifyAssertion(assertion, passkey, { challenge, party }));
  if (counter === undefined) return undefined;
  const by = { now, agent: agentOf(c.req.header('User-Agent')), earlier: sessionOf(c) };
  return usePasskey(DB, { id: assertion.id, counter }, by);
}
