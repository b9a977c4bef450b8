/** People, their single-use sign-in links and their sessions. Secrets are kept as SHA-256 only. */

import { hexOf, makeToken } from '../token.ts';

export const linkMinutes = 15;
const sessionDays = 30;
const minute = 60_000;

async function hashOf(token: string): Promise<string> {
  return hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token))));
}

/** Makes the person if there is none of that id, and a link for them that works once, for 15 minutes. */
export async function createLink(db: D1Database, person: string, name: string, now: number): Promise<string> {
  const token = makeToken();
  await db.batch([
    db.prepare('INSERT INTO person (id, name) VALUES (?1, ?2) ON CONFLICT DO NOTHING').bind(person, name),
    db.prepare('DELETE FROM sign_in_link WHERE expires_at <= ?1').bind(now),
    db
      .prepare('INSERT INTO sign_in_link (hash, person, expires_at) VALUES (?1, ?2, ?3)')
      .bind(await hashOf(token), person, now + linkMinutes * minute),
  ]);
  return token;
}

/** Exchanges a link for a session; the link is used up in the same transaction. Nothing for a used or expired one. */
export async function redeemLink(db: D1Database, link: string, now: number): Promise<string | undefined> {
  const hash = await hashOf(link);
  const token = makeToken();
  const [inserted] = await db.batch([
    db
      .prepare('INSERT INTO session SELECT ?1, person, ?2 FROM sign_in_link WHERE hash = ?3 AND expires_at > ?4')
      .bind(await hashOf(token), now + sessionDays * 24 * 60 * minute, hash, now),
    db.prepare('DELETE FROM sign_in_link WHERE hash = ?1').bind(hash),
  ]);
  return inserted?.meta.changes === 1 ? token : undefined;
}

/** The person behind a session that has not ended. */
export async function findPerson(db: D1Database, session: string, now: number): Promise<{ name: string } | undefined> {
  const sql = 'SELECT name FROM session JOIN person ON person.id = person WHERE hash = ?1 AND expires_at > ?2';
  const row = await db
    .prepare(sql)
    .bind(await hashOf(session), now)
    .first<{ name: string }>();
  return row ?? undefined;
}

export async function endSession(db: D1Database, session: string): Promise<void> {
  await db
    .prepare('DELETE FROM session WHERE hash = ?1')
    .bind(await hashOf(session))
    .run();
}

/** Removes what has expired. */
export async function sweepSessions(db: D1Database, now: number): Promise<void> {
  await db.batch([
    db.prepare('DELETE FROM session WHERE expires_at <= ?1').bind(now),
    db.prepare('DELETE FROM sign_in_link WHERE expires_at <= ?1').bind(now),
  ]);
}
