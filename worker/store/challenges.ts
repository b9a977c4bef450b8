/** Challenges: what an authenticator has to sign, once. Of a challenge only the SHA-256 is kept. */

import { hashOf, makeToken } from '../token.ts';

export const challengeMs = 5 * 60_000;

/** 64 hexadecimal digits, which are base64url too. `person` makes a passkey by it; without one somebody signs in. */
export async function makeChallenge(db: D1Database, person: string | null, now: number): Promise<string> {
  const challenge = makeToken();
  await db
    .prepare('INSERT INTO challenge (hash, person, expires_at) VALUES (?1, ?2, ?3)')
    .bind(await hashOf(challenge), person, now + challengeMs)
    .run();
  return challenge;
}

/** Uses a challenge up; says whether there was one for this that had not expired. */
export async function spendChallenge(
  db: D1Database,
  challenge: string,
  { person, now }: { person: string | null; now: number },
): Promise<boolean> {
  const row = await db
    .prepare('DELETE FROM challenge WHERE hash = ?1 AND person IS ?2 RETURNING expires_at')
    .bind(await hashOf(challenge), person)
    .first<{ expires_at: number }>();
  return row !== null && row.expires_at > now;
}
