/** Sessions: who is signed in, where, and until when. A token is kept as SHA-256 only. */

import type { Role } from '../../core/access.ts';
import { dayMs, hourMs } from '../../core/periods.ts';
import { hashOf } from '../token.ts';

/** A session ends this long after it was begun, and this long after it was last used. */
export const sessionMs = { whole: 30 * dayMs, idle: 7 * dayMs };
/** Its last use is written down no more often than this: a row for each request would be the larger part of the bill. */
const seenMs = hourMs;

/** A person, as the request of one of their sessions shows them. */
export interface Signed {
  id: string;
  name: string;
  isAdmin: boolean;
  /** The id of the session. */
  session: string;
  /** What they are on the site that was asked about. */
  role?: Role;
}

interface SignedRow {
  id: string;
  name: string;
  is_admin: number;
  seen_at: number;
  role: Role | null;
}

/** Hashes are as good as names for sessions: what a browser holds cannot be told from them. */
const idOf = (hash: string) => hash.slice(0, 16);

interface NewSession {
  hash: string;
  now: number;
  agent?: string;
}

/** SQL that begins a session for each person of a source, of which `?5` is bound. */
export function insertSession(
  db: D1Database,
  { hash, now, agent = '' }: NewSession,
  { from, bound }: { from: string; bound: string },
): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO session (hash, person, expires_at, begun_at, seen_at, agent)
        SELECT ?1, person, ?3, ?2, ?2, ?4 FROM ${from}`,
    )
    .bind(hash, now, now + sessionMs.whole, agent, bound);
}

const select = `SELECT person.id, name, is_admin, seen_at, role
  FROM session JOIN person ON person.id = session.person
  LEFT JOIN member ON member.site = ?4 AND member.person = person.id
  WHERE hash = ?1 AND expires_at > ?2 AND seen_at > ?3`;

/** The person behind a token whose session has not ended, and what they are on a site. */
export async function findSigned(
  db: D1Database,
  token: string,
  { site, now }: { site: string; now: number },
): Promise<Signed | undefined> {
  const hash = await hashOf(token);
  const row = await db
    .prepare(select)
    .bind(hash, now, now - sessionMs.idle, site)
    .first<SignedRow>();
  if (!row) return undefined;
  if (row.seen_at <= now - seenMs)
    await db.prepare('UPDATE session SET seen_at = ?2 WHERE hash = ?1').bind(hash, now).run();
  const { id, name, is_admin: isAdmin, role } = row;
  return { id, name, isAdmin: isAdmin === 1, session: idOf(hash), ...(role && { role }) };
}

/** A session, as its owner sees it. Times are epoch milliseconds. */
export interface SessionListing {
  id: string;
  agent: string;
  begunAt: number;
  seenAt: number;
}

/** Those of a person that have not ended, the last used first. */
export async function listSessions(db: D1Database, person: string, now: number): Promise<SessionListing[]> {
  const { results } = await db
    .prepare(
      `SELECT substr(hash, 1, 16) AS id, agent, begun_at AS begunAt, seen_at AS seenAt FROM session
        WHERE person = ?1 AND expires_at > ?2 AND seen_at > ?3 ORDER BY seen_at DESC, begun_at DESC`,
    )
    .bind(person, now, now - sessionMs.idle)
    .run<SessionListing>();
  return results;
}

/** Ends the one session of a person that has that id; says whether there was one. */
export async function endSession(db: D1Database, person: string, id: string): Promise<boolean> {
  const { meta } = await db
    .prepare('DELETE FROM session WHERE person = ?1 AND substr(hash, 1, 16) = ?2')
    .bind(person, id)
    .run();
  return meta.changes > 0;
}

/** SQL that ends the session that a browser had before, once it has the one of that hash. */
export async function endEarlier(db: D1Database, earlier: string, hash: string): Promise<D1PreparedStatement> {
  return db
    .prepare('DELETE FROM session WHERE hash = ?1 AND EXISTS (SELECT 1 FROM session WHERE hash = ?2)')
    .bind(await hashOf(earlier), hash);
}

/** Ends every session of a person but the one of that id; says whether there were any. */
export async function endOtherSessions(db: D1Database, person: string, id: string): Promise<boolean> {
  const { meta } = await db
    .prepare('DELETE FROM session WHERE person = ?1 AND substr(hash, 1, 16) <> ?2')
    .bind(person, id)
    .run();
  return meta.changes > 0;
}

/** Removes what has expired. */
export async function sweepSessions(db: D1Database, now: number): Promise<void> {
  await db.batch([
    db.prepare('DELETE FROM session WHERE expires_at <= ?1 OR seen_at <= ?2').bind(now, now - sessionMs.idle),
    ...['sign_in_link', 'invitation', 'challenge', 'access_key'].map((table) =>
      db.prepare(`DELETE FROM ${table} WHERE expires_at <= ?1`).bind(now),
    ),
  ]);
}
