/** Every response of a survey as a file, streamed: the server never holds more than two chunks of it. */

import type { Context } from 'hono';
import { firstIdAt } from '../../core/id.ts';
import { dayMs, isPeriodName, periodOf, periods } from '../../core/periods.ts';
import type { App } from '../env.ts';
import { requireSurvey } from '../middleware/site.ts';
import { HttpError } from '../problem.ts';
import { csvOf, type ExportRange, type FileFormat, ndjson, readLines } from '../store/export.ts';
import { streamOf } from '../stream.ts';

/** `GET …/responses.csv`: for spreadsheets, whose formulas it has none of. */
export const getCsv = (c: Context<App>) => answerFile(c, { type: 'text/csv; charset=utf-8', end: 'csv', of: csvOf });

/** `GET …/responses.json`: an object a line, everything as it was written. */
export const getJson = (c: Context<App>) =>
  answerFile(c, { type: 'application/x-ndjson', end: 'json', of: () => ndjson });

interface File {
  type: string;
  end: string;
  of(properties: string[]): FileFormat;
}

/** `?period=28d` for less than everything, `?marked=true` with what is marked as spam or test. */
async function answerFile(c: Context<App>, { type, end, of }: File): Promise<Response> {
  const range = rangeOf(c.req.query('period'), c.req.query('marked') === 'true');
  const { site, id: survey, scales } = await requireSurvey(c);
  const format = of(site.facets ?? []);
  const lines = readLines(site.db, { site: site.id, survey, firstScale: scales.first, ...range }, format);
  // Read before the answer begins, which cannot be taken back.
  const { value: first = '' } = await lines.next();
  const disposition = `attachment; filename="${site.id}-${survey}.${end}"`;
  return c.body(streamOf(format.head + first, lines), 200, {
    'Content-Type': type,
    'Content-Disposition': disposition,
  });
}

function rangeOf(period: string | undefined, withMarked: boolean): ExportRange {
  if (period === undefined) return { from: '', to: 'g', withMarked };
  if (isPeriodName(period)) {
    const { from, to } = periodOf(period, Date.now());
    return { from: firstIdAt(from * dayMs), to: firstIdAt((to + 1) * dayMs), withMarked };
  }
  const reason = `must be one of ${Object.keys(periods).join(', ')}`;
  throw new HttpError('invalid', { detail: `period ${reason}.`, errors: [{ field: 'period', reason }] });
}
