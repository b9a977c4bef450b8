import { useState } from 'preact/hooks';
import { signOut } from './api.ts';
import { strings } from './language.ts';

/** The way out, and what to say where it was not found. */
export function useSignOut(onSignedOut: () => void): { said: string; leave: () => void } {
  const [said, setSaid] = useState('');
  const leave = async () => {
    const answer = await signOut();
    const isOut = answer.kind === 'data' || (answer.kind === 'problem' && answer.code === 'signed-out');
    setSaid(isOut ? '' : strings.notSignedOut);
    if (isOut) onSignedOut();
  };
  return { said, leave: () => void leave() };
}
