import { useState } from 'preact/hooks';
import { strings } from './language.ts';
import type { Outcome } from './passkeys.ts';

/** Browsers have none for a page that is not secure, and WebAuthn none for an IP address. */
export const hasPasskeys = 'PublicKeyCredential' in globalThis && !/^\[|^[\d.]+$/u.test(location.hostname);

interface Use {
  run: () => void;
  isBusy: boolean;
  /** Why it came to nothing, the last time. */
  said: string;
}

/** Makes a passkey, or signs in with one. */
export function usePasskey(deed: 'make' | 'signIn', onDone: () => void): Use {
  const [isBusy, setBusy] = useState(false);
  const [said, setSaid] = useState('');
  async function run() {
    if (isBusy) return;
    setBusy(true);
    setSaid('');
    const outcome = await outcomeOf(deed);
    setBusy(false);
    if (outcome === 'done') onDone();
    else setSaid(sayFailure(deed, outcome));
  }
  return { run: () => void run(), isBusy, said };
}

/** The module may be as unreachable as the Worker. */
async function outcomeOf(deed: 'make' | 'signIn'): Promise<Outcome> {
  try {
    return await (await import('./passkeys.ts'))[deed]();
  } catch {
    return 'unreachable';
  }
}

function sayFailure(deed: 'make' | 'signIn', outcome: Exclude<Outcome, 'done'>): string {
  const said: Partial<Record<Outcome, string>> = strings.passkeyFailures[deed];
  return said[outcome] ?? strings.passkeyFailures[deed].refused;
}
