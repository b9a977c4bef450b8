/** The phases of a move, in their order. Each step ends after a few chunks; one that broke off is simply done again. */

import { catchUp, keysIn, requireSame, writeToTarget } from './changes.ts';
import { byKey, chunkSize, deleteFirst, forgetFirst, rowsAfter } from './rows.ts';
import { endMove, type Phase, type Run, switchPlace } from './state.ts';
import { beforeAll, type Key, keyOf, type Row, type Table } from './tables.ts';
import { freeze, startLog, stopLog, thaw } from './triggers.ts';

/** So long after the switch the source stays frozen, in milliseconds: whoever knew the old place has asked again. */
export const settleMs = 60_000;

/** Chunks in a step, and rounds of catching up: a step stays within the 50 queries of an invocation on the Free plan. */
const perStep = { chunks: 6, rounds: 2 };

/** How far a phase is: in which table, after which key, and how many rows it has done. */
export interface Cursor {
  table: number;
  after?: Key;
  rows: number;
}

/** Where to go on; `undefined` where the move is over. */
type Next = { phase: Phase; cursor: Cursor } | undefined;

const begin = (phase: Phase): Next => ({ phase, cursor: { table: 0, rows: 0 } });

const forgetChanges = 'DELETE FROM move_change';

/** The database that the site is not in, or not any more. */
const leftBy = ({ place, move, source, target }: Run) => (place === move.target ? source : target);

/** What each phase does in one step. */
export const phases: Record<Phase, (run: Run, cursor: Cursor) => Promise<Next>> = {
  async prepare({ source, target, move, tables }) {
    // It may have been there before.
    await target.batch(thaw(target, move.site, ['INSERT']));
    await source.batch([source.prepare(forgetChanges), ...startLog(source, move.site, tables)]);
    return begin('copy');
  },

  async copy(run, cursor) {
    const place = await inChunks(run, cursor, copyChunk);
    return place ? { phase: 'copy', cursor: place } : begin('catch-up');
  },

  async 'catch-up'(run, cursor) {
    return (await isCaughtUp(run)) ? begin('verify') : { phase: 'catch-up', cursor };
  },

  async verify(run, cursor) {
    if (!(await isCaughtUp(run))) return { phase: 'verify', cursor };
    const place = await inChunks(run, cursor, verifyChunk);
    return place ? { phase: 'verify', cursor: place } : begin('switch');
  },

  /** With few changes left the source is frozen, the last of them are done, and the site is at the target. */
  async switch(run, cursor) {
    const { first, source, move, now } = run;
    if (!(await isCaughtUp(run))) return { phase: 'switch', cursor };
    await source.batch(freeze(source, move.site));
    if (!(await isCaughtUp(run))) return { phase: 'switch', cursor };
    await switchPlace(first, move, now);
    return begin('settle');
  },

  async settle({ source, move, now }, cursor) {
    if (now < move.since + settleMs) return { phase: 'settle', cursor };
    await source.batch([...stopLog(source, move.site), ...thaw(source, move.site, ['DELETE'])]);
    return begin('clean');
  },

  /** The target is left instead of the source; nothing was written there but by this move. */
  async undo({ source, move: { site } }) {
    await source.batch([...stopLog(source, site), ...thaw(source, site), source.prepare(forgetChanges)]);
    return begin('clean');
  },

  /**
   * What the site has left behind is deleted. That nothing is added there stays so until it comes back: a post that was
   * stuck for however long is refused, and not acknowledged where nobody would find it.
   */
  async clean(run, cursor) {
    const place = await inChunks(run, cursor, cleanChunk);
    if (place) return { phase: 'clean', cursor: place };
    const { source, first, move } = run;
    const left = leftBy(run);
    await left.batch([...freeze(left, move.site, ['INSERT']), ...thaw(left, move.site, ['UPDATE', 'DELETE'])]);
    await source.prepare(forgetChanges).run();
    await endMove(first, move);
    return undefined;
  },
};

/** Whether no more than a chunk of changes was left, and those are done. */
async function isCaughtUp(run: Run): Promise<boolean> {
  for (let round = 0; round < perStep.rounds; round++) if ((await catchUp(run)) < chunkSize) return true;
  return false;
}

/** Does some of a table after a key, and says how many rows, and the key of the last. */
type Chunk = (run: Run, table: Table, after: Key) => Promise<{ count: number; last?: Key | undefined }>;

/** Does the chunks of a step, table after table; answers where to go on, `undefined` after the last. */
async function inChunks(run: Run, from: Cursor, chunk: Chunk): Promise<Cursor | undefined> {
  let { table: at, after, rows } = from;
  for (let done = 0; done < perStep.chunks; done++) {
    const table = run.tables[at];
    if (!table) return undefined;
    const { count, last } = await chunk(run, table, after ?? beforeAll(table));
    rows += count;
    if (count === chunkSize) after = last;
    else [at, after] = [at + 1, undefined];
  }
  return { table: at, rows, ...(after && { after }) };
}

const copyChunk: Chunk = async (run, table, after) => {
  const { results: rows } = await rowsAfter(run.source, table, {
    site: run.move.site,
    after,
    limit: chunkSize,
  }).run<Row>();
  if (rows.length > 0) await writeToTarget(run, table, { rows, gone: [] });
  return endOf(table, rows);
};

const changedKeys = 'SELECT DISTINCT key FROM move_change WHERE kind = ?1';

/** Compares the same range of keys on both sides. What has changed meanwhile is caught up, and read back then. */
const verifyChunk: Chunk = async (run, table, after) => {
  const { source, target, move } = run;
  const [here, changed] = await source.batch<Row>([
    rowsAfter(source, table, { site: move.site, after, limit: chunkSize }),
    source.prepare(changedKeys).bind(table.name),
  ]);
  const rows = here?.results ?? [];
  const except = keysIn((changed?.results ?? []) as { key: string }[]);
  const { count, last } = endOf(table, rows);
  const to = count === chunkSize ? last : undefined;
  const limit = chunkSize + except.size + 1;
  const { results: there } = await rowsAfter(target, table, {
    site: move.site,
    after,
    limit,
    ...(to && { to }),
  }).run<Row>();
  requireSame(table, { source: byKey(table, rows), target: byKey(table, there), except });
  return { count, last };
};

const cleanChunk: Chunk = async (run, table, after) => {
  const { move } = run;
  const left = leftBy(run);
  const words = table.name === 'response' ? [forgetFirst(left, move)] : [];
  const changes = (await left.batch([...words, deleteFirst(left, table, move)])).at(-1)?.meta.changes ?? 0;
  return { count: Math.min(changes, chunkSize), last: after };
};

function endOf(table: Table, rows: Row[]) {
  const last = rows.at(-1);
  return { count: rows.length, last: last && keyOf(table, last) };
}
