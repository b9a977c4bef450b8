/** Whom a passkey is for: WebAuthn's relying party, which is the host that the dashboard is asked at. */

import type { Context } from 'hono';
import { HttpError } from '../problem.ts';
import { requireSafePlace } from './caller.ts';

export interface RelyingParty {
  /** The host's name. */
  id: string;
  origin: string;
}

/** Throws `passkey-refused` at an IP address, for which WebAuthn makes no passkeys, and `insecure` over http. */
export function relyingPartyOf(c: Context): RelyingParty {
  const { hostname, origin } = new URL(c.req.url);
  if (/^\[|^[\d.]+$/u.test(hostname)) {
    const detail = `Passkeys are for a name, and ${hostname} is an IP address: open the dashboard by its name, which is localhost on your own machine.`;
    throw new HttpError('passkey-refused', { detail, reason: 'address' });
  }
  requireSafePlace(c);
  return { id: hostname, origin };
}
