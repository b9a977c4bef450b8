/** What each variant of a survey has gathered, and what becomes of the survey once one of them is declared the winner. */

import type { Survey } from '../../core/contract.ts';
import type { Database } from '../env.ts';
import { foldIfDue, foldSizes, lastId, type SurveyKey, tailOf } from './fold.ts';
import { countsOf, type DayCounts, type TallyRow } from './results.ts';
import { everySeries, facetsIn, type Series } from './series.ts';
import { counters } from './tallies.ts';
import { watermark } from './watermark.ts';

/** What a variant holds on a day, or a part of it. */
export interface VariantCounts extends DayCounts {
  variant: string;
}

type VariantRow = TallyRow & { variant: string };

const columns = `day, ${counters.join(', ')}`;
const folded = (series: readonly Series[]) => `SELECT value AS variant, ${columns} FROM tally
  WHERE site = ?1 AND survey = ?2 AND facet IN ${facetsIn(series, 'variant')}`;
const tail = `SELECT variant, ${columns} FROM (${tailOf('?3')} ORDER BY id LIMIT ${foldSizes.at + 1})`;

/**
 * Since each variant was first asked, each on its own scale, with the rows D1 read for it; folds first where the tail is
 * long.
 */
export async function readVariants(
  db: Database,
  key: SurveyKey,
  series: readonly Series[],
): Promise<{ cells: VariantCounts[]; rowsRead: number }> {
  const [cells, live] = await db.batch<VariantRow>([
    db.prepare(folded(series)).bind(key.site, key.survey),
    db.prepare(tail).bind(key.site, key.survey, lastId),
  ]);
  if (!cells || !live) throw new Error('D1 answered fewer results than it was asked for');
  const rowsRead = cells.meta.rows_read + live.meta.rows_read;
  if (live.results.length > foldSizes.at) {
    const more = (await foldIfDue(db, key)).read;
    const again = await readVariants(db, key, series);
    return { ...again, rowsRead: rowsRead + more + again.rowsRead };
  }
  const rows = [...cells.results, ...live.results];
  return { cells: rows.map((row) => ({ variant: row.variant, ...countsOf(row) })), rowsRead };
}

/**
 * SQL for whether anything is stored of site ?1 and survey ?2 under one of the variants ?4 to ?7. Reads no more than
 * the cells of variants and what lies above the watermark.
 */
export const isAnyUsed = `EXISTS (
  SELECT 1 FROM tally
    WHERE site = ?1 AND survey = ?2 AND facet IN ${facetsIn(everySeries, 'variant')} AND value IN (?4, ?5, ?6, ?7)
  UNION ALL
  SELECT 1 FROM response WHERE site = ?1 AND survey = ?2 AND id > ${watermark} AND variant IN (?4, ?5, ?6, ?7)
  UNION ALL
  SELECT 1 FROM view WHERE site = ?1 AND survey = ?2 AND id > ${watermark} AND variant IN (?4, ?5, ?6, ?7))`;

const isAsItWas = 'site = ?1 AND id = ?2 AND definition = ?3';
const markBreak = `
  INSERT INTO trend_break (site, survey, at, winner)
  SELECT site, id, ?4, ?5 FROM survey WHERE ${isAsItWas}`;
const replace = `UPDATE survey SET definition = ?4 WHERE ${isAsItWas}`;

interface Declared {
  before: Survey;
  after: Survey;
  winner: string;
  /** Epoch milliseconds. */
  at: number;
}

/** Replaces the survey and marks the moment, both or neither. Says whether the survey was still as it was before. */
export async function storeWinner(db: D1Database, key: SurveyKey, declared: Declared): Promise<boolean> {
  const { before, after, winner, at } = declared;
  const same = [key.site, key.survey, JSON.stringify(before)];
  const [, stored] = await db.batch([
    db.prepare(markBreak).bind(...same, at, winner),
    db.prepare(replace).bind(...same, JSON.stringify(after)),
  ]);
  return stored !== undefined && stored.meta.changes > 0;
}
