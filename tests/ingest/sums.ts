/** Whether tallies and the rows above the watermark are together what is stored. */

import { readRows, type Site, site } from './site.ts';

/** By score what the rows say, and what each facet's cells and the rows above the watermark add up to. */
const sums = `
  WITH RECURSIVE score(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM score WHERE n < 10),
  live AS (SELECT score, count(*) AS n FROM response WHERE site = ?1 AND survey = ?2
    AND id > coalesce((SELECT id FROM watermark WHERE site = ?1 AND survey = ?2), '') GROUP BY score),
  folded AS (SELECT facet, json_array(${Array.from({ length: 11 }, (_, n) => `sum(s${n})`).join(', ')}) AS counts
    FROM tally WHERE site = ?1 AND survey = ?2 AND facet IN ('total', 'page', 'device', 'channel') GROUP BY facet),
  stored AS (SELECT score, count(*) AS n FROM response WHERE site = ?1 AND survey = ?2 GROUP BY score)
  SELECT facet, score.n AS score, (folded.counts ->> score.n) + coalesce(live.n, 0) AS counted, coalesce(stored.n, 0) AS stored
  FROM folded, score LEFT JOIN live ON live.score = score.n LEFT JOIN stored ON stored.score = score.n`;

interface Sum {
  facet: string;
  score: number;
  counted: number;
  stored: number;
}

/** Those of each facet that every response has, by score; nothing before the first fold. */
export async function readSums(opened: Site) {
  const results = await readRows<Sum>(opened, sums, site, 'nps');
  const total = results.filter(({ facet }) => facet === 'total');
  const wrong = results.filter(({ counted, stored }) => counted !== stored);
  return { total, wrong, rows: total.reduce((sum, { stored }) => sum + stored, 0) };
}
