/** Erasure: everything that a site holds of one person, a bounded step at a time. */

import type { Erasure } from '../../core/contract.ts';
import type { Erased } from '../../core/results.ts';
import type { Database } from '../env.ts';
import { deleteResponses } from './removal.ts';

/** What one step does at most, so that it reads no more than 5,000 rows and runs no more than 50 queries. */
const sizes = { read: 3000, deleted: 50, surveys: 40 };

const matches = { person: 'person = ?5', email: 'lower(email) = lower(?5)' };

/** One pass over a key range: where it ends, how long it is, and whose ids match. */
const look = (match: string) => `
  SELECT max(id) AS last, count(*) AS read, json_group_array(id) FILTER (WHERE ${match}) AS ids FROM (
    SELECT id, person, email FROM response WHERE site = ?1 AND survey = ?2 AND id > ?3 ORDER BY id LIMIT ?4
  )`;
const looks = { person: look(matches.person), email: look(matches.email) };

const forgetActs = 'DELETE FROM person_act WHERE site = ?1 AND person = ?2';

interface LookedRow {
  last: string | null;
  read: number;
  ids: string;
}

interface Place {
  survey: string;
  /** Everything up to this id is done. */
  id: string;
}

/**
 * Goes on from where a cursor says, through the responses of every survey, and deletes those of the person or address
 * that it finds first. Without a cursor in the answer all of them were looked at. ASCII letters of an address match in
 * either case.
 */
export async function eraseStep(
  db: Database,
  site: { id: string; surveys: string[] },
  { person, email = '', cursor }: Erasure,
): Promise<Erased> {
  const place = placeOf(cursor);
  const ahead = [...site.surveys].sort().filter((survey) => survey >= place.survey);
  let room = sizes.read;
  for (const [at, survey] of ahead.entries()) {
    const from = survey === place.survey ? place.id : '';
    if (room === 0 || at === sizes.surveys) return { erased: 0, cursor: cursorOf({ survey, id: from }) };
    const sql = person === undefined ? looks.email : looks.person;
    const looked = await db
      .prepare(sql)
      .bind(site.id, survey, from, room, person ?? email)
      .first<LookedRow>();
    const { last, read, ids } = lookedAt(looked);
    const erased = ids.slice(0, sizes.deleted);
    if (erased.length > 0) {
      await deleteResponses(db, { site: site.id, survey }, erased);
      const id = (erased.length < ids.length ? erased.at(-1) : last) ?? from;
      return { erased: erased.length, cursor: cursorOf({ survey, id }) };
    }
    if (read === room) return { erased: 0, cursor: cursorOf({ survey, id: last ?? from }) };
    room -= read;
  }
  if (person !== undefined) await db.prepare(forgetActs).bind(site.id, person).run();
  return { erased: 0 };
}

function lookedAt(row: LookedRow | null) {
  if (!row) throw new Error('an aggregate has one row');
  return { ...row, ids: (JSON.parse(row.ids) as string[]).sort() };
}

const cursorOf = ({ survey, id }: Place) => `${survey}/${id}`;

function placeOf(cursor = ''): Place {
  const [survey = '', id = ''] = cursor.split('/');
  return { survey, id };
}
