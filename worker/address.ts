/** Who posts, as far as a limit has to know: a hash that nobody can trace back once its day's salt is deleted. */

import { dayOf } from '../core/periods.ts';
import type { Database } from './env.ts';
import { saltOf } from './store/salts.ts';
import { hexOf } from './token.ts';

const algorithm = { name: 'HMAC', hash: 'SHA-256' };
const bytesOf = (text: string) => new TextEncoder().encode(text);

let today: { day: number; key: CryptoKey } | undefined;

/** HMAC-SHA256 (RFC 2104) of an address by the day's salt, the same for all of this deployment until midnight UTC. */
export async function hashOf(db: Database, address: string, now: number): Promise<string> {
  const key = await keyOf(db, now);
  return hexOf(new Uint8Array(await crypto.subtle.sign('HMAC', key, bytesOf(networkOf(address)))));
}

/** The isolate asks for the salt once a day. */
async function keyOf(db: Database, now: number): Promise<CryptoKey> {
  const day = dayOf(now);
  if (today?.day === day) return today.key;
  const salt = bytesOf(await saltOf(db, now));
  const key = await crypto.subtle.importKey('raw', salt, algorithm, false, ['sign']);
  today = { day, key };
  return key;
}

/** An IPv6 subscriber has the whole of a /64 (RFC 6177) and may post from any address of it; IPv4 is as it is. */
export function networkOf(address: string): string {
  const [, mapped] = address.match(/^::ffff:([\d.]+)$/iu) ?? [];
  if (mapped !== undefined || !address.includes(':')) return mapped ?? address;
  const [before = '', after] = address.toLowerCase().split('::');
  const groups = before.split(':').filter(Boolean);
  const last = after?.split(':').filter(Boolean) ?? [];
  const zeros = after === undefined ? [] : Array<string>(Math.max(0, 8 - groups.length - last.length)).fill('0');
  const whole = [...groups, ...zeros, ...last].slice(0, 4);
  return `${whole.map((group) => group.replace(/^0+(?=.)/u, '')).join(':')}::/64`;
}
