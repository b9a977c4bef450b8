/** The tables that move with a site, as they stand in the database. */

/** Whose rows begin with their site. What the first database alone has is not among them. */
export const movedTables = ['survey', 'watermark', 'response', 'view', 'tally', 'person_act', 'trend_break'] as const;

/** Columns that begin anew at the target: nothing of a site is in its index of words, which is filled again from here. */
const begunAnew = ['indexed_to'];

export interface Table {
  name: string;
  columns: string[];
  /** The columns of its primary key, after the site. */
  key: string[];
}

/** What follows the site in the key of a row. */
export type Key = (string | number)[];
export type Row = Record<string, string | number | null>;

const columnsOf = `
  SELECT moved.value AS "table", info.name, info.pk
  FROM json_each(?1) moved JOIN pragma_table_info(moved.value) info ORDER BY moved.key, info.cid`;

/** Asked of the database, so that a migration that adds a column needs nothing here. */
export async function readTables(db: D1Database): Promise<Table[]> {
  const { results } = await db
    .prepare(columnsOf)
    .bind(JSON.stringify(movedTables))
    .run<{ table: string; name: string; pk: number }>();
  return [...Map.groupBy(results, ({ table }) => table)].map(([name, columns]) => ({
    name,
    columns: columns.map((column) => column.name).filter((column) => !begunAnew.includes(column)),
    key: columns
      .filter(({ pk }) => pk > 1)
      .sort((a, b) => a.pk - b.pk)
      .map((column) => column.name),
  }));
}

export const keyOf = ({ key }: Table, row: Row): Key => key.map((column) => row[column] ?? '');

/** Before every key: what follows the site is text, and never empty. */
export const beforeAll = ({ key }: Table): Key => key.map(() => '');

/** The same text for rows that are the same in every column. */
export const textOf = ({ columns }: Table, row: Row) => JSON.stringify(columns.map((column) => row[column]));
