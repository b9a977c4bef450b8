import { createHash } from 'node:crypto';
import type { ScaleName } from '../../core/scales.ts';
import { Failure } from '../failure.ts';
import { type Columns, readerOf } from './cells.ts';
import { addReason, type Reasons } from './reasons.ts';
import { rowsOf, type TableOptions } from './table.ts';

/** What a file holds, known before anything is sent. */
export interface Contents {
  /** SHA-256 of the bytes, 64 hexadecimal digits. */
  hash: string;
  rows: number;
  valid: number;
  comments: number;
  invalid: Reasons;
}

/** How a file is read. */
export interface Reader extends Columns, Omit<TableOptions, 'onBytes'> {
  file: string;
  scale: ScaleName;
}

/** Reads the header only; throws a `Failure` when the file, the encoding or a column is not there. */
export async function checkHeader({ file, scale, encoding, delimiter, ...columns }: Reader): Promise<void> {
  const rows = rowsOf(file, { encoding, delimiter });
  readerOf(await headerOf(file, rows), columns, scale);
  await rows.return(undefined);
}

/** Reads a whole file once, to count it and to know it again. */
export async function inspect({ file, scale, encoding, delimiter, ...columns }: Reader): Promise<Contents> {
  const hash = createHash('sha256');
  const rows = rowsOf(file, { encoding, delimiter, onBytes: (bytes) => hash.update(bytes) });
  const header = await headerOf(file, rows);
  const read = readerOf(header, columns, scale);
  const contents: Contents = { hash: '', rows: 0, valid: 0, comments: 0, invalid: {} };
  for await (const cells of rows) {
    const reading = read(cells);
    contents.rows++;
    if ('invalid' in reading) addReason(contents.invalid, reading.invalid, rowName(contents.rows, reading.cell));
    else contents.valid++;
    if ('comment' in reading) contents.comments++;
  }
  return { ...contents, hash: hash.digest('hex') };
}

/** One row of the file on its way; `index` counts from 0 after the header. */
export type Row = { index: number } & ReturnType<ReturnType<typeof readerOf>>;

/** The rows of a file from an index on, in order. */
export async function* readRows(
  { file, scale, encoding, delimiter, ...columns }: Reader,
  from: number,
): AsyncGenerator<Row> {
  const rows = rowsOf(file, { encoding, delimiter });
  const read = readerOf(await headerOf(file, rows), columns, scale);
  let index = 0;
  for await (const cells of rows) {
    if (index >= from) yield { index, ...read(cells) };
    index++;
  }
}

async function headerOf(file: string, rows: AsyncGenerator<string[]>) {
  const { value, done } = await rows.next();
  if (done) throw new Failure(`${file} is empty.`);
  return value;
}

function rowName(row: number, cell: string) {
  return cell ? `${row} (${cell})` : `${row}`;
}
