import { makeToken } from '../token.ts';

/** The secret that a site's server proves its visitors with: made when it is first asked for, the same ever after. */
export async function identitySecretOf(db: D1Database, site: string): Promise<string> {
  const [, kept] = await db.batch<{ identity_secret: string }>([
    db
      .prepare('UPDATE site SET identity_secret = ?2 WHERE id = ?1 AND identity_secret IS NULL')
      .bind(site, makeToken()),
    db.prepare('SELECT identity_secret FROM site WHERE id = ?1').bind(site),
  ]);
  const secret = kept?.results[0]?.identity_secret;
  if (secret === undefined) throw new Error('a site that was there has no secret');
  return secret;
}

/** Gives the site another one. The one before, if there was one, proves visitors until a time in epoch milliseconds. */
export async function rotateIdentitySecret(db: D1Database, site: string, until: number): Promise<string> {
  const secret = makeToken();
  await db
    .prepare('UPDATE site SET earlier_secret = identity_secret, earlier_until = ?3, identity_secret = ?2 WHERE id = ?1')
    .bind(site, secret, until)
    .run();
  return secret;
}
