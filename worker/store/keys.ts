/** API keys and share links: what is not a person and may still read or write. Of a key only the SHA-256 is kept. */

import { type KeyListing, keyPattern, type Scope, type ShareScope } from '../../core/access.ts';
import { hourMs } from '../../core/periods.ts';
import { hashOf, hexOf, makeToken } from '../token.ts';

/** A key that may be used. */
export interface Key {
  id: string;
  name: string;
  site: string;
  scopes: (Scope | ShareScope)[];
  /** The only one that it is for. */
  survey?: string;
}

export interface NewKey extends Omit<Key, 'id'> {
  /** The person who makes it. */
  madeBy: string;
  /** Epoch milliseconds; without it the key does not expire. */
  expiresAt?: number;
}

interface KeyRow {
  id: string;
  hash: string;
  site: string;
  name: string;
  scopes: string;
  survey: string | null;
  made_at: number;
  expires_at: number | null;
  used_at: number | null;
}

const columns = 'id, hash, site, name, scopes, survey, made_at, expires_at, used_at';

/** Makes a key, which is told here and never again. */
export async function createKey(db: D1Database, key: NewKey, now: number): Promise<{ id: string; key: string }> {
  const id = hexOf(crypto.getRandomValues(new Uint8Array(6)));
  const token = `opina_${id}_${makeToken()}`;
  const { site, name, scopes, survey = null, madeBy, expiresAt = null } = key;
  await db
    .prepare(
      `INSERT INTO access_key (id, hash, site, name, scopes, survey, made_by, made_at, expires_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)`,
    )
    .bind(id, await hashOf(token), site, name, JSON.stringify(scopes), survey, madeBy, now, expiresAt)
    .run();
  return { id, key: token };
}

/** The key of a token that has not expired. The hashes are compared in constant time. */
export async function findKey(db: D1Database, token: string, now: number): Promise<Key | undefined> {
  const id = token.match(keyPattern)?.[1];
  if (id === undefined) return undefined;
  const sql = `SELECT ${columns} FROM access_key WHERE id = ?1 AND (expires_at IS NULL OR expires_at > ?2)`;
  const row = await db.prepare(sql).bind(id, now).first<KeyRow>();
  const isIt = isSame(await hashOf(token), row?.hash ?? '0'.repeat(64));
  if (!row || !isIt) return undefined;
  if ((row.used_at ?? 0) <= now - hourMs)
    await db.prepare('UPDATE access_key SET used_at = ?2 WHERE id = ?1').bind(id, now).run();
  const { site, name, scopes, survey } = row;
  return { id, name, site, scopes: JSON.parse(scopes) as Key['scopes'], ...(survey !== null && { survey }) };
}

function isSame(one: string, other: string): boolean {
  const encoder = new TextEncoder();
  return crypto.subtle.timingSafeEqual(encoder.encode(one), encoder.encode(other));
}

/** Those of a site that have not expired, the newest first: share links, or the others. */
export async function listKeys(
  db: D1Database,
  site: string,
  { isShared, now }: { isShared: boolean; now: number },
): Promise<KeyListing[]> {
  const { results } = await db
    .prepare(
      `SELECT ${columns} FROM access_key WHERE site = ?1 AND (survey IS NOT NULL) = ?2
        AND (expires_at IS NULL OR expires_at > ?3) ORDER BY made_at DESC, id`,
    )
    .bind(site, isShared ? 1 : 0, now)
    .run<KeyRow>();
  return results.map(listingOf);
}

function listingOf({ id, name, scopes, survey, made_at, expires_at, used_at }: KeyRow): KeyListing {
  return {
    ...{ id, name, scopes: JSON.parse(scopes) as KeyListing['scopes'], madeAt: made_at },
    ...(survey !== null && { survey }),
    ...(expires_at !== null && { expiresAt: expires_at }),
    ...(used_at !== null && { usedAt: used_at }),
  };
}

/** Takes a share link, or another key, back; says whether the site had it. */
export async function revokeKey(
  db: D1Database,
  site: string,
  { id, isShared }: { id: string; isShared: boolean },
): Promise<boolean> {
  const { meta } = await db
    .prepare('DELETE FROM access_key WHERE site = ?1 AND id = ?2 AND (survey IS NOT NULL) = ?3')
    .bind(site, id, isShared ? 1 : 0)
    .run();
  return meta.changes > 0;
}

/**
 * Makes a key like another, for as long as that one was made for; that one then expires at a time of its own, if it does
 * not before. Both work until then. Nothing where the site has no such key.
 */
export async function rotateKey(
  db: D1Database,
  { site, id, madeBy }: { site: string; id: string; madeBy: string },
  { now, until }: { now: number; until: number },
): Promise<{ id: string; key: string } | undefined> {
  const sql = `SELECT ${columns} FROM access_key WHERE site = ?1 AND id = ?2 AND survey IS NULL
    AND (expires_at IS NULL OR expires_at > ?3)`;
  const row = await db.prepare(sql).bind(site, id, now).first<KeyRow>();
  if (!row) return undefined;
  const { name, scopes, made_at, expires_at } = row;
  const expiry = expires_at !== null && { expiresAt: now + expires_at - made_at };
  const made = await createKey(db, { site, name, scopes: JSON.parse(scopes) as Key['scopes'], madeBy, ...expiry }, now);
  await db
    .prepare('UPDATE access_key SET expires_at = min(coalesce(expires_at, ?2), ?2) WHERE id = ?1')
    .bind(id, until)
    .run();
  return made;
}
