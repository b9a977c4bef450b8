/** Every response of a survey as a file, streamed: the server never holds more than two chunks of it. */

import type { Context } from 'hono';
import { commonFacets } from '../../core/facets.ts';
import { firstIdAt, shortId, timeOf } from '../../core/id.ts';
import { dayMs, isPeriodName, periodOf, periods } from '../../core/periods.ts';
import { cellOf, lineOf } from '../csv.ts';
import type { App } from '../env.ts';
import { requireSurvey } from '../middleware/site.ts';
import { HttpError } from '../problem.ts';
import { type ExportRange, type ExportRow, readResponses } from '../store/export.ts';

/** How a file begins, and what it has for each response. */
interface Format {
  type: string;
  extension: string;
  head: string;
  line(row: ExportRow): string;
}

/** `GET …/responses.csv`: for spreadsheets, which know UTF-8 by the byte order mark. */
export const getCsv = (c: Context<App>) => answerFile(c, csvOf);

/** `GET …/responses.json`: an object a line, without the fields that a response does not have. */
export const getJson = (c: Context<App>) => answerFile(c, () => ndjson);

/** `?period=28d` for less than everything, `?marked=true` with what is marked as spam or test. */
async function answerFile(c: Context<App>, formatFor: (properties: string[]) => Format): Promise<Response> {
  const range = rangeOf(c.req.query('period'), c.req.query('marked') === 'true');
  const { site, id } = await requireSurvey(c);
  const format = formatFor(site.facets ?? []);
  const chunks = readResponses(site.db, { site: site.id, survey: id }, range);
  // Read before the answer begins, which cannot be taken back.
  const first = await chunks.next();
  const headers = {
    'Content-Type': format.type,
    'Content-Disposition': `attachment; filename="${site.id}-${id}.${format.extension}"`,
  };
  return c.body(streamOf(format, first.value ?? [], chunks), 200, headers);
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

function streamOf({ head, line }: Format, first: ExportRow[], chunks: AsyncGenerator<ExportRow[]>) {
  const encoder = new TextEncoder();
  const textOf = (rows: ExportRow[]) => encoder.encode(rows.map(line).join(''));
  return new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode(head));
      controller.enqueue(textOf(first));
    },
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(textOf(value));
    },
    cancel: async () => void (await chunks.return(undefined)),
  });
}

const listed = (json: string | null) => (json === null ? '' : (JSON.parse(json) as string[]).join(', '));
const timeAt = (id: string) => new Date(timeOf(id)).toISOString();

/** A column for each declared property; what was declared once and is no more is in the JSON alone. */
function csvOf(properties: string[]): Format {
  const names = properties.map((name) => `property.${name}`);
  const before = ['id', 'at', 'score', 'comment', 'reasons', 'email', 'person', 'verified'];
  const after = ['mark', 'status', 'tags'];
  const valuesIn = (json: string | null): string[] => {
    if (properties.length === 0) return [];
    const values = (json === null ? {} : JSON.parse(json)) as Record<string, unknown>;
    return properties.map((name) => (Object.hasOwn(values, name) ? cellOf(`${values[name]}`) : ''));
  };
  return {
    type: 'text/csv; charset=utf-8',
    extension: 'csv',
    head: `\ufeff${lineOf([...before, ...commonFacets, ...names, ...after])}`,
    line([id, score, comment, reasons, email, person, verified, mark, status, tags, values, ...facets]) {
      const said = [cellOf(comment ?? ''), cellOf(listed(reasons)), cellOf(email ?? ''), cellOf(person ?? '')];
      const counted = [...facets.map(cellOf), ...valuesIn(values)];
      const done = [mark ?? '', status || 'unread', cellOf(listed(tags))];
      return lineOf([shortId(id), timeAt(id), `${score}`, ...said, verified ? 'true' : '', ...counted, ...done]);
    },
  };
}

const ndjson: Format = {
  type: 'application/x-ndjson',
  extension: 'json',
  head: '',
  line([id, score, comment, reasons, email, person, verified, mark, status, tags, properties, ...facets]) {
    const parsed = (json: string | null) => (json === null ? undefined : (JSON.parse(json) as unknown));
    const response = {
      ...{ id: shortId(id), at: timeAt(id), score, comment: comment || undefined, reasons: parsed(reasons) },
      ...{ email: email ?? undefined, person: person ?? undefined, verified: verified ? true : undefined },
      ...Object.fromEntries(commonFacets.map((name, at) => [name, facets[at] || undefined])),
      ...{ properties: parsed(properties), mark: mark ?? undefined, status: status || 'unread', tags: parsed(tags) },
    };
    return `${JSON.stringify(response)}\n`;
  },
};
