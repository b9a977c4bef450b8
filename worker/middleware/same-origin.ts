import type { Context, Next } from 'hono';
import { HttpError } from '../problem.ts';

/** Refuses what another site's page sends with the visitor's cookie. */
export async function requireSameOrigin(c: Context, next: Next): Promise<void> {
  const origin = c.req.header('Origin');
  const site = c.req.header('Sec-Fetch-Site') ?? 'same-origin';
  const isForeign =
    (origin !== undefined && origin !== new URL(c.req.url).origin) || !['same-origin', 'none'].includes(site);
  if (isForeign && !['GET', 'HEAD'].includes(c.req.method)) throw new HttpError('origin-refused');
  await next();
}
