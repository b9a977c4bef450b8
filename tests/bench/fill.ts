/** Rows of a survey by the million, made where they are stored. */

import type { LocalWorker } from '../../worker/cli/local.ts';
import { site } from '../ingest/site.ts';

const perStatement = 200_000;

/** Ids in the order of their times, which are spread evenly; three facets, and a comment in a fifth of them. */
const insert = `
  WITH RECURSIVE n(i) AS (SELECT CAST(?3 AS INTEGER) UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?4),
  t AS (SELECT i, CAST(?5 + i * ?6 AS INTEGER) AS at FROM n)
  INSERT INTO response (site, survey, id, rev, received_at, day, score, page, comment, device, channel)
  SELECT ?1, ?2,
    printf('%08x-%04x-7%03x-8%03x-%s', at >> 16, at & 65535, i & 4095, (i >> 12) & 4095, lower(hex(randomblob(6)))),
    1, at, at / 86400000, abs(random()) % 11, '/page-' || (i % 10),
    iif(i % 5 = 0, 'Some words about what was good and what was not', NULL),
    iif(i % 3 = 0, 'phone', 'desktop'), 'web'
  FROM t`;

interface Filled {
  survey: string;
  count: number;
  /** Epoch milliseconds of the first and after the last. */
  from: number;
  to: number;
}

export async function fill(db: LocalWorker['db'], { survey, count, from, to }: Filled): Promise<void> {
  for (let at = 0; at < count; at += perStatement) {
    const until = Math.min(count, at + perStatement);
    await db
      .prepare(insert)
      .bind(site, survey, at, until, from, (to - from) / count)
      .run();
  }
}
