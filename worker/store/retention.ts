/** Retention: what becomes of responses that are older than their site keeps them. */

import type { Retention } from '../../core/contract.ts';
import { firstIdAt } from '../../core/id.ts';
import { dayMs, dayOf } from '../../core/periods.ts';
import type { Database } from '../env.ts';
import { foldBelow, type SurveyKey } from './fold.ts';
import { isNamed, nameless } from './removal.ts';
import { forgetWords } from './search.ts';
import type { ListedSurvey } from './surveys.ts';
import { watermark } from './watermark.ts';

/** What one run does at most: a Worker has 50 queries, and 100,000 rows a day to write, on the Free plan. */
const sizes = { surveys: 3, chunks: 2, rows: 1000 };

const isOf = 'site = ?1 AND survey = ?2';
const isDue = `${isOf} AND id > ?3 AND id < ?4`;
const responses = `SELECT id FROM response WHERE ${isDue}`;
const views = `SELECT id FROM view WHERE ${isDue}`;
const lastOf = (ids: string) => `SELECT max(id) AS id FROM (${ids} ORDER BY id LIMIT ?5)`;
const isInChunk = `${isOf} AND id > ?3 AND id <= ?4 AND id <= ${watermark}`;

const forget = forgetWords(`SELECT id FROM response WHERE ${isInChunk}`);

/** The end of the next chunk, and what becomes of it, by action. */
const actions = {
  delete: {
    last: lastOf(`${responses} UNION ALL ${views}`),
    change: [forget, `DELETE FROM response WHERE ${isInChunk}`, `DELETE FROM view WHERE ${isInChunk}`],
  },
  anonymise: {
    last: lastOf(responses),
    change: [forget, `UPDATE response SET ${nameless} WHERE ${isInChunk} AND ${isNamed}`],
  },
};
const anonymisedTo = `SELECT anonymised_to AS id FROM watermark WHERE ${isOf}`;
/** Of what is dropped the day is remembered, of what is made nameless the id: late posts before it are not stored. */
const remember = {
  delete: `UPDATE watermark SET verified_from = ?3 WHERE ${isOf} AND verified_from < ?3`,
  anonymise: `UPDATE watermark SET anonymised_to = ?3 WHERE ${isOf} AND anonymised_to < ?3`,
};

interface Due extends Retention {
  now: number;
  /** Chunks, and responses and views in each. */
  chunks?: number;
  rows?: number;
}

/**
 * Drops, or makes nameless, what is older than so many days, and keeps its numbers: folds it first, and touches nothing
 * above the watermark. Says whether all of it is done.
 */
export async function retain(db: Database, key: SurveyKey, due: Due): Promise<boolean> {
  const { days, action, now, chunks = sizes.chunks, rows = sizes.rows } = due;
  const day = dayOf(now) - days;
  const bound = firstIdAt(day * dayMs);
  const { last, change } = actions[action];
  const ask = async (sql: string, ...values: unknown[]) =>
    (
      await db
        .prepare(sql)
        .bind(key.site, key.survey, ...values)
        .first<{ id: string | null }>()
    )?.id ?? '';

  for (let chunk = 0; chunk < chunks; chunk++) {
    const from = action === 'delete' ? '' : await ask(anonymisedTo);
    const to = await ask(last, from, bound, rows);
    if (to === '') return true;
    await foldBelow(db, key, bound);
    const done = action === 'delete' ? day : to;
    await db.batch([
      db.prepare(remember[action]).bind(key.site, key.survey, done),
      ...change.map((sql) => db.prepare(sql).bind(key.site, key.survey, from, to)),
    ]);
  }
  return false;
}

/** Takes its turn with a few surveys; `turn` counts the runs. One that fails is logged and keeps no other from it. */
export async function applyRetention(
  surveys: ListedSurvey[],
  { now, turn }: { now: number; turn: number },
): Promise<void> {
  const kept = surveys.flatMap(({ retention, ...listed }) => (retention ? [{ ...listed, retention }] : []));
  const first = (turn * sizes.surveys) % (kept.length || 1);
  const due = [...kept.slice(first), ...kept.slice(0, first)].slice(0, sizes.surveys);
  for (const { db, retention, ...key } of due) {
    await retain(db, key, { ...retention, now }).catch((error) => console.error(key, error));
  }
}
