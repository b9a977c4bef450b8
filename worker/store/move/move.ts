/** Moves what belongs to a site to another database, step by step, while it keeps receiving. */

import { type Databases, databaseAt } from '../../databases.ts';
import { type Cursor, phases, settleMs } from './phases.ts';
import { rowsAfter } from './rows.ts';
import { beginMove, endMove, type Phase, type Run, readMove, saveMove, takeHold } from './state.ts';
import { beforeAll, readTables } from './tables.ts';

/** How far a move is after a step. */
export interface Progress {
  phase: Phase | 'done';
  /** Rows that the phase has done. */
  rows: number;
  /** Milliseconds until the next step is of use. */
  waitMs: number;
}

/** Why a step cannot be done. */
export type Refusal = 'unknown-site' | 'other-move' | 'occupied';

interface Wanted {
  site: string;
  /** The place to move to. That of the site itself takes back a move that has not switched yet. */
  to: string;
  now: number;
}

/**
 * Does one step of the move that there is, or of a new one. A step that broke off anywhere is done again by the next
 * one. Throws `Overtaken` where two steps run at once, and `Mismatch` where source and target differ.
 */
export async function stepMove(env: Databases, { site, to, now }: Wanted): Promise<Progress | Refusal> {
  const { place, move: known } = await readMove(env.DB, site);
  if (place === undefined) return 'unknown-site';
  if (!known && place === to) return done;
  if (!known) await beginMove(env.DB, { site, source: place, target: to, since: now });
  else if (known.site !== site || (known.target !== to && place !== to)) return 'other-move';
  return stepOn(env, { site, to, now });
}

const done: Progress = { phase: 'done', rows: 0, waitMs: 0 };

async function stepOn(env: Databases, { site, to, now }: Wanted): Promise<Progress | Refusal> {
  const { move, place } = await takeHold(env, site);
  const [source, target] = [databaseAt(env, move.source), databaseAt(env, move.target)];
  const run: Run = { move, place, source, target, first: env.DB, tables: await readTables(source), now };
  const isTakenBack = move.target !== to && !['undo', 'clean'].includes(move.phase);
  if (move.phase === 'prepare' && !isTakenBack && (await isOccupied(run))) {
    await endMove(env.DB, move);
    return 'occupied';
  }
  const next = await phases[isTakenBack ? 'undo' : move.phase](run, JSON.parse(move.cursor) as Cursor);
  // What was taken back may be wanted again.
  if (!next) return place === to ? done : { ...done, phase: 'prepare' };
  const { phase, cursor } = next;
  const since = phase === move.phase ? move.since : now;
  // The switch has saved itself.
  if (phase !== 'settle') await saveMove(env.DB, { ...move, phase, cursor: JSON.stringify(cursor), since });
  return { phase, rows: cursor.rows, waitMs: phase === 'settle' ? Math.max(0, since + settleMs - now) : 0 };
}

/** Whether the target has rows of the site already, which are not of this move. */
async function isOccupied({ target, tables, move }: Run): Promise<boolean> {
  const rows = tables.map((table) => rowsAfter(target, table, { site: move.site, after: beforeAll(table), limit: 1 }));
  return (await target.batch(rows)).some(({ results }) => results.length > 0);
}
