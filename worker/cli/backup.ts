/** `npm run backup -- FILE [--database NAME] [--remote]`: every row of one database, as SQL for one that has the same migrations. */

import { appendFileSync } from 'node:fs';
import { Failure, runCommand } from './failure.ts';
import { execute, usualDatabase, wrangler } from './wrangler.ts';

/** The index of words, which is not in the file, is then filled again by folds and searches. */
const fillIndex = `UPDATE watermark SET indexed_to = '';`;

/** What must not come back: signing in that has ended since, salts that are gone, and what Wrangler writes by itself. */
const leftOut = ['session', 'sign_in_link', 'invitation', 'challenge', 'salt', 'd1_migrations'];

interface Column {
  tableName: string;
  name: string;
  type: string;
  /** Above 0 where it is part of the key. */
  pk: number;
}

/** Not those of SQLite and D1, and not what a search index is made of, which Wrangler cannot export. */
const columns = `SELECT t.name AS tableName, c.name, c.type, c.pk FROM pragma_table_list t, pragma_table_info(t.name) c
  WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT GLOB 'sqlite_*' AND t.name NOT GLOB '_cf_*'
  ORDER BY 1, c.cid`;

await runCommand(async () => {
  const { file, database, more } = readArguments();
  // Without --remote the database of this machine.
  const where = more.length > 0 ? more : ['--local'];
  const ask = <T>(sql: string) => execute<T>(sql, { database, where });

  const all = (await ask<Column>(columns)).filter(({ tableName }) => !leftOut.includes(tableName));
  const names = [...new Set(all.map(({ tableName }) => tableName))];
  const tables = names.map((name) => all.filter(({ tableName }) => tableName === name));
  const chosen = names.flatMap((name) => ['--table', name]);
  await wrangler('export', [database, ...where, '--no-schema', ...chosen, '--output', file, '--skip-confirmation']);
  const mended = await ask<{ sql: string }>(tables.flatMap(mendTable).join(';\n'));
  appendFileSync(file, [...mended.map(({ sql }) => sql), fillIndex].map((sql) => `\n${sql}`).join(''));
  console.log(`${names.length} tables are in ${file}: ${names.join(', ')}.`);
});

/** What is not ours is Wrangler's, as `--remote` and `--env`. */
function readArguments() {
  const [file, ...rest] = process.argv.slice(2);
  if (!file || file.startsWith('-')) throw new Failure('Say where to: npm run backup -- backup.sql --remote');
  const at = rest.indexOf('--database');
  if (at < 0) return { file, database: usualDatabase, more: rest };
  const [, database] = rest.splice(at, 2);
  if (!database) throw new Failure('Say which database, as in: npm run backup -- backup-1.sql --database opina-1');
  return { file, database, more: rest };
}

/**
 * SQL that finds text in which line breaks stand beside the two characters that Wrangler's export writes for one, so that
 * both would come back as line breaks, and makes of it the statement that sets it right.
 */
function mendTable(table: Column[]): string[] {
  const key = table.filter(({ pk }) => pk > 0).map(({ name }) => `'"${name}" = ' || quote("${name}")`);
  const texts = table.filter(({ type, pk }) => type === 'TEXT' && pk === 0);
  return texts.map(({ tableName, name }) => {
    const holds = (letters: string, code: number) =>
      `instr("${name}", '${letters}') AND instr("${name}", char(${code}))`;
    const update = `'UPDATE "${tableName}" SET "${name}" = ' || quote("${name}") || ' WHERE ' || ${key.join(` || ' AND ' || `)}`;
    return `SELECT ${update} || ';' AS sql FROM "${tableName}" WHERE ${holds('\\n', 10)} OR ${holds('\\r', 13)}`;
  });
}
