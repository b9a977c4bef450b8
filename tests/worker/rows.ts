/** Rows of `response` by the thousand, as if posted. */

import { dayOf } from '../../core/periods.ts';

export interface Row {
  survey: string;
  id: string;
  at: number;
  score: number;
  comment: string;
  page: string;
  device?: string;
  properties?: string | null;
  status?: string;
  tags?: string | null;
  mark?: string | null;
}

const insert = `
  INSERT INTO response (site, survey, id, rev, received_at, day, score, comment, page, device, properties, status, tags, mark)
  SELECT ?1, value ->> 'survey', value ->> 'id', 1, value ->> 'at', value ->> 'day', value ->> 'score',
    nullif(value ->> 'comment', ''), value ->> 'page', coalesce(value ->> 'device', ''), value ->> 'properties',
    coalesce(value ->> 'status', ''), value ->> 'tags', value ->> 'mark' FROM json_each(?2)`;

const perStatement = 2000;

export async function insertResponses(db: D1Database, site: string, rows: Row[]): Promise<void> {
  for (let at = 0; at < rows.length; at += perStatement) {
    const some = rows.slice(at, at + perStatement).map((row) => ({ ...row, day: dayOf(row.at) }));
    await db.prepare(insert).bind(site, JSON.stringify(some)).run();
  }
}
