/** The scale that a query asks a survey's numbers on. */

import type { Context } from 'hono';
import type { Survey } from '../../core/contract.ts';
import type { ScaleName } from '../../core/scales.ts';
import { HttpError } from '../problem.ts';
import { allSeries, type Series, type SurveyScales, scaleOf } from '../store/series.ts';

/** A series, its scale, and the other ones of the survey. */
export interface Chosen {
  scale: ScaleName;
  series: Series;
  others: Series[];
}

/** `?scale=csat`, the survey's own where it is left out, or `invalid` where it has not been asked on that one. */
export function requireSeries(c: Context, { survey, scales }: { survey: Survey; scales: SurveyScales }): Chosen {
  const all = allSeries(scales);
  const name = c.req.query('scale') ?? survey.scale;
  const series = all.find((one) => scaleOf(scales, one) === name);
  const reason = `must be one of ${all.map((one) => scaleOf(scales, one)).join(', ')}`;
  if (series === undefined)
    throw new HttpError('invalid', { detail: `scale ${reason}.`, errors: [{ field: 'scale', reason }] });
  return { scale: scaleOf(scales, series), series, others: all.filter((one) => one !== series) };
}
