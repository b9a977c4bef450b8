/** The one move that there may be, in the first database, and who holds it. */

import { type Databases, databaseAt } from '../../databases.ts';
import { makeToken } from '../../token.ts';
import type { Table } from './tables.ts';

/** In their order; 'undo' goes before 'clean' where a move is given up. */
export type Phase = 'prepare' | 'copy' | 'catch-up' | 'verify' | 'switch' | 'settle' | 'clean' | 'undo';

export interface Move {
  site: string;
  source: string;
  target: string;
  phase: Phase;
  /** JSON, of the phase. */
  cursor: string;
  /** Epoch milliseconds, the begin of the phase. */
  since: number;
  holder: string;
}

/** Another step has taken the move over; what this one has not done yet is left to that one. */
export class Overtaken extends Error {}

/** Where the site is, and what is being moved: this site, another one, or none. */
export async function readMove(first: D1Database, site: string) {
  const [places, moves] = await first.batch<{ place: string } & Move>([
    first.prepare('SELECT place FROM site WHERE id = ?1').bind(site),
    first.prepare('SELECT * FROM move'),
  ]);
  return { place: places?.results[0]?.place, move: moves?.results[0] as Move | undefined };
}

/** Begins a move, unless there is one. */
export async function beginMove(first: D1Database, move: Pick<Move, 'site' | 'source' | 'target' | 'since'>) {
  await first
    .prepare(`INSERT INTO move (only, site, source, target, phase, cursor, since, holder)
      VALUES (1, ?1, ?2, ?3, 'prepare', '{}', ?4, '') ON CONFLICT DO NOTHING`)
    .bind(move.site, move.source, move.target, move.since)
    .run();
}

/**
 * Takes the move of a site from whatever step held it: what that one still writes to either database is not written.
 * Answers how far the move is then. Throws `Overtaken` where it is over.
 */
export async function takeHold(env: Databases, site: string): Promise<{ move: Move; place: string }> {
  const holder = makeToken();
  const [moves, places] = await env.DB.batch<Move & { place: string }>([
    env.DB.prepare('UPDATE move SET holder = ?1 WHERE site = ?2 RETURNING *').bind(holder, site),
    env.DB.prepare('SELECT place FROM site WHERE id = ?1').bind(site),
  ]);
  const [move, place] = [moves?.results[0], places?.results[0]?.place];
  if (!move || place === undefined) throw new Overtaken();
  const fence = 'INSERT OR REPLACE INTO move_fence (only, holder) VALUES (1, ?1)';
  for (const name of [move.source, move.target]) await databaseAt(env, name).prepare(fence).bind(holder).run();
  return { move, place };
}

const isHeld = 'EXISTS (SELECT 1 FROM move WHERE holder = ?1)';

/** Notes how far the move is. Throws `Overtaken` where another step holds it. */
export async function saveMove(first: D1Database, { holder, phase, cursor, since }: Move): Promise<void> {
  const sql = 'UPDATE move SET phase = ?2, cursor = ?3, since = ?4 WHERE holder = ?1';
  const { meta } = await first.prepare(sql).bind(holder, phase, cursor, since).run();
  if (meta.changes === 0) throw new Overtaken();
}

/** From now on the site is at the target, and the move settles: both or neither. */
export async function switchPlace(first: D1Database, { holder, site, target }: Move, now: number): Promise<void> {
  const [, settled] = await first.batch([
    first.prepare(`UPDATE site SET place = ?2 WHERE id = ?3 AND ${isHeld}`).bind(holder, target, site),
    first.prepare(`UPDATE move SET phase = 'settle', cursor = '{}', since = ?2 WHERE holder = ?1`).bind(holder, now),
  ]);
  if (settled?.meta.changes === 0) throw new Overtaken();
}

export async function endMove(first: D1Database, { holder }: Move): Promise<void> {
  await first.prepare('DELETE FROM move WHERE holder = ?1').bind(holder).run();
}

/** A row that is not the same at the target as at the source, and no change says why. */
export class Mismatch extends Error {
  constructor(table: string, key: string) {
    super(`${table} ${key} differs between source and target`);
  }
}

/** A step of a move, with what it works on. */
export interface Run {
  move: Move;
  first: D1Database;
  source: D1Database;
  target: D1Database;
  tables: Table[];
  /** Where the site is. */
  place: string;
  now: number;
}
