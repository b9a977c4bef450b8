/**
 * What authenticators answer, verified. A module of its own that is loaded by who makes or uses a passkey alone: the
 * library is larger than most of the Worker.
 */

import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import { decodeClientDataJSON, isoBase64URL } from '@simplewebauthn/server/helpers';
import { keyAlgorithms, type PasskeyAssertion, type PasskeyAttestation } from '../core/passkeys.ts';
import type { RelyingParty } from './middleware/relying-party.ts';
import type { Passkey } from './store/passkeys.ts';

/** The challenge that was signed, as base64url; '' where it cannot be read. */
export function challengeOf({ clientDataJSON }: { clientDataJSON: string }): string {
  try {
    const { challenge } = decodeClientDataJSON(clientDataJSON);
    return typeof challenge === 'string' ? challenge : '';
  } catch {
    return '';
  }
}

interface Expected {
  challenge: string;
  party: RelyingParty;
}

/** The passkey that was made, or nothing where it was not made for this challenge and place, by somebody verified. */
export async function verifyAttestation(
  { id, clientDataJSON, attestationObject }: PasskeyAttestation,
  { challenge, party }: Expected,
): Promise<Passkey | undefined> {
  const verifying = verifyRegistrationResponse({
    response: { ...credentialOf(id), response: { clientDataJSON, attestationObject } },
    ...expect({ challenge, party }),
    supportedAlgorithmIDs: keyAlgorithms,
  });
  const { registrationInfo } = (await verifying.catch(nothing)) ?? {};
  if (!registrationInfo) return undefined;
  const { publicKey, counter, ...made } = registrationInfo.credential;
  return { id: made.id, publicKey: isoBase64URL.fromBuffer(publicKey), counter };
}

/** The counter of a signature, or nothing where it is not of that passkey, for this challenge and place. */
export async function verifyAssertion(
  { id, ...response }: PasskeyAssertion,
  passkey: Passkey,
  { challenge, party }: Expected,
): Promise<number | undefined> {
  const verifying = verifyAuthenticationResponse({
    response: { ...credentialOf(id), response },
    ...expect({ challenge, party }),
    credential: { ...passkey, publicKey: isoBase64URL.toBuffer(passkey.publicKey) },
  });
  const { verified, authenticationInfo } = (await verifying.catch(nothing)) ?? {};
  return verified ? authenticationInfo?.newCounter : undefined;
}

const credentialOf = (id: string) => ({ id, rawId: id, type: 'public-key' as const, clientExtensionResults: {} });

const expect = ({ challenge, party }: Expected) => ({
  expectedChallenge: challenge,
  expectedOrigin: party.origin,
  expectedRPID: party.id,
  requireUserVerification: true,
});

/** The library throws what it does not like of an answer. */
const nothing = () => undefined;
