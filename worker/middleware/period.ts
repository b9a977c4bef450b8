import type { Context } from 'hono';
import { defaultPeriod, isPeriodName, type PeriodName, periods } from '../../core/periods.ts';
import { HttpError } from '../problem.ts';

/** The period that the query names, or the usual one; `invalid` for one that there is not. */
export function requirePeriod(c: Context): PeriodName {
  const name = c.req.query('period') ?? defaultPeriod;
  if (isPeriodName(name)) return name;
  const reason = `must be one of ${Object.keys(periods).join(', ')}`;
  throw new HttpError('invalid', { detail: `period ${reason}.`, errors: [{ field: 'period', reason }] });
}
