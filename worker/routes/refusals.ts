/** `GET /api/sites/SITE/refusals?period=28d`: how many posts were refused, and why. */

import type { Context } from 'hono';
import { periodOf } from '../../core/periods.ts';
import type { Refusals } from '../../core/results.ts';
import type { App } from '../env.ts';
import { requirePeriod } from '../middleware/period.ts';
import { requireSite } from '../middleware/site.ts';
import { readRefusals } from '../store/refusals.ts';

export async function getRefusals(c: Context<App>): Promise<Response> {
  const name = requirePeriod(c);
  const { id } = await requireSite(c);
  const period = periodOf(name, Date.now());
  return c.json({ period, reasons: await readRefusals(c.env.DB, id, period) } satisfies Refusals);
}
