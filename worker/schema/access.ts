/** What is sent about people, keys and sessions. */

import * as v from 'valibot';
import { roles, scopes } from '../../core/access.ts';
import { emailPattern, limits } from '../../core/contract.ts';
import { type PasskeyAssertion, type PasskeyAttestation, transports } from '../../core/passkeys.ts';
import { distinct, exactly, flag, label, oneOf, slug, text, whole } from './fields.ts';

export const signIn = exactly({ token: text(100) });

export const personChange = exactly({ name: label(limits.name) });

const email = v.pipe(text(limits.email), v.regex(emailPattern, 'must be an e-mail address'));

export const invitation = exactly({ email, role: oneOf(roles) });

export const administratorInvitation = exactly({ email });

export const roleChange = exactly({ role: oneOf(roles) });

/** Days; what does not expire is asked for without. */
const days = whole(1, 3650);

export const key = exactly({
  name: label(limits.name),
  scopes: v.pipe(distinct(oneOf(scopes), scopes.length), v.minLength(1, 'must not be empty')),
  days: v.exactOptional(days),
});

/** For how many hours the earlier one goes on working. */
export const rotation = exactly({ hours: whole(0, 720) });

export const share = exactly({
  name: label(limits.name),
  survey: slug,
  comments: v.exactOptional(flag),
  days: whole(1, 366),
});

/** Bytes of an authenticator, so many letters of them at most. */
const base64Url = (length: number) => v.pipe(text(length), v.regex(/^[\w-]+$/u, 'must be base64url'));
/** WebAuthn lets a credential's id have 1,023 bytes, and a person's 64. */
const [credentialLength, handleLength] = [1364, 86];

export const passkeyAttestation = exactly({
  id: base64Url(credentialLength),
  clientDataJSON: base64Url(2000),
  attestationObject: base64Url(5000),
  transports: distinct(oneOf(transports), transports.length),
}) satisfies v.GenericSchema<unknown, PasskeyAttestation>;

export const passkeyAssertion = exactly({
  id: base64Url(credentialLength),
  clientDataJSON: base64Url(2000),
  authenticatorData: base64Url(2000),
  signature: base64Url(1000),
  userHandle: base64Url(handleLength),
}) satisfies v.GenericSchema<unknown, PasskeyAssertion>;

export const passkeyChange = exactly({ name: label(limits.name) });
