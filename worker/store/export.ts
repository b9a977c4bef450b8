/**
 * Reads every response of a survey for an export, oldest first, a chunk of its key at a time. The database puts the
 * lines together: to pass one text a response instead of twenty values is what makes a million of them a matter of seconds.
 */

import { limits } from '../../core/contract.ts';
import { commonFacets } from '../../core/facets.ts';
import { shortId, timeOf } from '../../core/id.ts';
import type { ScaleName } from '../../core/scales.ts';
import type { Database } from '../env.ts';
import type { SurveyKey } from './fold.ts';

/** Responses that one query reads: with the longest comments they still fit into a Worker's memory. */
const chunkRows = 5000;

/**
 * SQL for a cell of CSV (RFC 4180), '' for none. What a spreadsheet takes for the beginning of a formula (OWASP ASVS
 * 1.2.10) gets a `'` before it, behind quotes that stand there already, so that taking one off gives the text back. NUL
 * begins nothing: no text that is stored has one.
 */
export const cellOf = (text: string) => `iif(${text} <> '', concat(
  iif(substr(ltrim(${text}, ''''), 1, 1) IN ('=', '+', '-', '@', char(9), char(13)), '"''', '"'),
  replace(${text}, '"', '""'), '"'), '')`;

const listOf = (json: string) =>
  `iif(${json} IS NULL, '', (SELECT group_concat(item.value, ', ') FROM json_each(${json}) item))`;

/** The first scale of the survey, which rows do not name. */
const scale = `iif(scale = '', ?6, scale)`;

/** Names of declared properties, bound from here on. */
const namesFrom = 7;
const names = Array.from({ length: limits.facets }, (_, at) => `?${namesFrom + at}`);

/** Words of a closed list, slugs and language tags need no quotes. */
const free = ['page', 'touchpoint'];
const facetCells = commonFacets.map((name) => (free.includes(name) ? cellOf(name) : name));
const status = `iif(status = '', 'unread', status)`;

/** Columns of the CSV after id and time, in their order, with the SQL of their cells. */
const before = {
  ...{ score: 'score', scale, comment: cellOf('comment'), reasons: cellOf(listOf('reasons')), email: cellOf('email') },
  ...{ person: cellOf('person'), verified: `iif(verified, 'true', '')` },
  ...Object.fromEntries(commonFacets.map((name, at) => [name, facetCells[at] ?? name])),
};
const after = { mark: `coalesce(mark, '')`, status, tags: cellOf(listOf('tags')) };
/** NULL where no property is declared, which makes no cell. */
const properties = names.map((name) => `iif(${name} IS NULL, NULL, ${cellOf(`properties ->> ${name}`)})`);
const csvLine = `concat_ws(',', id, ${[...Object.values(before), ...properties, ...Object.values(after)].join(', ')})`;

const orNull = (name: string) => `'${name}', nullif(${name}, '')`;
const jsonLine = `id || json_object('score', score, 'scale', ${scale}, ${orNull('comment')}, 'reasons', json(reasons), ${orNull('email')},
  ${orNull('person')}, 'verified', json(iif(verified, 'true', 'false')), ${commonFacets.map(orNull).join(', ')},
  'properties', json(properties), 'mark', mark, 'status', ${status}, 'tags', json(tags))`;

const read = (line: string) => `SELECT ${line} FROM response
  WHERE site = ?1 AND survey = ?2 AND id > ?3 AND id < ?4 AND (mark IS NULL OR (?5 AND mark <> 'deleted'))
  ORDER BY id LIMIT ${chunkRows}`;

/** How a file begins, and what it makes of a response: of its id as it is shown, its time, and what SQL has said of it. */
export interface FileFormat {
  head: string;
  sql: string;
  /** Values of the statement after those of the range and the scale. */
  values: (string | null)[];
  lineOf(id: string, at: string, rest: string): string;
}

/** With a column for each of the declared properties, five at most. Spreadsheets know UTF-8 by the byte order mark. */
export function csvOf(declared: string[]): FileFormat {
  const head = [
    'id',
    'at',
    ...Object.keys(before),
    ...declared.map((name) => `property.${name}`),
    ...Object.keys(after),
  ];
  return {
    head: `\ufeff${head.join(',')}\r\n`,
    sql: read(csvLine),
    values: names.map((_, at) => declared[at] ?? null),
    lineOf: (id, at, rest) => `${id},${at}${rest}\r\n`,
  };
}

/** An object a line. */
export const ndjson: FileFormat = {
  head: '',
  sql: read(jsonLine),
  values: [],
  lineOf: (id, at, rest) => `{"id":"${id}","at":"${at}",${rest.slice(1)}\n`,
};

export interface ExportRange {
  /** Ids between which responses lie, neither included. */
  from: string;
  to: string;
  /** Whether what is marked as spam or test is wanted too; what is deleted never is. */
  withMarked: boolean;
}

const idLength = 36;

/** The lines of a file, some thousand at a time; the next are read while those before are taken. */
export async function* readLines(
  db: Database,
  { site, survey, firstScale, from, to, withMarked }: SurveyKey & ExportRange & { firstScale: ScaleName },
  { sql, values, lineOf }: FileFormat,
): AsyncGenerator<string> {
  const after = (id: string) => {
    const rows = db
      .prepare(sql)
      .bind(site, survey, id, to, withMarked ? 1 : 0, firstScale, ...values)
      .raw<[string]>();
    // Whoever stops reading does not wait for it.
    rows.catch(() => {});
    return rows;
  };
  const format = ([text]: [string]) => {
    const id = text.slice(0, idLength);
    return lineOf(shortId(id), new Date(timeOf(id)).toISOString(), text.slice(idLength));
  };
  let next: Promise<[string][]> | undefined = after(from);
  while (next) {
    const rows: [string][] = await next;
    const last = rows.length === chunkRows ? rows.at(-1)?.[0].slice(0, idLength) : undefined;
    next = last === undefined ? undefined : after(last);
    yield rows.map(format).join('');
  }
}
