import type { Context } from 'hono';
import { hashOf } from '../address.ts';
import type { App } from '../env.ts';
import { HttpError } from '../problem.ts';

/**
 * Throws `rate-limited` where an address, or all of them together, post more to a site than wrangler.toml lets them; an
 * empty site stands for all that there are not. The address is what Cloudflare says it is, never what a client may say.
 */
export async function limitRate(c: Context<App>, site: string): Promise<void> {
  const { DB, ADDRESS_LIMIT, SITE_LIMIT } = c.env;
  const address = ADDRESS_LIMIT && c.req.header('CF-Connecting-IP');
  // The address first: what it may not do must not use up what the site may.
  if (ADDRESS_LIMIT && address !== undefined) {
    const hash = await hashOf(DB, address, Date.now());
    await requireRoom(ADDRESS_LIMIT, `${site}:${hash}`, 'address');
  }
  if (SITE_LIMIT) await requireRoom(SITE_LIMIT, site, 'site');
}

/**
 * The same for challenges, each of which is a row. No site is called that: who asks for them takes nothing from what may be
 * posted to one.
 */
export function limitChallenges(c: Context<App>): Promise<void> {
  return limitRate(c, '/api/session');
}

async function requireRoom(limiter: RateLimit, key: string, reason: string): Promise<void> {
  const { success } = await limiter.limit({ key });
  if (!success) throw new HttpError('rate-limited', { detail: 'Send it again in a minute.', reason });
}
