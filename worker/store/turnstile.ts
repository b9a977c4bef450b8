/** The keys of a site's Turnstile, the secret one included. */

import type { Turnstile } from '../../core/contract.ts';
import type { Database } from '../env.ts';

const update = 'UPDATE site SET turnstile_key = ?2, turnstile_secret = ?3 WHERE id = ?1';

/** Sets the keys, or takes them away. */
export async function putTurnstile(db: Database, site: string, keys: Turnstile | undefined): Promise<void> {
  await db
    .prepare(update)
    .bind(site, keys?.siteKey ?? null, keys?.secret ?? null)
    .run();
}
