/** What the team does with one response: finds it, marks it, says what has become of it. */

import type { Mark, ResponseChange, ResponseStatus } from '../../core/contract.ts';
import { shortId } from '../../core/id.ts';
import type { ResponseHandling } from '../../core/results.ts';
import type { Database } from '../env.ts';
import type { SurveyKey } from './fold.ts';
import { markStatements } from './marks.ts';

/** The first of a key range that is not deleted. */
const find = `SELECT id, mark, status, tags FROM response
  WHERE site = ?1 AND survey = ?2 AND id >= ?3 AND id < ?3 || 'g' AND mark IS NOT 'deleted' ORDER BY id LIMIT 1`;

const isIt = 'site = ?1 AND survey = ?2 AND id = ?3';
const putStatus = `UPDATE response SET status = ?4 WHERE ${isIt} AND status <> ?4 AND mark IS NOT 'deleted'`;
const putTags = `UPDATE response SET tags = ?4 WHERE ${isIt} AND tags IS NOT ?4 AND mark IS NOT 'deleted'`;

interface HandledRow {
  id: string;
  mark: Mark | null;
  status: ResponseStatus | '';
  tags: string | null;
}

/** A response by its id, whole or short, with its whole one; nothing where there is none or it was deleted. */
export async function findResponse(db: Database, { site, survey }: SurveyKey, id: string) {
  const row = await db.prepare(find).bind(site, survey, id).first<HandledRow>();
  return row ? { id: row.id, handling: handlingOf(row) } : undefined;
}

function handlingOf({ id, mark, status, tags }: HandledRow): ResponseHandling {
  return {
    id: shortId(id),
    mark,
    status: status || 'unread',
    tags: tags === null ? [] : (JSON.parse(tags) as string[]),
  };
}

/** Changes what the change names, all or nothing; a row that is as it should be is not written. */
export async function changeResponse(db: Database, key: SurveyKey, change: ResponseChange & { id: string }) {
  const { id, mark, status, tags } = change;
  const update = (sql: string, value: string | null) => db.prepare(sql).bind(key.site, key.survey, id, value);
  const statements = [
    ...(mark === undefined ? [] : markStatements(db, key, [id], mark)),
    ...(status === undefined ? [] : [update(putStatus, status === 'unread' ? '' : status)]),
    ...(tags === undefined ? [] : [update(putTags, tags.length > 0 ? JSON.stringify(tags) : null)]),
  ];
  if (statements.length > 0) await db.batch(statements);
}
