/** Passkeys, made and used by this browser. A module of its own, which is loaded when somebody does either. */

import { startAuthentication, startRegistration } from '@simplewebauthn/browser';
import { transports } from '../../core/passkeys.ts';
import { type Answer, addPasskey, askToMake, askToSign, signInSigned } from './api.ts';

/** What came of it. */
export type Outcome = 'done' | 'cancelled' | 'known' | 'refused' | 'often' | 'unreachable';

export async function signIn(): Promise<Outcome> {
  const asked = await askToSign();
  if (asked.kind !== 'data') return outcomeOf(asked);
  const signed = await startAuthentication({ optionsJSON: asked.data }).catch(failureOf);
  if (typeof signed === 'string') return signed;
  const { clientDataJSON, authenticatorData, signature, userHandle = '' } = signed.response;
  return outcomeOf(await signInSigned({ id: signed.id, clientDataJSON, authenticatorData, signature, userHandle }));
}

export async function make(): Promise<Outcome> {
  const asked = await askToMake();
  if (asked.kind !== 'data') return outcomeOf(asked);
  const made = await startRegistration({ optionsJSON: asked.data }).catch(failureOf);
  if (typeof made === 'string') return made;
  const { clientDataJSON, attestationObject } = made.response;
  const known = transports.filter((name) => made.response.transports?.includes(name));
  return outcomeOf(await addPasskey({ id: made.id, clientDataJSON, attestationObject, transports: known }));
}

function outcomeOf(answer: Answer<unknown>): Outcome {
  if (answer.kind === 'data') return 'done';
  if (answer.kind !== 'problem') return 'unreachable';
  return answer.code === 'rate-limited' ? 'often' : 'refused';
}

/** Browsers say `NotAllowedError` both of a person who thinks better of it and of a time that is over. */
function failureOf(error: unknown): Outcome {
  const name = error instanceof Error ? error.name : '';
  if (name === 'InvalidStateError') return 'known';
  return ['NotAllowedError', 'AbortError'].includes(name) ? 'cancelled' : 'refused';
}
