/** Passkeys of people: their public keys, and what has been signed with them. */

import type { PasskeyDescriptor, PasskeyListing, Transport } from '../../core/passkeys.ts';
import { hashOf, makeToken } from '../token.ts';
import type { SigningIn } from './people.ts';
import { endEarlier, insertSession } from './sessions.ts';

/** So many of one person at most. */
export const mostPasskeys = 20;

export interface Passkey {
  /** Of the credential, base64url. */
  id: string;
  /** COSE, base64url. */
  publicKey: string;
  /** Of the last signature; 0 where the authenticator counts none. */
  counter: number;
}

interface NewPasskey extends Passkey {
  person: string;
  name: string;
  transports: Transport[];
}

/** Says whether it was added: not where there is one of that id, whoever has it, or the person has too many. */
export async function addPasskey(db: D1Database, passkey: NewPasskey, now: number): Promise<boolean> {
  const { id, person, name, publicKey, counter, transports } = passkey;
  const { meta } = await db
    .prepare(
      `INSERT INTO passkey (id, person, name, public_key, counter, transports, made_at)
        SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7
        WHERE (SELECT count(*) FROM passkey WHERE person = ?2) < ${mostPasskeys}
        ON CONFLICT DO NOTHING`,
    )
    .bind(id, person, name, publicKey, counter, JSON.stringify(transports), now)
    .run();
  return meta.changes > 0;
}

interface PasskeyRow {
  id: string;
  name: string;
  made_at: number;
  used_at: number | null;
}

/** Those of a person, in the order in which they were made. */
export async function listPasskeys(db: D1Database, person: string): Promise<PasskeyListing[]> {
  const { results } = await db
    .prepare('SELECT id, name, made_at, used_at FROM passkey WHERE person = ?1 ORDER BY made_at, id')
    .bind(person)
    .run<PasskeyRow>();
  return results.map(({ id, name, made_at: madeAt, used_at: usedAt }) => ({
    ...{ id, name, madeAt },
    ...(usedAt !== null && { usedAt }),
  }));
}

/** Those that the authenticators of a person have already, and how these are reached. */
export async function describePasskeys(db: D1Database, person: string): Promise<PasskeyDescriptor[]> {
  const { results } = await db
    .prepare('SELECT id, transports FROM passkey WHERE person = ?1')
    .bind(person)
    .run<{ id: string; transports: string }>();
  return results.map(({ id, transports }) => ({ type: 'public-key', id, transports: JSON.parse(transports) }));
}

/** Says whether the person has that passkey. */
export async function renamePasskey(
  db: D1Database,
  { id, person }: { id: string; person: string },
  name: string,
): Promise<boolean> {
  const { meta } = await db
    .prepare('UPDATE passkey SET name = ?3 WHERE id = ?1 AND person = ?2')
    .bind(id, person, name)
    .run();
  return meta.changes > 0;
}

/** Says whether the person had that passkey. */
export async function removePasskey(db: D1Database, { id, person }: { id: string; person: string }): Promise<boolean> {
  const { meta } = await db.prepare('DELETE FROM passkey WHERE id = ?1 AND person = ?2').bind(id, person).run();
  return meta.changes > 0;
}

/** The passkey of a credential, if it is the person's who it says it is. */
export async function findPasskey(db: D1Database, id: string, person: string): Promise<Passkey | undefined> {
  const row = await db
    .prepare('SELECT id, public_key AS publicKey, counter FROM passkey WHERE id = ?1 AND person = ?2')
    .bind(id, person)
    .first<Passkey>();
  return row ?? undefined;
}

/**
 * Begins a session of whoever has a passkey by what was signed with it, and gives its token. Nothing where the counter of
 * the signature does not grow, as that of a copied authenticator would not, or the person is no more; 0 stays 0 where none
 * is counted.
 */
export async function usePasskey(
  db: D1Database,
  { id, counter }: Pick<Passkey, 'id' | 'counter'>,
  by: SigningIn,
): Promise<string | undefined> {
  const used = await db
    .prepare(
      `UPDATE passkey SET counter = ?2, used_at = ?3
        WHERE id = ?1 AND (counter < ?2 OR counter = 0 AND ?2 = 0) RETURNING person`,
    )
    .bind(id, counter, by.now)
    .first<{ person: string }>();
  if (!used) return undefined;
  const token = makeToken();
  const of = { hash: await hashOf(token), ...by };
  const [inserted] = await db.batch([
    insertSession(db, of, { from: '(SELECT id AS person FROM person WHERE id = ?5)', bound: used.person }),
    await endEarlier(db, by.earlier ?? '', of.hash),
  ]);
  return inserted?.meta.changes ? token : undefined;
}
