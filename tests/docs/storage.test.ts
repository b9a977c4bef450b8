import { readdirSync, readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import type { Bill } from '../bench/costs.ts';
import { codeIn, codesIn, rowsOf } from './markdown.ts';

const document = 'docs/storage.md';
const text = readFileSync(document, 'utf8');

/** Tables with their columns, as all migrations leave them. */
function readSchema(): Map<string, string[]> {
  const db = new DatabaseSync(':memory:');
  for (const name of readdirSync('worker/migrations').sort())
    db.exec(readFileSync(`worker/migrations/${name}`, 'utf8'));
  const tables = db.prepare(
    `SELECT name FROM pragma_table_list WHERE type IN ('table', 'virtual') AND name NOT LIKE 'sqlite_%'`,
  );
  const columns = db.prepare('SELECT name FROM pragma_table_info(?1)');
  const namesOf = (rows: unknown[]) => rows.map((row) => `${(row as { name: unknown }).name}`);
  return new Map(namesOf(tables.all()).map((table) => [table, namesOf(columns.all(table))]));
}

const schema = readSchema();

it('every table and column is described, and no other', () => {
  const headings = [...text.matchAll(/^### The table (\w+)$/gmu)].map(([, table = '']) => table);
  const described = headings.flatMap((table) =>
    rowsOf(document, `The table ${table}`).map((row) => `${table}.${codeIn(row.column)}`),
  );
  const stored = [...schema].flatMap(([table, columns]) => columns.map((column) => `${table}.${column}`));
  const missing = stored.filter((name) => !described.includes(name));
  const unknown = described.filter((name) => !stored.includes(name));
  expect({ missing, unknown }, `describe in ${document} what is missing there`).toEqual({ missing: [], unknown: [] });
});

it('the files that prove it are there', () => {
  const files = rowsOf(document, 'Why the numbers are right').flatMap(({ file }) => codesIn(file));
  expect(files.length).toBeGreaterThan(3);
  for (const file of files) expect(readFileSync(file, 'utf8')).not.toBe('');
});

interface Measured {
  rows: {
    rows: Record<string, { written: number; read: number }>;
    bills: Record<string, Bill>;
    free: Record<string, { rowsWritten: number; rowsRead: number; requests: number; all: number }>;
  };
  'views of 90 days': {
    bytesPerResponse: number;
    sizes: Record<string, { rowsRead: number; ms: number; foldUs: number }>;
  };
}

const { rows: measured, 'views of 90 days': views } = JSON.parse(
  readFileSync('tests/bench/storage.json', 'utf8'),
) as Measured;
const dollars = (value: number) => `$${value.toFixed(2)}`;
const whole = (value: number) => value.toLocaleString('en');

it('its rows are those that were measured', () => {
  const names = {
    response: 'a response with its folds',
    view: 'a view',
    dismissal: 'its dismissal',
    fold: 'the fold of a view',
  };
  const expected = Object.entries({ ...names, comment: 'what a comment adds' }).map(([name, of]) => {
    const { written = 0, read = 0 } = measured.rows[name] ?? {};
    return { of, written: written.toFixed(2), read: read.toFixed(1) };
  });
  expect(rowsOf(document, 'Rows')).toEqual(expected);
});

it('its bills are those of what was measured', () => {
  const expected = Object.entries(measured.bills).map(([mode, bill]) => ({
    mode: `\`${mode}\``,
    'rows written': dollars(bill.rowsWritten),
    'rows read': dollars(bill.rowsRead),
    requests: dollars(bill.requests),
    objects: dollars(bill.objects),
    all: dollars(bill.all),
  }));
  expect(rowsOf(document, 'A million responses')).toEqual(expected);
  const storage = dollars((views.bytesPerResponse * 0.75) / 1000);
  expect(text).toContain(
    `${views.bytesPerResponse} bytes for a response with its tallies, which is ${storage} a month`,
  );
});

it('its days on the Free plan are those of what was measured', () => {
  const names: Record<string, string> = { script: '`/o/SITE.js`', static: 'static' };
  const expected = Object.entries(measured.free).map(([script, { rowsWritten, rowsRead, requests, all }]) => ({
    script: names[script],
    'by rows written': whole(rowsWritten),
    'by rows read': whole(rowsRead),
    'by requests': whole(requests),
    'responses a day': whole(all),
  }));
  expect(rowsOf(document, 'The Free plan')).toEqual(expected);
});

it('its times are those that were measured', () => {
  const expected = Object.entries(views.sizes).map(([size, { rowsRead, ms, foldUs }]) => ({
    responses: size,
    'rows read by a view of 90 days': whole(rowsRead),
    milliseconds: ms.toFixed(1),
    'microseconds to fold a response': foldUs.toFixed(0),
  }));
  expect(rowsOf(document, 'Time')).toEqual(expected);
});

it('the index of words is made anew as the migration makes it', () => {
  const inOneLine = (sql: string) => sql.replaceAll(/\s+/gu, ' ');
  const migration = inOneLine(readFileSync('worker/migrations/0006_search.sql', 'utf8'));
  const [statement = 'none'] = migration.match(/CREATE VIRTUAL TABLE search [^;]*;/u) ?? [];
  expect(readFileSync('docs/operations.md', 'utf8')).toContain(`"${statement} UPDATE watermark`);
});
