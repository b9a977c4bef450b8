import { isBelowWatermark } from './fold.ts';

/**
 * SQL that inserts each row of the JSON list ?1, its values in the order of the columns, that lies above its watermark.
 * The first three columns are site, survey and id.
 */
export function insertEach(table: string, columns: readonly string[]): string {
  const values = columns.map((_, at) => `post.value ->> ${at}`);
  const [site = '', survey = '', id = ''] = values;
  return `
    INSERT INTO ${table} (${columns.join(', ')}) SELECT ${values.join(', ')} FROM json_each(?1) post
    WHERE NOT ${isBelowWatermark(site, survey, id)}`;
}
