/** The index of words: filled in the wake of the fold, and right after it before a search. */

import type { Database } from '../env.ts';
import type { SurveyKey } from './fold.ts';

/** Responses of one survey that one statement looks through for words. */
const chunk = 5000;

/**
 * SQL for the rowid of an id: its time and the 18 random bits after it, never less for an id that sorts later. Two
 * comments of one millisecond share it once in 260,000 times; the later one is then not found by its words.
 */
export const rowidOf = (id: string) =>
  `(('0x' || substr(${id}, 2, 7) || substr(${id}, 10, 4) || substr(${id}, 16, 3) || substr(${id}, 20, 2)) ->> '$')`;

const ofSurvey = 'site = ?1 AND survey = ?2';
/** Whether the words of the id ?3 are to be in the index already. */
const isIndexed = `EXISTS (SELECT 1 FROM watermark WHERE ${ofSurvey} AND indexed_to >= ?3)`;

/** Whether a response must not just be inserted: its id was passed by the fold or by the index. */
export const isPassedBy = (site: string, survey: string, id: string) =>
  `EXISTS (SELECT 1 FROM watermark w WHERE w.site = ${site} AND w.survey = ${survey} AND max(w.id, w.indexed_to) >= ${id})`;

/** The same of the id ?3 of site ?1 and survey ?2. */
export const isPassed = isPassedBy('?1', '?2', '?3');

/** SQL that adds the words of the responses of `source`, named `r`. REPLACE bears on rows of one statement alone. */
const add = (source: string) => `
  INSERT OR REPLACE INTO search (rowid, words, scope, site, survey, id)
  SELECT ${rowidOf('r.id')}, r.comment, lower(hex(r.site)) || ' ' || lower(hex(r.site || '/' || r.survey)),
    r.site, r.survey, r.id
  FROM ${source} AND r.comment <> '' AND NOT EXISTS (SELECT 1 FROM search s WHERE s.rowid = ${rowidOf('r.id')})`;

/** SQL that adds the words of the response ?1 ?2 ?3 where they are missing: to be run after it is written. */
export const indexWords = add(`response r WHERE r.site = ?1 AND r.survey = ?2 AND r.id = ?3 AND ${isIndexed}`);

/**
 * SQL that forgets the words of responses of site ?1 and survey ?2: to be run in the transaction that deletes,
 * anonymises or changes them. `ids` is a SELECT of their `id`. Writes a row for each that had words.
 */
export const forgetWords = (ids: string) => forgetWordsOf(`SELECT ?1 AS site, ?2 AS survey, id FROM (${ids})`);

/** SQL that forgets the words of responses of whatever survey: `keys` is a SELECT of their `site`, `survey` and `id`. */
export const forgetWordsOf = (keys: string) => `
  DELETE FROM search WHERE rowid IN (
    SELECT s.rowid FROM (${keys}) gone CROSS JOIN search s
    ON s.rowid = ${rowidOf('gone.id')} AND s.site = gone.site AND s.survey = gone.survey AND s.id = gone.id
  )`;

/** Of each survey whose index ends below `?3` how many responses come next, and the last of them. */
const due = `
  SELECT s.value AS survey, coalesce(w.indexed_to, '') AS above, (
    SELECT json_array(count(*), max(id)) FROM (
      SELECT id FROM response WHERE site = ?1 AND survey = s.value AND id > coalesce(w.indexed_to, '') AND id <= ?3
      ORDER BY id LIMIT ${chunk}
    )) AS next
  FROM json_each(?2) s LEFT JOIN watermark w ON w.site = ?1 AND w.survey = s.value`;
const addChunk = add('response r WHERE r.site = ?1 AND r.survey = ?2 AND r.id > ?3 AND r.id <= ?4');
/** Only from where it was found: another one may have moved it meanwhile, or put it back to begin anew. */
const moveOn = `
  INSERT INTO watermark (site, survey, id, indexed_to) VALUES (?1, ?2, '', ?4)
  ON CONFLICT DO UPDATE SET indexed_to = excluded.indexed_to WHERE indexed_to = ?3`;

/** Whose words to add, and up to which id; to all there are unless it says one. */
interface Wanted {
  site: string;
  surveys: readonly string[];
  upTo?: string;
}

/** Adds what is missing, of each survey no more than a chunk; says what it cost, and whether there may be more. */
export async function indexChunk(db: Database, { site, surveys, upTo = 'g' }: Wanted) {
  const found = await db.prepare(due).bind(site, JSON.stringify(surveys), upTo).run<DueRow>();
  const next = found.results.map(nextOf).filter(({ count }) => count > 0);
  const cost = { isMore: next.some(({ count }) => count === chunk), read: found.meta.rows_read, written: 0 };
  if (next.length === 0) return cost;
  const statements = next.flatMap(({ survey, above, last }) =>
    [addChunk, moveOn].map((sql) => db.prepare(sql).bind(site, survey, above, last)),
  );
  for (const { meta } of await db.batch(statements)) {
    cost.read += meta.rows_read;
    cost.written += meta.rows_written;
  }
  return cost;
}

interface DueRow {
  survey: string;
  above: string;
  next: string;
}

function nextOf({ survey, above, next }: DueRow) {
  const [count, last] = JSON.parse(next) as [number, string | null];
  return { survey, above, count, last };
}

/** What `completeIndex` reads for each survey where nothing is missing. */
export const rowsToComplete = 3;

/** Chunks of each survey that a search adds at most before it gives up. */
const mostChunks = 4;

/** Adds the words of every response there is, in a few chunks; says how many rows it read, nothing where more are missing. */
export async function completeIndex(db: Database, wanted: Wanted): Promise<number | undefined> {
  let rowsRead = 0;
  for (let chunks = 0; chunks < mostChunks; chunks++) {
    const { isMore, read } = await indexChunk(db, wanted);
    rowsRead += read;
    if (!isMore) return rowsRead;
  }
  return undefined;
}

const begin = `UPDATE watermark SET indexed_to = '' WHERE ${ofSurvey}`;

/** Fills the index of a survey anew, a chunk with each call, the first one with no `cursor`. Says whether to call again. */
export async function rebuildSearch(db: Database, { site, survey }: SurveyKey, isFirst: boolean): Promise<boolean> {
  if (isFirst) await db.prepare(begin).bind(site, survey).run();
  return (await indexChunk(db, { site, surveys: [survey] })).isMore;
}
