/** The audit log: who did what. Nothing in it can be changed, which the database sees to. */

import type { AuditEntry, AuditFilter, AuditList } from '../../core/access.ts';
import { makeId, timeOf } from '../../core/id.ts';
import { cellOf } from './export.ts';

export interface Deed extends Omit<AuditEntry, 'at'> {
  /** '' for what is of no site. */
  site: string;
}

/** What people do that is of no site, as signing in, is also in the log of each site that they are a member of. */
export async function record(
  db: Pick<D1Database, 'prepare'>,
  { site, actor, actorName, action, subject }: Deed,
  now: number,
): Promise<void> {
  const id = makeId(now, crypto.getRandomValues(new Uint8Array(10)));
  const sites = `SELECT ?1 AS site UNION SELECT site FROM member WHERE ?1 = '' AND person = ?7`;
  await db
    .prepare(
      `INSERT INTO audit (site, id, actor, actor_name, action, subject) SELECT site, ?2, ?3, ?4, ?5, ?6 FROM (${sites})`,
    )
    .bind(site, id, actor, actorName, action, subject, actor.replace('person:', ''))
    .run();
}

interface AuditRow {
  id: string;
  actor: string;
  actor_name: string;
  action: string;
  subject: string;
}

/** So many entries a page; so many rows at most are read for it. */
const pageRows = 100;
const readRows = 2000;

/** Entries of a site, the newest first, from a cursor on; `next` is where to go on, if something may be there. */
export async function readAudit(
  db: D1Database,
  site: string,
  { actor, action, before = '~' }: AuditFilter,
): Promise<AuditList> {
  const { results } = await db
    .prepare(
      `SELECT id, actor, actor_name, action, subject FROM audit WHERE site = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3`,
    )
    .bind(site, before, readRows)
    .run<AuditRow>();
  const wanted = results.filter(
    (row) => (actor === undefined || row.actor === actor) && (action === undefined || row.action === action),
  );
  const page = wanted.slice(0, pageRows);
  const last = wanted.length > pageRows ? page.at(-1) : results.length === readRows ? results.at(-1) : undefined;
  return { entries: page.map(entryOf), ...(last && { next: last.id }) };
}

function entryOf({ id, actor, actor_name: actorName, action, subject }: AuditRow): AuditEntry {
  return { at: timeOf(id), actor, actorName, action: action as AuditEntry['action'], subject };
}

export const auditCsvHead = '\ufeffat,actor,name,action,subject\r\n';

const cells = ['actor', 'actor_name', 'action', 'subject'].map(cellOf).join(", ',', ");

/** The lines of the CSV, some thousand at a time. */
export async function* readAuditCsv(db: D1Database, site: string): AsyncGenerator<string> {
  const sql = `SELECT id, concat(${cells}) AS line FROM audit WHERE site = ?1 AND id > ?2 ORDER BY id LIMIT ${readRows}`;
  for (let after: string | undefined = ''; after !== undefined; ) {
    const { results }: D1Result<{ id: string; line: string }> = await db.prepare(sql).bind(site, after).run();
    after = results.length === readRows ? results.at(-1)?.id : undefined;
    yield results.map(({ id, line }) => `${new Date(timeOf(id)).toISOString()},${line}\r\n`).join('');
  }
}
