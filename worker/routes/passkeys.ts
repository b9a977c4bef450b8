/** The passkeys of whoever asks: made, listed, named and removed. */

import type { Context } from 'hono';
import { keyAlgorithms, type PasskeyCreation, type PasskeyListing } from '../../core/passkeys.ts';
import { agentOf } from '../agent.ts';
import type { App } from '../env.ts';
import { readBody } from '../middleware/body.ts';
import { personOfRequest } from '../middleware/caller.ts';
import { limitChallenges } from '../middleware/rate.ts';
import { relyingPartyOf } from '../middleware/relying-party.ts';
import { HttpError } from '../problem.ts';
import { passkeyAttestation, passkeyChange } from '../schema/access.ts';
import { challengeMs, makeChallenge, spendChallenge } from '../store/challenges.ts';
import {
  addPasskey,
  describePasskeys,
  listPasskeys,
  mostPasskeys,
  removePasskey,
  renamePasskey,
} from '../store/passkeys.ts';
import { base64UrlOf } from '../token.ts';

/** `GET /api/passkeys`: those of whoever asks. */
export async function getPasskeys(c: Context<App>): Promise<Response> {
  return c.json(await listPasskeys(c.env.DB, personOfRequest(c).id));
}

/** `POST /api/passkey-challenge`: what an authenticator is to make, once, within five minutes. */
export async function postPasskeyChallenge(c: Context<App>): Promise<Response> {
  const { id: rpId } = relyingPartyOf(c);
  await limitChallenges(c);
  const { id, name } = personOfRequest(c);
  return c.json({
    rp: { id: rpId, name: 'Opina' },
    user: { id: base64UrlOf(id), name, displayName: name },
    challenge: await makeChallenge(c.env.DB, id, Date.now()),
    pubKeyCredParams: keyAlgorithms.map((alg) => ({ type: 'public-key', alg })),
    excludeCredentials: await describePasskeys(c.env.DB, id),
    // Nothing else is asked of who signs in: neither a name, nor a second proof of who it is.
    authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    attestation: 'none',
    timeout: challengeMs,
  } satisfies PasskeyCreation);
}

/** `POST /api/passkeys` with what an authenticator made: the passkey, called by the browser it was made in. */
export async function postPasskey(c: Context<App>): Promise<Response> {
  const attestation = await readBody(c, passkeyAttestation);
  const party = relyingPartyOf(c);
  const { id: person } = personOfRequest(c);
  const now = Date.now();
  const { challengeOf, verifyAttestation } = await import('../webauthn.ts');
  const challenge = challengeOf(attestation);
  const isAsked = await spendChallenge(c.env.DB, challenge, { person, now });
  const made = isAsked ? await verifyAttestation(attestation, { challenge, party }) : undefined;
  if (!made)
    throw new HttpError('passkey-refused', { detail: 'This is no passkey that was asked for. Make it again.' });
  const name = agentOf(c.req.header('User-Agent')) || 'Passkey';
  const { transports } = attestation;
  if (!(await addPasskey(c.env.DB, { ...made, person, name, transports }, now))) throw tooMany();
  c.set('subject', `passkeys/${made.id}`);
  return c.json({ id: made.id, name, madeAt: now } satisfies PasskeyListing, 201);
}

function tooMany(): HttpError {
  const detail = `It is known already, or there are ${mostPasskeys}, which is as many as one may have: remove one first.`;
  return new HttpError('passkey-refused', { detail, reason: 'many' });
}

/** `PATCH /api/passkeys/PASSKEY`: another name. */
export async function patchPasskey(c: Context<App>): Promise<Response> {
  const { name } = await readBody(c, passkeyChange);
  if (!(await renamePasskey(c.env.DB, ownOf(c), name))) throw unknown();
  return c.body(null, 204);
}

/** `DELETE /api/passkeys/PASSKEY`: it signs nobody in any more; who is signed in by it stays so. */
export async function deletePasskey(c: Context<App>): Promise<Response> {
  if (!(await removePasskey(c.env.DB, ownOf(c)))) throw unknown();
  return c.body(null, 204);
}

const ownOf = (c: Context<App>) => ({ id: c.req.param('passkey') ?? '', person: personOfRequest(c).id });

/** The same for another's and for none. */
const unknown = () => new HttpError('unknown-passkey');
