/** Rows of one site, read and written by their keys. */

import { forgetWordsOf } from '../search.ts';
import { type Key, keyOf, type Row, type Table } from './tables.ts';

/** Rows that are read at once. */
export const chunkSize = 200;

/** UTF-16 units of rows in one statement: as UTF-8 they stay below D1's 2 MB for a value, unless one row alone does not. */
const unitsInStatement = 600_000;

const numbered = (names: string[], first: number) => names.map((_, at) => `?${first + at}`).join(', ');
const tuple = (names: string[]) => `(${names.join(', ')})`;

/** The rows after a key, in order, up to a key where one is given. */
export function rowsAfter(db: D1Database, table: Table, range: { site: string; after: Key; to?: Key; limit: number }) {
  const { site, after, to, limit } = range;
  const { name, columns, key } = table;
  const upTo = to ? `AND ${tuple(key)} <= (${numbered(key, 3 + key.length)})` : '';
  return db
    .prepare(`SELECT ${columns.join(', ')} FROM ${name}
      WHERE site = ?1 AND ${tuple(key)} > (${numbered(key, 3)}) ${upTo} ORDER BY ${key.join(', ')} LIMIT ?2`)
    .bind(site, limit, ...after, ...(to ?? []));
}

/** The rows of the keys, those of them that there are. */
export function rowsOfKeys(
  db: D1Database,
  { name, columns, key }: Table,
  { site, keys }: { site: string; keys: Key[] },
) {
  const isOfKey = key.map((column, at) => `row.${column} = wanted.value ->> ${at}`).join(' AND ');
  return db
    .prepare(`SELECT ${columns.map((column) => `row.${column}`).join(', ')}
      FROM json_each(?2) wanted CROSS JOIN ${name} row ON row.site = ?1 AND ${isOfKey}`)
    .bind(site, JSON.stringify(keys));
}

/** Writes the rows as they are; nothing once another step holds the move. */
export function writeRows(db: D1Database, { name, columns }: Table, { rows, holder }: { rows: Row[]; holder: string }) {
  const values = columns.map((_, at) => `row.value ->> ${at}`).join(', ');
  const write = db.prepare(`INSERT OR REPLACE INTO ${name} (${columns.join(', ')})
    SELECT ${values} FROM json_each(?1) row WHERE ${isHeldBy('?2')}`);
  const texts = rows.map((row) => JSON.stringify(columns.map((column) => row[column])));
  return portionsOf(texts).map((portion) => write.bind(`[${portion.join()}]`, holder));
}

/** Texts in their order, as many together as fit into a statement. A survey may have 64 kB, a response 8. */
function portionsOf(texts: string[]): string[][] {
  const portions: string[][] = [];
  let room = 0;
  for (const text of texts) {
    if (text.length >= room || portions.length === 0) {
      portions.push([]);
      room = unitsInStatement;
    }
    portions.at(-1)?.push(text);
    room -= text.length + 1;
  }
  return portions;
}

/** Deletes the rows of the keys; nothing once another step holds the move. */
export function deleteKeys(db: D1Database, { name, key }: Table, of: { site: string; keys: Key[]; holder: string }) {
  const values = key.map((_, at) => `gone.value ->> ${at}`).join(', ');
  return db
    .prepare(`DELETE FROM ${name} WHERE site = ?1 AND ${tuple(key)} IN (SELECT ${values} FROM json_each(?2) gone)
      AND ${isHeldBy('?3')}`)
    .bind(of.site, JSON.stringify(of.keys), of.holder);
}

/** Forgets the words of the responses that `deleteFirst` deletes: to be run before it, in one batch. */
export function forgetFirst(db: D1Database, { site, holder }: { site: string; holder: string }) {
  const first = `SELECT site, survey, id FROM response WHERE site = ?1 AND survey > '' ORDER BY survey, id LIMIT ${chunkSize}`;
  return db.prepare(`${forgetWordsOf(first)} AND ${isHeldBy('?2')}`).bind(site, holder);
}

/** Deletes the first chunk of a site's rows; nothing once another step holds the move. */
export function deleteFirst(db: D1Database, { name, key }: Table, { site, holder }: { site: string; holder: string }) {
  const first = `SELECT ${key.join(', ')} FROM ${name} WHERE site = ?1 AND ${tuple(key)} > ${tuple(key.map(() => "''"))}
    ORDER BY ${key.join(', ')} LIMIT ${chunkSize}`;
  return db
    .prepare(`DELETE FROM ${name} WHERE site = ?1 AND ${tuple(key)} IN (${first}) AND ${isHeldBy('?2')}`)
    .bind(site, holder);
}

/** Rows by the text of their keys. */
export const byKey = (table: Table, rows: Row[]) =>
  new Map(rows.map((row) => [JSON.stringify(keyOf(table, row)), row] as const));

const isHeldBy = (holder: string) => `EXISTS (SELECT 1 FROM move_fence WHERE holder = ${holder})`;
