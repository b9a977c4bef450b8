/** What keeps a site's data right: erasing a person, and counting everything once more. */

import type { Context } from 'hono';
import type { Erased, Verification } from '../../core/results.ts';
import type { App } from '../env.ts';
import { readBody } from '../middleware/body.ts';
import { requireSite, requireSurvey } from '../middleware/site.ts';
import { HttpError } from '../problem.ts';
import { erasure as erasureSchema } from '../schema.ts';
import { eraseStep } from '../store/erasure.ts';
import { verify } from '../store/verify.ts';

/** `POST /api/sites/SITE/erasures`: one step; to be sent again with the cursor of the answer until it has none. */
export async function postErasure(c: Context<App>): Promise<Response> {
  const erasure = await readBody(c, erasureSchema);
  const { db, id, surveys } = await requireSite(c);
  return c.json((await eraseStep(db, { id, surveys: [...surveys.keys()] }, erasure)) satisfies Erased);
}

/** `GET …/verification?from=DAY`: one part; to be asked again from the next day on until there is none. */
export async function getVerification(c: Context<App>): Promise<Response> {
  const { site, id: survey } = await requireSurvey(c);
  const from = dayFrom(c.req.query('from') ?? '0');
  return c.json((await verify(site.db, { site: site.id, survey }, { from })) satisfies Verification);
}

function dayFrom(text: string): number {
  if (/^\d{1,6}$/u.test(text)) return Number(text);
  const reason = 'must be a UTC day: a whole number of days since 1970';
  throw new HttpError('invalid', { detail: `from ${reason}.`, errors: [{ field: 'from', reason }] });
}
