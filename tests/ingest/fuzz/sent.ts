/** A request as it goes over the wire, with what has to become of it. */

import { origin } from '../site.ts';
import type { Route } from './routes.ts';

export type Json = Record<string, unknown>;

export interface Sent {
  route: Route;
  path: string;
  bytes: Uint8Array;
  /** The body, where it is text and told the truth about. */
  body?: string;
  /** Whether it was left as the schema takes it, and so has to be taken. */
  isValid: boolean;
  /** Whether the bytes are HTTP: what is not is answered by the runtime, or by nobody. */
  isHttp: boolean;
}

/** Names of what there is, to be put in paths and bodies. */
export interface Names {
  /** Takes what is posted, and is not changed. */
  site: string;
  /** May be changed. */
  ownSite: string;
  session: string;
}

/** Of a pattern the path to what there is. */
export const usual = ({ method, path, readsAll }: Route, { site, ownSite }: Names) =>
  path
    .replace(':site', method === 'GET' && !readsAll ? site : ownSite)
    .replace(':response', '01890a5d-ac96-774b-bcce-b302099a8057')
    .replace(':survey', 'nps')
    .replace(/:file\{.*(\.\w+)\}/u, `${site}$1`)
    .replace(/:hash/u, 'a1')
    .replace('*', 'r');

/** Those of a page that posts, or of a member of the team. */
export function usualHeaders({ path, isSignedOut }: Route, { session }: Names): Record<string, string> {
  if (path.startsWith('/v1/')) return { Origin: origin, 'Content-Type': 'text/plain' };
  return { Authorization: `Bearer ${isSignedOut ? 'f'.repeat(64) : session}` };
}
