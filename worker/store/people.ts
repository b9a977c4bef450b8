/** People, and the single-use links that sign them in. Of secrets only the SHA-256 is kept. */

import { hashOf, makeToken } from '../token.ts';
import { endEarlier, insertSession } from './sessions.ts';

export const linkMinutes = 15;
export const linkMs = linkMinutes * 60_000;

/** Makes a link that signs a person in once, for 15 minutes. */
export async function createLink(db: D1Database, person: string, now: number): Promise<string> {
  const token = makeToken();
  await db
    .prepare('INSERT INTO sign_in_link (hash, person, expires_at) VALUES (?1, ?2, ?3)')
    .bind(await hashOf(token), person, now + linkMs)
    .run();
  return token;
}

/** A link for an administrator, who is made if there is none of that id. */
export async function createAdminLink(db: D1Database, person: string, name: string, now: number): Promise<string> {
  await db
    .prepare('INSERT INTO person (id, name, is_admin) VALUES (?1, ?2, 1) ON CONFLICT DO UPDATE SET is_admin = 1')
    .bind(person, name)
    .run();
  return createLink(db, person, now);
}

/** How somebody signs in: with which browser, and with which session it ends. */
export interface SigningIn {
  now: number;
  agent?: string;
  /** The token that the browser has from before. */
  earlier?: string;
}

/**
 * Exchanges a link for a session, whose token this is; the link is used up in the same transaction. Nothing for a used or
 * expired one.
 */
export async function redeemLink(db: D1Database, link: string, by: SigningIn): Promise<string | undefined> {
  const hash = await hashOf(link);
  const token = makeToken();
  const of = { hash: await hashOf(token), ...by };
  const [inserted] = await db.batch([
    insertSession(db, of, {
      from: `sign_in_link WHERE hash = ?5 AND expires_at > ?2 AND person IN (SELECT id FROM person)`,
      bound: hash,
    }),
    db.prepare('DELETE FROM sign_in_link WHERE hash = ?1').bind(hash),
    await endEarlier(db, by.earlier ?? '', of.hash),
  ]);
  return inserted?.meta.changes ? token : undefined;
}

/** Gives a person another name. */
export async function renamePerson(db: D1Database, person: string, name: string): Promise<void> {
  await db.prepare('UPDATE person SET name = ?2 WHERE id = ?1').bind(person, name).run();
}
