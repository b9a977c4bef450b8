/** What is written at the target: rows as they are at the source, and what changed there since they were. */

import { byKey, chunkSize, deleteKeys, rowsOfKeys, writeRows } from './rows.ts';
import { Mismatch, Overtaken, type Run } from './state.ts';
import { type Key, type Row, type Table, textOf } from './tables.ts';

/** Writes rows, and deletes those of keys that are gone. Throws `Overtaken`, having written nothing. */
export async function writeToTarget(run: Run, table: Table, { rows, gone }: { rows: Row[]; gone: Key[] }) {
  const { holder, site } = run.move;
  const [fence] = await run.target.batch<{ holder: string }>([
    run.target.prepare('SELECT holder FROM move_fence'),
    ...writeRows(run.target, table, { rows, holder }),
    ...(gone.length > 0 ? [deleteKeys(run.target, table, { site, keys: gone, holder })] : []),
  ]);
  if (fence?.results[0]?.holder !== holder) throw new Overtaken();
}

interface Change {
  seq: number;
  kind: string;
  key: string;
}

const oldest = `SELECT seq, kind, key FROM move_change ORDER BY seq LIMIT ${chunkSize}`;

/**
 * Does the oldest changes again at the target, reads them back, and forgets them. Says how many there were. The rows are
 * read after the changes, so that whatever changes them later is a change of its own.
 */
export async function catchUp(run: Run): Promise<number> {
  const { results: changes } = await run.source.prepare(oldest).run<Change>();
  const last = changes.at(-1);
  if (!last) return 0;
  for (const table of run.tables) {
    const keys = keysIn(changes.filter(({ kind }) => kind === table.name));
    if (keys.size > 0) await copyKeys(run, table, keys);
  }
  await run.source.prepare('DELETE FROM move_change WHERE seq <= ?1').bind(last.seq).run();
  return changes.length;
}

/** Keys by their text, as JSON of this side writes it. */
export function keysIn(changes: { key: string }[]): Map<string, Key> {
  return new Map(changes.map(({ key }) => JSON.parse(key) as Key).map((key) => [JSON.stringify(key), key]));
}

async function copyKeys(run: Run, table: Table, keys: Map<string, Key>): Promise<void> {
  const wanted = { site: run.move.site, keys: [...keys.values()] };
  const { results: rows } = await rowsOfKeys(run.source, table, wanted).run<Row>();
  const there = byKey(table, rows);
  const gone = [...keys].filter(([text]) => !there.has(text)).map(([, key]) => key);
  await writeToTarget(run, table, { rows, gone });
  const { results: written } = await rowsOfKeys(run.target, table, wanted).run<Row>();
  requireSame(table, { source: there, target: byKey(table, written) });
}

interface Both {
  source: Map<string, Row>;
  target: Map<string, Row>;
  /** Keys that have changed at the source since. */
  except?: Map<string, Key>;
}

/** Throws a `Mismatch` for the first key whose rows are not the same, or are on one side only. */
export function requireSame(table: Table, { source, target, except }: Both): void {
  for (const key of new Set([...source.keys(), ...target.keys()])) {
    const [here, there] = [source.get(key), target.get(key)];
    const isSame = here && there && textOf(table, here) === textOf(table, there);
    if (!isSame && !except?.has(key)) throw new Mismatch(table.name, key);
  }
}
