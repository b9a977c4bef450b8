/** The period that a query names. */

import type { Context } from 'hono';
import { defaultPeriod, isPeriodName, type PeriodName, periods } from '../../core/periods.ts';
import { HttpError } from '../problem.ts';

/** `?period=28d`, the default where it is left out, or `invalid`. */
export function requirePeriod(c: Context): PeriodName {
  const name = c.req.query('period') ?? defaultPeriod;
  if (isPeriodName(name)) return name;
  const reason = `must be one of ${Object.keys(periods).join(', ')}`;
  throw new HttpError('invalid', { detail: `period ${reason}.`, errors: [{ field: 'period', reason }] });
}
