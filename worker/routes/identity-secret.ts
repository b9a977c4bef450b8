/** The secret that a site's server proves its visitors with. */

import type { Context } from 'hono';
import { hourMs } from '../../core/periods.ts';
import type { App } from '../env.ts';
import { readBody } from '../middleware/body.ts';
import { requireSite } from '../middleware/site.ts';
import { rotation } from '../schema/access.ts';
import { identitySecretOf, rotateIdentitySecret } from '../store/identity-secrets.ts';
import { forgetSite } from '../store/site-cache.ts';

/** `POST …/identity-secret`: the same one each time, made when it is first asked for. */
export async function postIdentitySecret(c: Context<App>): Promise<Response> {
  const { id } = await requireSite(c);
  const secret = await identitySecretOf(c.env.DB, id);
  forgetSite(id);
  return c.json({ secret });
}

/** `POST …/identity-secret/rotation`: another one; the earlier proves visitors for so many hours more. */
export async function postSecretRotation(c: Context<App>): Promise<Response> {
  const { hours } = await readBody(c, rotation);
  const { id } = await requireSite(c);
  const secret = await rotateIdentitySecret(c.env.DB, id, Date.now() + hours * hourMs);
  forgetSite(id);
  return c.json({ secret });
}
