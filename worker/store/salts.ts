/** Salts: what addresses are hashed with, another one each day. */

import { dayMs, dayOf } from '../../core/periods.ts';
import type { Database } from '../env.ts';
import { makeToken } from '../token.ts';

/** From its first day's beginning: so that the cron has half a day to delete it before it is 48 hours old. */
const keptMs = 1.5 * dayMs;

/** The first day whose salt is kept. */
const firstKept = (now: number) => dayOf(now - keptMs) + 1;

const sweep = 'DELETE FROM salt WHERE day < ?1';

/** The salt of today, made by whoever asks first; older ones than yesterday's are deleted on the way. */
export async function saltOf(db: Database, now: number): Promise<string> {
  const day = dayOf(now);
  const answers = await db.batch<{ value: string }>([
    db.prepare(sweep).bind(firstKept(now)),
    db.prepare('INSERT INTO salt (day, value) VALUES (?1, ?2) ON CONFLICT DO NOTHING').bind(day, makeToken()),
    db.prepare('SELECT value FROM salt WHERE day = ?1').bind(day),
  ]);
  const salt = answers.at(-1)?.results[0]?.value;
  if (salt === undefined) throw new Error('a salt that was written is not there');
  return salt;
}

/** Deletes every salt that is older than a day and a half, counted from the beginning of its day. */
export async function sweepSalts(db: Database, now: number): Promise<void> {
  await db.prepare(sweep).bind(firstKept(now)).run();
}
