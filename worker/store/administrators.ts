/** Those who may do everything with every site. */

import type { Administrator } from '../../core/access.ts';
import { type Changed, outcomeOf, signOut } from './members.ts';

export async function listAdministrators(db: D1Database): Promise<Administrator[]> {
  const { results } = await db
    .prepare('SELECT id, name, email FROM person WHERE is_admin = 1 ORDER BY name, id')
    .run<Administrator>();
  return results;
}

/** Takes administration away, unless nobody else has it, and ends whatever signs them in and every open invitation to it. */
export async function removeAdministrator(db: D1Database, person: string): Promise<Changed> {
  const [before, changed] = await db.batch([
    db.prepare('SELECT 1 FROM person WHERE id = ?1 AND is_admin = 1').bind(person),
    db
      .prepare(
        `UPDATE person SET is_admin = 0
          WHERE id = ?1 AND is_admin = 1 AND (SELECT count(*) FROM person WHERE is_admin = 1) > 1`,
      )
      .bind(person),
  ]);
  if (changed?.meta.changes)
    await db.batch([db.prepare(`DELETE FROM invitation WHERE site = ''`), ...signOut(db, person)]);
  return outcomeOf(before, changed);
}
