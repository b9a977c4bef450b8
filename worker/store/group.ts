import { isPassedBy } from './search.ts';

/** A column that is found by the key of the row; a row that has the value `unless` there is not inserted. */
interface Found {
  column: string;
  valueOf(site: string, survey: string, id: string): string;
  unless: string;
}

/**
 * SQL that inserts each row of the JSON list ?1, its values in the order of the columns, that neither fold nor
 * index have passed.
 * The first three columns are site, survey and id.
 */
export function insertEach(table: string, columns: readonly string[], found?: Found): string {
  const values = columns.map((_, at) => `post.value ->> ${at}`);
  const [site = '', survey = '', id = ''] = values;
  const more = found && { column: found.column, value: found.valueOf(site, survey, id), unless: found.unless };
  return `
    INSERT INTO ${table} (${[...columns, ...(more ? [more.column] : [])].join(', ')})
    SELECT ${[...values, ...(more ? [more.value] : [])].join(', ')} FROM json_each(?1) post
    WHERE NOT ${isPassedBy(site, survey, id)}${more ? ` AND ${more.value} IS NOT '${more.unless}'` : ''}`;
}
