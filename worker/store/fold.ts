/** The fold: moves a survey's watermark up, and what it passes into the tallies, in one transaction. */

import { firstIdAt } from '../../core/id.ts';
import type { Database } from '../env.ts';
import { indexChunk } from './search.ts';
import { addToTallies, countersOfResponse, countersOfView, facetColumns } from './tallies.ts';
import { watermark } from './watermark.ts';

/** Whose responses and views. */
export interface SurveyKey {
  site: string;
  survey: string;
}

/** Sorts after every id. */
export const lastId = 'g';

/** Sizes of a fold, in responses and views. */
export const foldSizes = {
  /** A survey is folded once more than this many lie above its watermark. */
  at: 1000,
  /** The newest that a fold leaves where they are, so that posts that overtake one another are not late. */
  keeps: 200,
  /** What one transaction folds at most. */
  chunk: 5000,
};

/** What lies above the watermark and is counted, with its facets and counters, up to the id in `to`. */
export function tailOf(to: string): string {
  const from = (table: string, counters: string) => `
    SELECT id, day, ${facetColumns.join(', ')}, ${counters} FROM ${table}
    WHERE site = ?1 AND survey = ?2 AND id > ${watermark} AND id <= ${to} AND mark IS NULL`;
  const responses = from('response', countersOfResponse('score', 'comment IS NOT NULL'));
  return `${responses} UNION ALL ${from('view', countersOfView('dismissed'))}`;
}

/**
 * Folds a survey until its tail is short, if it is longer than `sizes.at`, and adds the words of what was folded to the
 * index; says how many rows D1 read and wrote.
 */
export async function foldIfDue(
  db: Database,
  { site, survey }: SurveyKey,
  sizes = foldSizes,
): Promise<{ read: number; written: number }> {
  const cost = { read: 0, written: 0 };
  const run = async (statements: D1PreparedStatement[]) => {
    const answers = await db.batch<{ id: string }>(statements);
    for (const { meta } of answers) {
      cost.read += meta.rows_read;
      cost.written += meta.rows_written;
    }
    return answers[0]?.results[0]?.id;
  };
  const idAt = (order: 'ASC' | 'DESC', offset: number) => run([db.prepare(nthId(order, offset)).bind(site, survey)]);
  const newestToFold = () => idAt('DESC', sizes.keeps);
  const indexUpTo = async (to: string) => {
    for (let isMore = true; isMore; ) {
      const answer = await indexChunk(db, { site, surveys: [survey], upTo: to });
      cost.read += answer.read;
      cost.written += answer.written;
      isMore = answer.isMore;
    }
  };

  if ((await idAt('DESC', sizes.at)) === undefined) return cost;
  for (let newest = await newestToFold(); newest !== undefined; newest = await newestToFold()) {
    const chunkEnd = await idAt('ASC', sizes.chunk - 1);
    const to = chunkEnd !== undefined && chunkEnd < newest ? chunkEnd : newest;
    await run(foldStatements.map((sql) => db.prepare(sql).bind(site, survey, to)));
    await indexUpTo(to);
  }
  return cost;
}

/** The id that many places above the watermark, or as many below the newest. */
function nthId(order: 'ASC' | 'DESC', offset: number): string {
  const tail = (table: string) => `SELECT id FROM ${table} WHERE site = ?1 AND survey = ?2 AND id > ${watermark}`;
  return `${tail('response')} UNION ALL ${tail('view')} ORDER BY id ${order} LIMIT 1 OFFSET ${offset}`;
}

/** Folds everything that lies below an id, however little it is, and moves the watermark there. */
export async function foldBelow(db: Database, { site, survey }: SurveyKey, bound: string): Promise<void> {
  const idAt = async (offset: number) =>
    (await db.prepare(nthId('ASC', offset)).bind(site, survey).first<{ id: string }>())?.id ?? lastId;
  while ((await idAt(0)) < bound) {
    const chunkEnd = await idAt(foldSizes.chunk - 1);
    const to = chunkEnd < bound ? chunkEnd : bound;
    await db.batch(foldStatements.map((sql) => db.prepare(sql).bind(site, survey, to)));
  }
}

/**
 * Each statement asks for the watermark itself: a fold that another one has overtaken finds an empty range, and its
 * last statement never moves the watermark down.
 */
const foldStatements = [
  addToTallies(tailOf('?3')),
  `INSERT INTO watermark (site, survey, id) VALUES (?1, ?2, ?3)
   ON CONFLICT DO UPDATE SET id = excluded.id WHERE excluded.id > id`,
];

/** What is quiet for so many milliseconds was looked at since by the cron, three times. */
const quietMs = 15 * 60_000;

const newestOf = (table: string) =>
  `(SELECT id FROM ${table} WHERE site = s.value ->> 0 AND survey = s.value ->> 1 ORDER BY id DESC LIMIT 1)`;
const active = `SELECT s.key AS at FROM json_each(?1) s WHERE ${newestOf('response')} >= ?2 OR ${newestOf('view')} >= ?2`;

type PlacedKey = SurveyKey & { db: Database };

/** Runs of the cron in which each quiet one is looked at once: those of an hour. */
const quietTurns = 12;

/**
 * Folds every survey that is due; one that cannot be folded now is logged and keeps no other from it. To know whether a
 * survey is due takes a row for each of its tail, so what is quiet is looked at only in its turn.
 */
export async function foldAll(surveys: PlacedKey[], { now, turn }: { now: number; turn: number }): Promise<void> {
  const isTurnOf = new Set(surveys.filter((_, at) => at % quietTurns === turn % quietTurns));
  for (const [db, all] of Map.groupBy(surveys, ({ db }) => db)) {
    const active = new Set(await activeOf(db, all, now));
    for (const { db, ...key } of all.filter((one) => active.has(one) || isTurnOf.has(one))) {
      await foldIfDue(db, key).catch((error) => console.error(key, error));
    }
  }
}

/** Those in which something happened of late; all of them where that cannot be found out. Reads two rows for each. */
async function activeOf(db: Database, surveys: PlacedKey[], now: number): Promise<PlacedKey[]> {
  const keys = JSON.stringify(surveys.map(({ site, survey }) => [site, survey]));
  const rows = db
    .prepare(active)
    .bind(keys, firstIdAt(now - quietMs))
    .run<{ at: number }>();
  return rows.then(({ results }) => results.flatMap(({ at }) => surveys[at] ?? [])).catch(() => surveys);
}
